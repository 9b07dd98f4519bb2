using System.Collections.Immutable;
using Ansatz.CodeFixes;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Ansatz.Analyzers.Tests;

/// <summary>Every code fix gives the text that it promises, and that text has no diagnostic any more.</summary>
public sealed class CodeFixTests
{
    private static readonly CodeFixProvider[] Providers = [new PartialFix(), new NameFix(), new ReadFix(), new DeclarationFix(), new ExpressionFix(), new LayerFix()];

    [Theory]
    [InlineData("ANZ0001", "Make it partial", "[Model] public class M { [Output(3)] public float F(int n) => n; }", "[Model] public partial class M { [Output(3)] public float F(int n) => n; }")]
    [InlineData("ANZ0001", "Make it partial", "// first\n[Model] class M { [Output(3)] public float F(int n) => n; }", "// first\n[Model] partial class M { [Output(3)] public float F(int n) => n; }")]
    [InlineData("ANZ0002", "Make it partial", "[Model] public partial class M { [Extent] public int N { get; } [Output(nameof(N))] public float F(int n) => n; }", "[Model] public partial class M { [Extent] public partial int N { get; } [Output(nameof(N))] public float F(int n) => n; }")]
    [InlineData("ANZ0003", "Write it as a chain of conditions", "[Model] public partial class M { [Output(3)] public float F(int n) => 1 + n switch { 0 => 2f, < 2 => 3f, _ => 4f }; }", "[Model] public partial class M { [Output(3)] public float F(int n) => 1 + (n == 0 ? 2f : n < 2 ? 3f : 4f); }")]
    [InlineData("ANZ0004", "Change 'Lenght' to 'Length'", "[Model] public partial class M { [Extent] public partial int Length { get; } [Output(nameof(Length))] public float F(int n) => n + Lenght; }", "[Model] public partial class M { [Extent] public partial int Length { get; } [Output(nameof(Length))] public float F(int n) => n + Length; }")]
    [InlineData("ANZ0005", "Change 'Gleu' to 'Gelu'", "[Model] public partial class M { [Output(3)] public float F(int n) => Gleu(n); }", "[Model] public partial class M { [Output(3)] public float F(int n) => Gelu(n); }")]
    [InlineData("ANZ0013", "Remove 'set'", "[Model] public partial class M { [Extent] public partial int N { get; set; } [Output(nameof(N))] public float F(int n) => n; }", "[Model] public partial class M { [Extent] public partial int N { get; } [Output(nameof(N))] public float F(int n) => n; }")]
    [InlineData("ANZ1003", "Guard it: n - 1 >= 0 ? … : 0", "[Model] public partial class M { [Input(3)] public partial Tensor<float> X { get; } [Output(3)] public float F(int n) => 2 * X[n - 1]; }", "[Model] public partial class M { [Input(3)] public partial Tensor<float> X { get; } [Output(3)] public float F(int n) => 2 * (n - 1 >= 0 ? X[n - 1] : 0); }")]
    [InlineData("ANZ1003", "Guard it: n + 1 < 3 ? … : 0", "[Model] public partial class M { [Input(3)] public partial Tensor<float> X { get; } [Output(3)] public float F(int n) => X[n + 1]; }", "[Model] public partial class M { [Input(3)] public partial Tensor<float> X { get; } [Output(3)] public float F(int n) => (n + 1 < 3 ? X[n + 1] : 0); }")]
    [InlineData("ANZ1003", "Exchange 'i' and 'n'", "[Model] public partial class M { [Input(3, 4)] public partial Tensor<float> X { get; } [Output(3)] public float F(int n) => Sum(4, i => X[i, n]); }", "[Model] public partial class M { [Input(3, 4)] public partial Tensor<float> X { get; } [Output(3)] public float F(int n) => Sum(4, i => X[n, i]); }")]
    [InlineData("ANZ1038", "Exchange 'i' and 'n'", "[Model] public partial class M { [Extent] public partial int A { get; } [Input(nameof(A), 4)] public partial Tensor<float> X { get; } [Output(nameof(A))] public float F(int n) => Sum(4, i => X[i, n]); }", "[Model] public partial class M { [Extent] public partial int A { get; } [Input(nameof(A), 4)] public partial Tensor<float> X { get; } [Output(nameof(A))] public float F(int n) => Sum(4, i => X[n, i]); }")]
    [InlineData("ANZ1011", "[Output(nameof(A), 4)]", "[Model] public partial class M { [Extent] public partial int A { get; } [Input(nameof(A), 4)] public partial Tensor<float> X { get; } [Output] public float F(int n, int i) => 2 * X[n, i]; }", "[Model] public partial class M { [Extent] public partial int A { get; } [Input(nameof(A), 4)] public partial Tensor<float> X { get; } [Output(nameof(A), 4)] public float F(int n, int i) => 2 * X[n, i]; }")]
    [InlineData("ANZ1035", "Divide by 2f", "[Model] public partial class M { [Output(3)] public float F(int n) => n / 2; }", "[Model] public partial class M { [Output(3)] public float F(int n) => n / 2f; }")]
    [InlineData("ANZ1037", "Use MathF.Exp", "[Model] public partial class M { [Input(3)] public partial Tensor<float> X { get; } [Output(3)] public float F(int n) => (float)Math.Exp(X[n]); }", "[Model] public partial class M { [Input(3)] public partial Tensor<float> X { get; } [Output(3)] public float F(int n) => MathF.Exp(X[n]); }")]
    [InlineData("ANZ3001", "Set it to 5", "[Model] public partial class M { public Ansatz.Layers.LowRank A { get; } = new(In: 10, Rank: 8, Out: 12); [Batch] public partial int N { get; } [Input(nameof(N), 10)] public partial Tensor<float> X { get; } [Output(nameof(N), 12)] public float F(int n, int o) => A.Y((r, i) => X[r, i], n, o); }", "[Model] public partial class M { public Ansatz.Layers.LowRank A { get; } = new(In: 10, Rank: 5, Out: 12); [Batch] public partial int N { get; } [Input(nameof(N), 10)] public partial Tensor<float> X { get; } [Output(nameof(N), 12)] public float F(int n, int o) => A.Y((r, i) => X[r, i], n, o); }")]
    [InlineData("ANZ3002", "Set it to 4", "[Model] public partial class Tucker { [Extent] public partial int In { get; } [Extent] public partial int Inner { get; } [Extent] public partial int Outer { get; } [Extent] public partial int Out { get; } [Parameter(nameof(Inner), nameof(In))] public partial Tensor<float> V { get; } [Parameter(nameof(Outer), nameof(Inner))] public partial Tensor<float> G { get; } [Parameter(nameof(Out), nameof(Outer))] public partial Tensor<float> U { get; } [Maps(From = [nameof(In)], To = [nameof(Out)])] public float Y(Func<int, int, float> x, int n, int o) => Sum(Outer, s => U[o, s] * Sum(Inner, r => G[s, r] * Sum(In, i => V[r, i] * x(n, i)))); } [Model] public partial class M { public Tucker A { get; } = new(In: 100, Inner: 20, Outer: 4, Out: 100); [Batch] public partial int N { get; } [Input(nameof(N), 100)] public partial Tensor<float> X { get; } [Output(nameof(N), 100)] public float F(int n, int o) => A.Y((r, i) => X[r, i], n, o); }", "[Model] public partial class Tucker { [Extent] public partial int In { get; } [Extent] public partial int Inner { get; } [Extent] public partial int Outer { get; } [Extent] public partial int Out { get; } [Parameter(nameof(Inner), nameof(In))] public partial Tensor<float> V { get; } [Parameter(nameof(Outer), nameof(Inner))] public partial Tensor<float> G { get; } [Parameter(nameof(Out), nameof(Outer))] public partial Tensor<float> U { get; } [Maps(From = [nameof(In)], To = [nameof(Out)])] public float Y(Func<int, int, float> x, int n, int o) => Sum(Outer, s => U[o, s] * Sum(Inner, r => G[s, r] * Sum(In, i => V[r, i] * x(n, i)))); } [Model] public partial class M { public Tucker A { get; } = new(In: 100, Inner: 4, Outer: 4, Out: 100); [Batch] public partial int N { get; } [Input(nameof(N), 100)] public partial Tensor<float> X { get; } [Output(nameof(N), 100)] public float F(int n, int o) => A.Y((r, i) => X[r, i], n, o); }")]
    public Task Mends(string id, string title, string source, string expected) => Verify(id, title, AnalyzerHarness.Usings + source, AnalyzerHarness.Usings + expected);

