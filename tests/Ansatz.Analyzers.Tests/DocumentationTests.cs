using System.Text.RegularExpressions;
using Ansatz.Generators;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ansatz.Analyzers.Tests;

/// <summary>The examples of the guides compile without a warning of Ansatz.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Guides => ["first-model.md", "adding-a-layer.md", "structural-equations.md", "pretrained.md", "training.md"];

    [Theory]
    [MemberData(nameof(Guides))]
    public async Task TheExamplesCompile(string guide)
    {
        var text = Text(guide);
        var blocks = Block().Matches(text).Select(m => m.Groups[1].Value).ToArray();
        Assert.NotEmpty(blocks);
        Assert.Equal(blocks.Length, Regex.Matches(text, "^```csharp$", RegexOptions.Multiline).Count);
        await Compiles(blocks, text.Contains("static void Main", StringComparison.Ordinal));
    }

    /// <summary>The examples of the page on networks, and what it says is written out for the first of them.</summary>
    [Fact]
    public async Task TheExamplesOfNetworksCompile()
    {
        var text = Text("networks.md");
        var blocks = Block().Matches(text).Select(m => m.Groups[1].Value).ToArray();
        var written = Assert.Single(Written().Matches(text));
        Assert.Equal(AnyBlock().Count(text), blocks.Length + 1);
        var whole = await Compiles(blocks, isProgram: false);
        var file = whole.SyntaxTrees.Single(t => Path.GetFileName(t.FilePath) == written.Groups[1].Value + ".Network.g.cs").ToString();
        Assert.EndsWith("\n\n" + written.Groups[2].Value, file, StringComparison.Ordinal);
    }

    /// <summary>The examples of the page on GPUs, and what it quotes of the files that are generated for the first of them.</summary>
    [Fact]
    public async Task TheExamplesForGpusCompile()
    {
        var text = Text("gpu.md");
        var blocks = Block().Matches(text).Select(m => m.Groups[1].Value).ToArray();
        var quotations = Generated().Matches(text);
        Assert.Equal(AnyBlock().Count(text), blocks.Length + quotations.Count);
        Assert.NotEmpty(quotations);
        var whole = await Compiles(blocks, isProgram: false, AnalyzerHarness.Gpu);
        foreach (Match quotation in quotations)
        {
            var tree = whole.SyntaxTrees.Single(t => Path.GetFileName(t.FilePath) == quotation.Groups[1].Value);
            var lines = Lines(tree.ToString());
            Assert.All(Lines(quotation.Groups[2].Value), line => Assert.Contains(line, lines));
        }

        static string[] Lines(string code) => [.. code.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];
    }

    /// <summary>The pages of the package for GPUs: a model, and what is done with it.</summary>
    [Fact]
    public async Task ThePageOfThePackageForGpusCompiles()
    {
        var blocks = AnyBlock().Matches(Text("gpu-package.md")).Select(m => m.Groups[1].Value).ToArray();
        Assert.Equal(2, blocks.Length);
        await Compiles([blocks[0], Body(blocks[1], "Tensor<float> x, Tensor<float> label, Tensor<float> logits", "using Ansatz.Gpu;")], isProgram: false, AnalyzerHarness.Gpu);
    }

    /// <summary>The examples of the notation, after the usings, are members of one model.</summary>
    [Fact]
    public async Task TheRulesCompile()
    {
        var blocks = AnyBlock().Matches(Text("notation.md")).Select(m => m.Groups[1].Value).ToArray();
        Assert.True(blocks.Length > 12);
        Assert.StartsWith("using", blocks[0], StringComparison.Ordinal);
        await Compiles([$"{blocks[0]}\nnamespace Guide;\n\n[Model]\npublic partial class Notation\n{{\n{string.Join("\n", blocks.Skip(1))}}}\n"], isProgram: false);
    }

    /// <summary>The two pages that a newcomer sees first: a model, and what is done with it.</summary>
    [Theory]
    [InlineData("project.md")]
    [InlineData("package.md")]
    public async Task TheFirstPagesCompile(string page)
    {
        var blocks = AnyBlock().Matches(Text(page)).Select(m => m.Groups[1].Value).ToArray();
        Assert.Equal(page == "package.md" ? 2 : 5, blocks.Length);
        const string Arguments = "Tensor<float> x, Tensor<int> label, Tensor<float> logits";
        var arguments = page == "package.md" ? Arguments.Replace("<int>", "<float>", StringComparison.Ordinal) : Arguments;
        await Compiles([blocks[0], Body(blocks[1], arguments)], isProgram: false);
        if (page == "package.md") return;
        await Compiles([$"using Ansatz;\nusing Ansatz.Layers;\n{blocks[2]}"], isProgram: false);
        await Compiles([blocks[3], Body(blocks[4], "", "using Ansatz.StructuralEquations;")], isProgram: false);
    }

    /// <summary>What the page on operators quotes stands in the table of operators.</summary>
    [Fact]
    public void TheOperatorIsOneThatThereIs()
    {
        var table = AnalyzerHarness.Embedded("FunctionOperators.cs").ReplaceLineEndings("\n");
        foreach (var line in AnyBlock().Matches(Text("adding-an-operator.md")).SelectMany(m => m.Groups[1].Value.Split('\n'))) Assert.Contains(line, table, StringComparison.Ordinal);
    }

    private static string Text(string guide) => AnalyzerHarness.Embedded("guides/" + guide).ReplaceLineEndings("\n");

    // Statements as a method.
    private static string Body(string statements, string arguments, string usings = "") =>
        $"using System.Numerics.Tensors;\nusing Ansatz;\n{usings}\nstatic class Use\n{{\n    public static void Run({arguments})\n    {{\n{statements}    }}\n}}\n";

    private static async Task<Compilation> Compiles(string[] blocks, bool isProgram, IReadOnlyList<MetadataReference>? more = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        var compilation = CSharpCompilation.Create(
            "guide",
            [.. blocks.Select((b, k) => CSharpSyntaxTree.ParseText(b, parse, $"Block{k}.cs", cancellationToken: cancellation)), CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;", parse, cancellationToken: cancellation)],
            [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(System.Numerics.Tensors.Tensor).Assembly.Location), MetadataReference.CreateFromFile(typeof(ModelAttribute).Assembly.Location), MetadataReference.CreateFromFile(typeof(global::Ansatz.StructuralEquations.SemModel).Assembly.Location), MetadataReference.CreateFromFile(typeof(global::Ansatz.Symbolic.Rational).Assembly.Location), .. more ?? []],
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator(), new StructuralEquationGenerator().AsSourceGenerator()], parseOptions: parse).RunGeneratorsAndUpdateCompilation(compilation, out var whole, out _, cancellation);
        Assert.Equal([], whole.GetDiagnostics(cancellation).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        Assert.Equal([], (await AnalyzerHarness.Diagnostics(["global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;", .. blocks], generated: false, more: more)).Where(d => d.Severity > DiagnosticSeverity.Info || !d.Id.StartsWith("ANZ20", StringComparison.Ordinal)).Select(d => d.ToString()));
        return whole;
    }

    [GeneratedRegex("^<!-- generated ([^\n]*) -->\n```csharp\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Generated();

    [GeneratedRegex("^<!-- written ([^\n]*) -->\n```csharp\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Written();

    [GeneratedRegex("^<!-- compiled -->\n```csharp\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex AnyBlock();
}
