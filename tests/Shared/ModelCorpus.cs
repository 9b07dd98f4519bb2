using System.Reflection;
using System.Text.RegularExpressions;

namespace Ansatz.Testing;

/// <summary>One file of the corpus: C# as a user would write it.</summary>
/// <param name="Path">A path for messages: <c>Models/Digits.cs</c>.</param>
/// <param name="Text">The text.</param>
public sealed record CorpusFile(string Path, string Text)
{
    /// <summary>The file's name without its ending.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);
}

/// <summary>The good models that all suites share, read from the embedded texts.</summary>
public static class ModelCorpus
{
    /// <summary>The library of layers, which models see as another assembly.</summary>
    public static IReadOnlyList<CorpusFile> Layers { get; } = Read("Layers");

    /// <summary>The layers of the package, which the double precision copy needs as text.</summary>
    public static IReadOnlyList<CorpusFile> PackageLayers { get; } = WithDouble("PackageLayers");

    /// <summary>The models: in the user's own words, and those that use the layers of the package, in single and in double precision.</summary>
    public static IReadOnlyList<CorpusFile> Models { get; } =
        [.. Read("Models").Concat(WithDouble("Library")).Where(f => Only is null || f.Path.Contains(Only, StringComparison.Ordinal))];

    /// <summary>While working on some models: a part of the paths of those that are compiled and run, from ANSATZ_ONLY; null for all.</summary>
    public static string? Only { get => Environment.GetEnvironmentVariable("ANSATZ_ONLY") is { Length: > 0 } only ? only : null; }

    /// <summary>One file of either set.</summary>
    /// <exception cref="InvalidOperationException">There is no such file.</exception>
    public static CorpusFile File(string name) => Layers.Concat(Models).First(f => f.Name == name);

    /// <summary>All files but those of these models.</summary>
    public static IReadOnlyList<CorpusFile> Without(IEnumerable<string> types)
    {
        var left = types.Select(t => (t[(t.LastIndexOf('.') + 1)..], IsOfDouble: t.StartsWith("Library.Double.", StringComparison.Ordinal))).ToHashSet();
        return [.. Models.Where(f => !left.Contains((f.Name, IsInDouble(f))))];
    }

    /// <summary>The files that declare these classes, and those that they refer to.</summary>
    public static IReadOnlyList<CorpusFile> FilesOf(IEnumerable<string> classes)
    {
        var words = Models.ToDictionary(f => f, f => Regex.Matches(f.Text, @"\w+").Select(m => m.Value).ToHashSet());
        var declared = Models.SelectMany(f => Regex.Matches(f.Text, @"\b(?:class|record)\s+(\w+)").Select(m => (Name: m.Groups[1].Value, File: f))).ToLookup(d => d.Name, d => d.File);
        var needed = new HashSet<CorpusFile>();
        var open = new Queue<CorpusFile>(classes.SelectMany(c =>
            declared[Regex.Split(c, @"[.+`]").Last(n => declared.Contains(n))].Where(f => IsInDouble(f) == c.StartsWith("Library.Double.", StringComparison.Ordinal))));
        while (open.TryDequeue(out var file))
        {
            if (!needed.Add(file)) continue;
            foreach (var other in words[file].SelectMany(w => declared[w]).Where(f => IsInDouble(f) == IsInDouble(file))) open.Enqueue(other);
        }

        return [.. Models.Where(needed.Contains)];
    }

    // The classes of a copy in double precision have the names of the others.
    private static bool IsInDouble(CorpusFile file) => file.Path.StartsWith("Double/", StringComparison.Ordinal);

    private static CorpusFile[] WithDouble(string set)
    {
        var files = Read(set);
        return [.. files, .. files.Select(InDouble.Of)];
    }

    private static CorpusFile[] Read(string set)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"ModelCorpus/{set}/";
        return [.. assembly.GetManifestResourceNames()
            .Select(n => n.Replace('\\', '/'))
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n => Load(assembly, n, System.IO.Path.GetFileNameWithoutExtension(n), set))];
    }

    private static CorpusFile Load(Assembly assembly, string resource, string name, string set)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded."));
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");

        // Git keeps every file with line feeds; one model stands for the users on Windows.
        if (name == "CarriageReturnLineFeed") text = text.ReplaceLineEndings("\r\n");
        return new CorpusFile($"{set}/{name}.cs", text);
    }
}