    [Fact]
    public Task ImportsTheClassOfAFunction() => Verify(
        "ANZ0005",
        "using static Ansatz.Functions;",
        "using System.Numerics.Tensors;\nusing Ansatz;\n[Model] public partial class M { [Input(3)] public partial Tensor<float> X { get; } [Output(3)] public float F(int n) => Gelu(X[n]); }",
        "using System.Numerics.Tensors;\nusing Ansatz;\nusing static Ansatz.Functions;\n[Model] public partial class M { [Input(3)] public partial Tensor<float> X { get; } [Output(3)] public float F(int n) => Gelu(X[n]); }");

    [Fact]
    public Task RemovesOneOfTwoClassesOfReductions() => Verify(
        "ANZ0015",
        "Remove 'using static Ansatz.Reduce;'",
        "using static Ansatz.Reduce;\n" + AnalyzerHarness.Usings + "[Model] public partial class M { [Loss] public float F() => Sum(3, i => 1f); }",
        AnalyzerHarness.Usings + "[Model] public partial class M { [Loss] public float F() => Sum(3, i => 1f); }");

    [Fact]
    public void EveryFixableIdIsADiagnosticWithATest()
    {
        var ids = Providers.SelectMany(p => p.FixableDiagnosticIds).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Subset(DiagnosticDescriptors.All.Select(d => d.Id).ToHashSet(), ids.ToHashSet());
        var text = string.Join(" ", typeof(CodeFixTests).GetMethods().SelectMany(m => m.GetCustomAttributes(false)).OfType<InlineDataAttribute>().SelectMany(a => a.Data).OfType<string>());
        Assert.All(ids.Except(["ANZ0015", "ANZ1001", "ANZ1004"]), id => Assert.Contains(id, text, StringComparison.Ordinal));
    }

