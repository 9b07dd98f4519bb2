using System.Reflection;
using System.Runtime.Loader;
using Ansatz.Compiler.Declarations;
using Microsoft.CodeAnalysis;

namespace Ansatz.Testing;

/// <summary>A source set that was compiled with generated parts, and loaded.</summary>
public sealed class CompiledSet
{
    private readonly IReadOnlyDictionary<string, string> _failures;
    private readonly IReadOnlyList<GeneratedSource> _generated;
    private readonly IReadOnlyDictionary<string, string> _fileOfType;

    internal CompiledSet(
        string name,
        byte[] image,
        IReadOnlyDictionary<string, string> fileOfType,
        IReadOnlyDictionary<string, string> failures,
        IReadOnlyList<CompileInput> inputs,
        IReadOnlyList<GeneratedSource> generated,
        CompiledSet[] libraries,
        bool stays = false)
    {
        (Name, Image, _fileOfType, _failures, Inputs, _generated) = (name, image, fileOfType, failures, inputs, generated);
        Reference = MetadataReference.CreateFromImage(image);
        Assembly = Load(stays, [.. libraries.Select(l => l.Image), image]);
    }

    /// <summary>A set that another process compiled, after the sets that it uses.</summary>
    public static CompiledSet FromImages(params byte[][] images)
    {
        var nothing = new Dictionary<string, string>();
        var libraries = images[..^1].Aggregate(Array.Empty<CompiledSet>(), (sets, image) => [.. sets, new("", image, nothing, nothing, [], [], sets)]);
        return new CompiledSet("", images[^1], nothing, nothing, [], [], libraries);
    }

    /// <summary>The assembly's name.</summary>
    public string Name { get; }

    /// <summary>The assembly as bytes.</summary>
    public byte[] Image { get; }

    /// <summary>For sets that use this one.</summary>
    public MetadataReference Reference { get; }

    /// <summary>The loaded assembly.</summary>
    public Assembly Assembly { get; }

    /// <summary>What the generator's compile step was given, for every model.</summary>
    public IReadOnlyList<CompileInput> Inputs { get; }

    /// <summary>All generated files.</summary>
    public IReadOnlyList<GeneratedSource> Generated => _generated;

    /// <summary>Files whose models did not compile or compiled with warnings, with the numbered generated text.</summary>
    public IReadOnlyDictionary<string, string> Failures => _failures;

    /// <summary>The class of that metadata name.</summary>
    public Type Type(string key)
    {
        var type = Assembly.GetType(key, throwOnError: true)!;
        return type.ContainsGenericParameters ? type.MakeGenericType([.. type.GetGenericArguments().Select(_ => typeof(int))]) : type;
    }

    /// <summary>A new driver of the class of that metadata name.</summary>
    public ModelDriver Driver(string key) =>
        (ModelDriver)Activator.CreateInstance(Assembly.GetType(DriverWriter.ClassName(key), throwOnError: true)!)!;

    /// <summary>The text that was generated for the model of that metadata name, each file under its name.</summary>
    public string GeneratedText(string key) => string.Join("\n", GeneratedFor(key).Select(g => $"// {g.HintName}\n{g.Text}"));

    /// <summary>The files that were generated for the model of that metadata name.</summary>
    public GeneratedSource[] GeneratedFor(string key) => [.. _generated.Where(g => g.HintName.StartsWith(key + ".", StringComparison.Ordinal))];

    /// <summary>The path of the file that declares a model.</summary>
    public string? FileOf(string key) => _fileOfType.GetValueOrDefault(key);

    /// <summary>What is wrong with the file that declares a model, or null.</summary>
    public string? FailureOf(string key) =>
        _fileOfType.TryGetValue(key, out var file) && _failures.TryGetValue(file, out var failure) ? failure : null;

    /// <summary>Whether the model compiled, perhaps with warnings.</summary>
    public bool Has(string key) => Assembly.GetType(DriverWriter.ClassName(key)) is not null;

    /// <summary>Loads assemblies into a context that can be unloaded; the last one is returned.</summary>
    public static Assembly Load(params IEnumerable<byte[]> images) => Load(stays: false, images);

    private static Assembly Load(bool stays, IEnumerable<byte[]> images)
    {
        var context = new CorpusContext(isCollectible: !stays);
        Assembly? last = null;
        foreach (var image in images) last = context.LoadFromStream(new MemoryStream(image));
        return last ?? throw new ArgumentException("No assembly to load.", nameof(images));
    }

    private sealed class CorpusContext(bool isCollectible) : AssemblyLoadContext("corpus", isCollectible)
    {
        // Libraries of the corpus are loaded first; everything else is the test's own.
        protected override Assembly? Load(AssemblyName name) => Assemblies.FirstOrDefault(a => a.GetName().Name == name.Name);
    }
}
