using Ansatz.Compiler.Declarations;
using Ansatz.Generators;
using Ansatz.Testing;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ansatz.Benchmarks.Compiling;

/// <summary>Compilations in this process, with the generator.</summary>
internal static class InMemory
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        """;

    private static readonly IReadOnlyList<MetadataReference> _references =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(System.Numerics.Tensors.Tensor).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ModelAttribute).Assembly.Location),
    ];

    private static readonly CSharpCompilationOptions _options = new(
        OutputKind.DynamicallyLinkedLibrary,
        allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Enable,
        optimizationLevel: OptimizationLevel.Release,
        concurrentBuild: false);

    /// <summary>How sources are parsed.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14);

    /// <summary>A compilation of sources as a user's project has them.</summary>
    public static CSharpCompilation Compilation(string name, IEnumerable<CorpusFile> files, params MetadataReference[] more) => CSharpCompilation.Create(
        name,
        files.Select(f => Parse(f.Text, f.Path)).Append(Parse(Usings, "Usings.cs")),
        [.. _references, .. more],
        _options);

    /// <summary>A source.</summary>
    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    /// <summary>Runs the generator.</summary>
    /// <returns>The compilation with the generated files, the files, and what the compile step was given for each model.</returns>
    public static (Compilation Updated, IReadOnlyList<GeneratedFile> Files, IReadOnlyList<CompileInput> Inputs) Generate(Compilation compilation)
    {
        var driver = CSharpGeneratorDriver
            .Create([new ModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions, driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGeneratorsAndUpdateCompilation(compilation, out var updated, out _);
        var result = driver.GetRunResult().Results.Single();
        if (result.Exception is { } exception) throw new InvalidOperationException("The generator failed.", exception);
        var inputs = result.TrackedSteps[StepNames.Imports].SelectMany(step => step.Outputs).Select(output => output.Value).OfType<CompileInput>();
        return (updated, [.. result.GeneratedSources.Select(s => new GeneratedFile(s.HintName, s.SourceText.ToString()))], [.. inputs]);
    }

    /// <summary>Compiles a library for other compilations to refer to.</summary>
    public static MetadataReference Library(string name, IEnumerable<CorpusFile> files)
    {
        using var image = new MemoryStream();
        var emitted = Generate(Compilation(name, files)).Updated.Emit(image);
        if (!emitted.Success) throw new InvalidOperationException($"{name} does not compile: {emitted.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error)}");
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
