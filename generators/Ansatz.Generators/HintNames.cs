using System.Collections.Immutable;
using System.Globalization;
using Ansatz.Compiler.Declarations;
using Microsoft.CodeAnalysis;

namespace Ansatz.Generators;

/// <summary>The names of generated files, which Roslyn tells apart without regard to case although C# does not name types so.</summary>
internal static class HintNames
{
    private const string Extension = ".g.cs";

    /// <summary>The names among those of all files that differ from another one only in case.</summary>
    public static EquatableArray<string> Ambiguous(IEnumerable<string> names) => new(
        [.. names.Distinct(StringComparer.Ordinal).GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Skip(1).Any()).SelectMany(g => g).OrderBy(n => n, StringComparer.Ordinal)]);

    /// <summary>A file with a name that it alone has; the one that it has already wherever that is so.</summary>
    public static GeneratedFile Unique(GeneratedFile file, EquatableArray<string> ambiguous)
    {
        if (!ambiguous.Contains(file.HintName)) return file;

        // From the name alone, so that it stays the same whatever else is declared.
        var hash = 2166136261u;
        foreach (var c in file.HintName) hash = unchecked((hash ^ c) * 16777619u);
        return file with { HintName = file.HintName.Substring(0, file.HintName.Length - Extension.Length) + "." + hash.ToString("x8", CultureInfo.InvariantCulture) + Extension };
    }

    /// <summary>Hands files to the compilation, under names that are unique among those of several sources of files.</summary>
    public static void Register(IncrementalGeneratorInitializationContext context, params IncrementalValuesProvider<GeneratedFile>[] sources)
    {
        var names = sources[0].Select(static (file, _) => file.HintName).Collect();
        foreach (var source in sources.Skip(1))
        {
            names = names.Combine(source.Select(static (file, _) => file.HintName).Collect()).Select(static (pair, _) => pair.Left.AddRange(pair.Right));
        }

        var ambiguous = names.Select(static (all, _) => Ambiguous(all));
        foreach (var source in sources)
        {
            context.RegisterSourceOutput(source.Combine(ambiguous), static (output, pair) =>
            {
                var file = Unique(pair.Left, pair.Right);
                output.AddSource(file.HintName, file.Text);
            });
        }
    }
}