    private static async Task Verify(string id, string title, string source, string expected)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var workspace = new AdhocWorkspace();
        var project = ProjectId.CreateNewId();
        var document = DocumentId.CreateNewId(project);
        var solution = workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(project, VersionStamp.Default, "fixed", "fixed", LanguageNames.CSharp,
                compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true),
                parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14),
                metadataReferences: [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(System.Numerics.Tensors.Tensor).Assembly.Location), MetadataReference.CreateFromFile(typeof(ModelAttribute).Assembly.Location)]))
            .AddDocument(document, "File0.cs", SourceText.From(source));

        var found = (await Diagnostics(solution.GetProject(project)!)).First(d => d.Id == id);
        var actions = new List<CodeAction>();
        foreach (var provider in Providers.Where(p => p.FixableDiagnosticIds.Contains(id)))
            await provider.RegisterCodeFixesAsync(new CodeFixContext(solution.GetDocument(document)!, found, (action, _) => actions.Add(action), cancellation));
        Assert.Contains(title, actions.Select(a => a.Title));
        var operations = await actions.First(a => a.Title == title).GetOperationsAsync(cancellation);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        Assert.Equal(expected, (await changed.GetDocument(document)!.GetTextAsync(cancellation)).ToString().ReplaceLineEndings("\n"));
        Assert.Empty(await Diagnostics(changed.GetProject(project)!));

        async Task<ImmutableArray<Diagnostic>> Diagnostics(Project of) =>
            await (await of.GetCompilationAsync(cancellation))!.WithAnalyzers([new ModelAnalyzer()]).GetAnalyzerDiagnosticsAsync(cancellation);
    }
}
