using System.Globalization;

namespace Ansatz.Testing;

/// <summary>How a model of the corpus is run.</summary>
/// <param name="Type">Its metadata name; without a dot, in namespace <c>Corpus</c>.</param>
/// <param name="Sizes">
/// Extents to run it with, as in <c>"In=5 Out=3 N=7"</c>: first the standard size, which must be small enough to execute the declaration
/// itself; the others are run forward and back. They include 1 and lengths that are no multiple of a vector.
/// </param>
public sealed record ModelCase(string Type, params string[] Sizes)
{
    /// <summary>The metadata name.</summary>
    public string TypeName => Type.Contains('.') ? Type : "Corpus." + Type;

    /// <summary>Whether it is about the layers of the package.</summary>
    public bool IsOfLibrary => Type.StartsWith("Library.", StringComparison.Ordinal);

    /// <summary>Whether it is one of those in double precision: the same programs but for the type of their elements.</summary>
    public bool IsOfLibraryInDouble => Type.StartsWith("Library.Double.", StringComparison.Ordinal);

    /// <summary>The name in test lists.</summary>
    public string Name => Type;

    /// <summary>For index data, an exclusive upper limit: a number, an extent, or a constant of the model, as in <c>"Label=Classes"</c>, with another first value than 0 as in <c>"Label=-1:Classes"</c>.</summary>
    public string Limits { get; init; } = "";

    /// <summary>Ranges of values other than -1 … 1, as in <c>"X=0.1:2"</c>.</summary>
    public string Ranges { get; init; } = "";

    /// <summary>Tensors whose gradient is zero in exact arithmetic: compared with the largest gradient of all instead of their own.</summary>
    public string Vanishing { get; init; } = "";

    /// <summary>
    /// Parameters or inputs whose gradient differs from the loss's derivative on purpose (no gradient passes through
    /// <c>Constant</c>): not compared with finite differences.
    /// </summary>
    public string NotDifferentiated { get; init; } = "";

    /// <summary>How many elements of each gradient are compared with finite differences; fewer where a loss takes long.</summary>
    public int Entries { get; init; } = 12;

    /// <summary>A larger size for the test of threads, or the last one.</summary>
    public string ThreadSize { get => field.Length > 0 ? field : Sizes[^1]; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Reads <c>"A=1 B=2"</c>.</summary>
    public static IReadOnlyDictionary<string, string> Pairs(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('='))
            .ToDictionary(p => p[0], p => p.Length > 1 ? p[1] : "", StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads <c>"A=1 B=2"</c> as extents.</summary>
    public static Dictionary<string, int> Extents(string size) =>
        Pairs(size).ToDictionary(p => p.Key, p => int.Parse(p.Value, CultureInfo.InvariantCulture), StringComparer.OrdinalIgnoreCase);
}
