using System.Collections.Immutable;
using System.Globalization;
using Ansatz.Compiler.Declarations;
using Ansatz.Generators;

using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Ansatz.Testing;

/// <summary>Another way to compile a model than the generator's own, as with a pass switched off; null leaves it as it is.</summary>
public delegate IEnumerable<GeneratedFile>? CompileModel(CompileInput input);

/// <summary>
/// Runs the generator as a build does: in memory, over whole source sets at once, with every warning on, under a culture whose minus
/// sign and decimal separator no C# compiler would read.
/// </summary>
public static class GeneratorHarness
{
    // What <ImplicitUsings> adds to a user's project.
    private const string ImplicitUsings = """
        global using global::System;
        global using global::System.Collections.Generic;
        global using global::System.IO;
        global using global::System.Linq;
        global using global::System.Net.Http;
        global using global::System.Threading;
        global using global::System.Threading.Tasks;
        """;

    /// <summary>C# 14 with checked documentation comments.</summary>
    public static CSharpParseOptions ParseOptions { get; } =
        CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14).WithDocumentationMode(DocumentationMode.Diagnose);

    /// <summary>The framework, System.Numerics.Tensors, Ansatz and this assembly (for the drivers).</summary>
    public static IReadOnlyList<MetadataReference> References { get; } =
    [
        .. Net100.References.All,
        Reference(typeof(System.Numerics.Tensors.Tensor)),
        Reference(typeof(ModelAttribute)),
        Reference(typeof(Ansatz.StructuralEquations.SemModel)),
        Reference(typeof(GeneratorHarness)),
    ];

    private static CSharpCompilationOptions Options { get; } = new CSharpCompilationOptions(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        allowUnsafe: true,
        optimizationLevel: OptimizationLevel.Release,
        warningLevel: 9999,
        deterministic: true);

    /// <summary>A compilation of source texts, without the generator.</summary>
    public static CSharpCompilation CreateCompilation(string assembly, IEnumerable<CorpusFile> files, params IEnumerable<MetadataReference> more) =>
        CSharpCompilation.Create(
            assembly,
            files.Select(f => Parse(f.Text, f.Path)).Prepend(Parse(ImplicitUsings, "ImplicitUsings.cs")),
            [.. References, .. more],
            Options);

    /// <summary>Runs the generators once. Their steps are not tracked: with hundreds of models that takes longer than all the rest.</summary>
    public static (Compilation Compilation, GeneratorDriverRunResult Result) RunGenerator(Compilation compilation) => Run(compilation, new ModelGenerator(), new StructuralEquationGenerator());

    /// <summary>What the compile step is given for every model.</summary>
    public static IReadOnlyList<CompileInput> CompileInputs(Compilation compilation)
    {
        var inputs = new CompileInputs();
        Run(compilation, inputs);
        return inputs.All;
    }

    private static (Compilation Compilation, GeneratorDriverRunResult Result) Run(Compilation compilation, params IEnumerable<IIncrementalGenerator> generators)
    {
        var after = CSharpGeneratorDriver.Create(generators.Select(GeneratorExtensions.AsSourceGenerator), parseOptions: ParseOptions).RunGeneratorsAndUpdateCompilation(compilation, out var updated, out _);
        return (updated, after.GetRunResult());
    }

    /// <summary>Compiles a source set with the generator; models that fail are set aside with their dependents, the others go on.</summary>
    /// <param name="assembly">The assembly's name.</param>
    /// <param name="files">The sources.</param>
    /// <param name="libraries">Source sets that were compiled before.</param>
    public static CompiledSet Compile(string assembly, IReadOnlyList<CorpusFile> files, params CompiledSet[] libraries) => Compile(assembly, files, [], libraries);

    /// <summary>The same with further references. What is loaded then stays loaded, since other dynamic assemblies may refer to it.</summary>
    /// <param name="assembly">The assembly's name.</param>
    /// <param name="files">The sources.</param>
    /// <param name="more">References of the sources beside <see cref="References"/>.</param>
    /// <param name="libraries">Source sets that were compiled before.</param>
    public static CompiledSet Compile(string assembly, IReadOnlyList<CorpusFile> files, IReadOnlyList<MetadataReference> more, params CompiledSet[] libraries) =>
        UnderForeignCulture(() => Compile(assembly, files, more, libraries, source =>
        {
            var (_, result) = RunGenerator(source);
            foreach (var run in result.Results)
            {
                if (run.Exception is { } exception) throw new InvalidOperationException("The generator failed.", exception);
            }

            var generated = result.Results.SelectMany(r => r.GeneratedSources).Select(g => new GeneratedSource(g.HintName, g.SourceText.ToString()));
            return (CompileInputs(source), [.. generated]);
        }));

    /// <summary>
    /// The same with another way to compile the models, as with a pass switched off; only the files of models whose generated text
    /// changes are compiled.
    /// </summary>
    /// <param name="like">The set as the generator compiles it, from the same sources.</param>
    /// <param name="files">The sources.</param>
    /// <param name="compile">From what the generator's compile step is given to files.</param>
    /// <param name="libraries">Source sets that were compiled before.</param>
    public static CompiledSet Recompile(CompiledSet like, IReadOnlyList<CorpusFile> files, CompileModel compile, params CompiledSet[] libraries) =>
        UnderForeignCulture(() =>
        {
            var before = like.Generated.ToHashSet();
            var texts = like.Inputs.ToDictionary(i => i.Model.Key, i => compile(i)?.Select(f => new GeneratedSource(f.HintName, f.Text)).ToArray() ?? like.GeneratedFor(i.Model.Key));
            var changed = texts.Where(t => !t.Value.All(before.Contains)).Select(t => like.FileOf(t.Key)).ToHashSet();
            return Compile(like.Name, [.. files.Where(f => changed.Contains(f.Path))], [], libraries, source =>
                (like.Inputs, [.. source.FindModels().SelectMany(m => texts.GetValueOrDefault(m.Key(), []))]));
        });

    /// <summary>Runs an action with a minus sign and a decimal separator that do not belong into C#.</summary>
    public static T UnderForeignCulture<T>(Func<T> action)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "\u2212";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        var previous = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return action();
        }
        finally
        {
            CultureInfo.CurrentCulture = previous;
        }
    }

    /// <summary>A text with line numbers.</summary>
    public static string Numbered(string text) =>
        string.Join("\n", text.Split('\n').Select((line, i) => $"{(i + 1).ToString(CultureInfo.InvariantCulture),5}  {line}"));

    private static CompiledSet Compile(string assembly, IReadOnlyList<CorpusFile> files, IReadOnlyList<MetadataReference> more, CompiledSet[] libraries, Generate generate)
    {
        var failures = new Dictionary<string, string>();
        Dictionary<string, string>? fileOfType = null;
        IReadOnlyList<CompileInput>? allInputs = null;
        var remaining = files.ToList();
        while (true)
        {
            var source = CreateCompilation(assembly, remaining, [.. libraries.Select(l => l.Reference), .. more]);
            var models = source.FindModels();
            fileOfType ??= models.ToDictionary(m => m.Key(), m => m.DeclaringSyntaxReferences[0].SyntaxTree.FilePath);
            var (inputs, generated) = generate(source);
            allInputs ??= inputs;
            var compilation = Complete(source, models, generated);
            using var image = new MemoryStream();
            var result = compilation.Emit(image, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded));
            var problems = Problems(compilation, remaining, result.Diagnostics);
            foreach (var (file, report) in problems) failures.TryAdd(file, report.Text);
            if (result.Success) return new CompiledSet(assembly, image.ToArray(), fileOfType, failures, allInputs, generated, libraries, stays: more.Count > 0);
            if (remaining.RemoveAll(f => problems.TryGetValue(f.Path, out var p) && p.IsError) == 0)
                throw new InvalidOperationException($"Compiling {assembly} fails outside every source file:\n{string.Join("\n", problems.Values.Select(p => p.Text))}");
        }
    }

    // The sources with the generated files and a driver for every model.
    private static CSharpCompilation Complete(CSharpCompilation source, IReadOnlyList<INamedTypeSymbol> models, IReadOnlyList<GeneratedSource> generated)
    {
        var updated = source.AddSyntaxTrees(generated.Select(g => Parse(g.Text, "Generated/" + g.HintName)));
        return updated.AddSyntaxTrees(models
            .Select(m => updated.GetTypeByMetadataName(m.Key()))
            .OfType<INamedTypeSymbol>()
            .Where(m => m.DeclaredAccessibility is not Accessibility.Private)
            .Select(m => Parse(DriverWriter.Write(m), $"Drivers/{m.Key()}.cs")));
    }

    private static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, System.Text.Encoding.UTF8), ParseOptions, path);

    // Errors and warnings, gathered by the source file whose model they concern.
    private static Dictionary<string, (bool IsError, string Text)> Problems(
        CSharpCompilation compilation, IReadOnlyList<CorpusFile> files, IEnumerable<Diagnostic> diagnostics)
    {
        var byFile = new Dictionary<string, (bool IsError, string Text)>();
        diagnostics = diagnostics
            .Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed)
            // Missing documentation is the generator's fault only in generated text.
            .Where(d => d.Id != "CS1591" || IsIn(d, "Generated/"))
            // A reference was compiled for an older framework; the SDK is silent about that, too.
            .Where(d => d.Id != "CS1701");
        foreach (var group in diagnostics.GroupBy(d => Source(compilation, d.Location.SourceTree, files)))
        {
            var texts = new List<string>(group.Take(20).Select(d => d.ToString()));
            var trees = group.Select(d => d.Location.SourceTree?.FilePath).Distinct();
            texts.AddRange(trees.Where(t => t is not null && !files.Any(f => f.Path == t))
                .Select(t => $"--- {t}\n{Numbered(compilation.SyntaxTrees.First(x => x.FilePath == t).ToString())}"));
            byFile[group.Key] = (group.Any(d => d.Severity == DiagnosticSeverity.Error), string.Join("\n", texts));
        }

        return byFile;
    }

    private static bool IsIn(Diagnostic diagnostic, string folder) =>
        diagnostic.Location.SourceTree?.FilePath.StartsWith(folder, StringComparison.Ordinal) == true;

    // The source file of the type that stands in a tree.
    private static string Source(CSharpCompilation compilation, SyntaxTree? tree, IReadOnlyList<CorpusFile> files)
    {
        if (tree is null) return "";
        if (files.Any(f => f.Path == tree.FilePath)) return tree.FilePath;
        if (tree.FilePath.StartsWith("Drivers/", StringComparison.Ordinal))
        {
            var key = tree.FilePath["Drivers/".Length..^".cs".Length];
            return compilation.GetTypeByMetadataName(key)?.DeclaringSyntaxReferences
                .Select(r => r.SyntaxTree.FilePath).FirstOrDefault(p => files.Any(f => f.Path == p)) ?? tree.FilePath;
        }

        var semantics = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax>()
            .SelectMany(t => semantics.GetDeclaredSymbol(t)?.DeclaringSyntaxReferences ?? ImmutableArray<SyntaxReference>.Empty)
            .Select(r => r.SyntaxTree.FilePath)
            .FirstOrDefault(p => files.Any(f => f.Path == p)) ?? tree.FilePath;
    }

    private delegate (IReadOnlyList<CompileInput> Inputs, IReadOnlyList<GeneratedSource> Generated) Generate(CSharpCompilation source);

    private static PortableExecutableReference Reference(Type type) => MetadataReference.CreateFromFile(type.Assembly.Location);
}

/// <summary>A file that the generator added.</summary>
public sealed record GeneratedSource(string HintName, string Text);
