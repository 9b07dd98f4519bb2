using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Ansatz.Generators;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Ansatz.Analyzers.Tests;

/// <summary>Runs the analyzer over sources in which <c>{|ANZ0004:Missing|}</c> marks where a diagnostic is expected.</summary>
internal static class AnalyzerHarness
{
    /// <summary>The usings that a file of equations starts with.</summary>
    public const string Usings = """
        using System;
        using System.Numerics.Tensors;
        using Ansatz;
        using static Ansatz.ReduceF;
        using static Ansatz.Functions;
        using static System.MathF;

        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    /// <summary>The library for GPUs and what it needs.</summary>
    public static IReadOnlyList<MetadataReference> Gpu { get; } = [Reference(typeof(Ansatz.Gpu.GpuDevice)), Reference(typeof(ILGPU.Context))];

    /// <summary>Compares the diagnostics of Ansatz with the marks, with and without the generated parts in the compilation.</summary>
    public static Task Verify(params string[] sources) => Verify(sources, []);

    /// <summary>The same with further references.</summary>
    public static async Task Verify(string[] sources, IReadOnlyList<MetadataReference> more)
    {
        var expected = new List<string>();
        var texts = sources.Select((source, i) => Unmarked(source, $"File{i}.cs", expected)).ToArray();
        foreach (var generated in new[] { false, true })
        {
            var found = await Diagnostics(texts, generated, more: more);
            Assert.Equal(expected.Order(StringComparer.Ordinal), found.Select(d => Shown(d, texts)).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>The diagnostics of Ansatz in sources without marks; of those that are for information only, one kind, if it is named.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Diagnostics(IReadOnlyList<string> sources, bool generated, string? information = null, LanguageVersion language = LanguageVersion.CSharp14, IReadOnlyList<MetadataReference>? more = null)
    {
        var compilation = Compile(sources, generated, language, more);
        var found = await compilation.WithAnalyzers([new ModelAnalyzer(), new CostAnalyzer(), new StructuralEquationAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found.Where(d => d.Severity > DiagnosticSeverity.Info || d.Id == information).OrderBy(d => d.Location.SourceSpan.Start)];
    }

    /// <summary>Compiles sources, with the generated parts or without.</summary>
    public static Compilation Compile(IReadOnlyList<string> sources, bool generated, LanguageVersion language = LanguageVersion.CSharp14, IReadOnlyList<MetadataReference>? more = null)
    {
        var parse = ParseOptions.WithLanguageVersion(language);
        var compilation = (Compilation)CSharpCompilation.Create(
            "analyzed",
            sources.Select((text, i) => CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), parse, $"File{i}.cs")),
            [.. References, .. more ?? []],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        if (generated)
        {
            CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator(), new StructuralEquationGenerator().AsSourceGenerator()], parseOptions: parse)
                .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _, TestContext.Current.CancellationToken);
        }

        return compilation;
    }

    /// <summary>A text that was embedded into this assembly.</summary>
    public static string Embedded(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded."));
        return reader.ReadToEnd();
    }

    private static string Shown(Diagnostic diagnostic, string[] texts)
    {
        var path = diagnostic.Location.SourceTree?.FilePath ?? "nowhere";
        var span = diagnostic.Location.SourceSpan;
        var text = int.TryParse(path.AsSpan(4, Math.Max(0, path.Length - 7)), out var file) ? texts[file].Substring(span.Start, span.Length) : "?";
        return $"{path} {span.Start:D5} {diagnostic.Id} {text}" + (diagnostic.Id is "AD0001" ? diagnostic.GetMessage() : "");
    }

    private static string Unmarked(string source, string path, List<string> expected)
    {
        var text = new StringBuilder();
        var open = new Stack<(int Start, string Id)>();
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '{' && i + 1 < source.Length && source[i + 1] == '|')
            {
                var colon = source.IndexOf(':', i);
                open.Push((text.Length, source[(i + 2)..colon]));
                i = colon;
            }
            else if (source[i] == '|' && open.Count > 0 && i + 1 < source.Length && source[i + 1] == '}')
            {
                var (start, id) = open.Pop();
                expected.Add($"{path} {start:D5} {id} {text.ToString(start, text.Length - start)}");
                i++;
            }
            else
            {
                text.Append(source[i]);
            }
        }

        return text.ToString();
    }

    // Read once: the compiler keeps what it has decoded of a reference with it.
    private static readonly MetadataReference[] References =
        [.. Net100.References.All, Reference(typeof(System.Numerics.Tensors.Tensor)), Reference(typeof(ModelAttribute)), Reference(typeof(Ansatz.StructuralEquations.SemModel))];

    private static PortableExecutableReference Reference(Type type) => MetadataReference.CreateFromFile(type.Assembly.Location);
}
