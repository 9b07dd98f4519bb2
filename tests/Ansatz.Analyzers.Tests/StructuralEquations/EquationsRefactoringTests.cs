using Ansatz.CodeFixes;
using Ansatz.Compiler.StructuralEquations;
using Ansatz.Generators;
using Ansatz.Generators.Binding;
using Ansatz.StructuralEquations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Analyzers.Tests.StructuralEquations;

/// <summary>A model text as the method <c>Equations</c>: it compiles, and is the same model.</summary>
public sealed class EquationsRefactoringTests
{
    private const string Usings = "using Ansatz;\nusing Ansatz.StructuralEquations;\n";
    private const string PoliticalDemocracy = "ind60 =~ x1 + x2 + x3\ndem60 =~ y1 + y2 + y3 + y4\ndem65 =~ y5 + y6 + y7 + y8\ndem60 ~ ind60\ndem65 ~ ind60 + dem60\ny1 ~~ y5\ny2 ~~ y4 + y6\ny3 ~~ y7\ny4 ~~ y8\ny6 ~~ y8";
    private const string Row = "public sealed record Row(double X1, double X2, double X3, double Y1, double? Y2, int Y3, float Y4, int? Y5, double Y6, double Y7, double Y8, string School);\n";

    [Fact]
    public async Task TheTextOfTheMethod()
    {
        var changed = await Change(Usings + "\nnamespace Models\n{\n    // why\n    [StructuralEquationModel(\"\"\"\n        f =~ x1 + a*x2 + 0.5*x3 + x4\n        f ~ 1 + z\n        total := 2*a^2\n        \"\"\", FixedX = false)]\n    public partial class M;\n}\n");
        Assert.Equal(Usings + "\nnamespace Models\n{\n    // why\n    [StructuralEquationModel(FixedX = false)]\n    public partial class M\n    {\n        static Statement[] Equations(Observed x1, Observed x2, Observed x3, Observed x4, Observed z, Latent f, Coefficient a, Coefficient total) =>\n        [\n            Paths.Measure(f, x1, a * x2, 0.5 * x3, x4),\n            Paths.Intercept(f),\n            Paths.Regress(f, z),\n            Paths.Define(total, 2 * Paths.Pow(a, 2)),\n        ];\n    }\n}\n", changed);
    }

    [Fact]
    public async Task WithARowTypeAndMembersAndOtherLineEnds()
    {
        var changed = await Change("using Ansatz;\r\n" + Row.ReplaceLineEndings("\r\n") + "[Ansatz.StructuralEquationModel<Row>(\"y1 ~ x1 + 2*x2\")]\r\npublic partial class M\r\n{\r\n    public int Own => 1;\r\n}\r\n");
        Assert.Equal("using Ansatz;\r\nusing Ansatz.StructuralEquations;\r\n" + Row.ReplaceLineEndings("\r\n") + "[Ansatz.StructuralEquationModel<Row>]\r\npublic partial class M\r\n{\r\n    public int Own => 1;\r\n\r\n    static Statement[] Equations(Row row) =>\r\n    [\r\n        Paths.Regress(row.Y1, row.X1, 2 * row.X2),\r\n    ];\r\n}\r\n", changed);
    }

    [Theory]
    [InlineData(PoliticalDemocracy, "")]
    [InlineData("f =~ x1 + a*x2 + b*x3 + b*y1\ny2 ~ c*f + d*y3\ntotal := c + d*exp(a - b)/2 - sqrt(a)\na + b == 1\nc > 0\nd < 2*(a + 1)\nb == a^2 - -c", "")]
    [InlineData("f =~ NA*x1 + start(0.7)*x2 + a*start(0.8)*x3 + -0.5*y1 + 1e-3*y2\nf ~~ 1*f\nx1 ~~ 0*x2 + v*x1", "")]
    [InlineData("f =~ x1 + x2 + x3 + y1\nx1 ~ 0*1\nf ~ m*1\ny2 ~ x3 + 1 + y3\ny3 ~ start(2)*1", "FixedX = false")]
    [InlineData("f =~ x1 + c(a, b)*x2 + c(NA, 1)*x3 + y1\na == b", "Groups = 2, Group = \"School\", MeanStructure = true")]
    [InlineData("y1 + y2 ~ x1 + x2\nf =~ 0\nf ~ x1\ny2 ~ f", "")]
    [InlineData("y1 ~ p*x1 + q*x2\np == (q + 1)^2\nr := (-q)^2 + (p - q)*(p + q) - (p - q) - -(-p)\ns := p^-2 + p/(q*2)", "")]
    [InlineData("row =~ x1 + x2 + x3 + y1\ny2 ~ row_*row", "")]
    public async Task IsTheSameModel(string text, string options)
    {
        foreach (var hasRow in new[] { false, true })
        {
            if (!hasRow && options.Contains("School", StringComparison.Ordinal)) options = options.Replace("Group = \"School\", ", "", StringComparison.Ordinal);
            var written = hasRow ? System.Text.RegularExpressions.Regex.Replace(text, "\\b([xy])([1-8])\\b", m => m.Groups[1].Value.ToUpperInvariant() + m.Groups[2].Value) : text;
            var source = Usings + Row + "[StructuralEquationModel" + (hasRow ? "<Row>" : "") + "(\"\"\"\n" + written + "\n\"\"\"" + (options.Length > 0 ? ", " + options : "") + ")]\npublic partial class M;\n";
            var changed = await Change(source);
            Assert.DoesNotContain("\"\"\"", changed, StringComparison.Ordinal);
            var (before, after) = (Bound(source), Bound(changed));
            Assert.Equal([], after.Problems);
            Assert.Equal(before.Settings, after.Settings);
            var (first, second) = (SemModel.Parse(before.Text, before.Settings.ToOptions()), SemModel.Parse(after.Text, after.Settings.ToOptions()));
            Assert.Equal(first.Table.Rows.Where(r => r.Operator.IsParameter()).Select(Shown), second.Table.Rows.Where(r => r.Operator.IsParameter()).Select(Shown));
            Assert.Equal(Values(first), Values(second));
            Assert.Equal(first.Problems.Select(p => (p.Code, p.Message)), second.Problems.Select(p => (p.Code, p.Message)));

            var compilation = AnalyzerHarness.Compile([changed], generated: false);
            CSharpGeneratorDriver.Create([new StructuralEquationGenerator().AsSourceGenerator()], parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14))
                .RunGeneratorsAndUpdateCompilation(compilation, out var whole, out _, TestContext.Current.CancellationToken);
            Assert.Equal([], whole.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS1591").Select(d => d.ToString()));
        }

        static string Shown(ParameterRow r) => $"{r.Left} {r.Operator.Text()} {r.Right} {r.User} {r.Group} {r.Free} {r.UserValue} {r.IsExogenous} {r.Label} {r.PlainLabel}";
    }

    [Theory]
    [InlineData("1.0 / 3", "a^(1/3)")]
    [InlineData("-2", "a^(-2)")]
    [InlineData("(1 + 1)", "a^(1 + 1)")]
    [InlineData("2", "a^2")]
    public void AnExponentStaysOne(string exponent, string text) =>
        Assert.Contains(text, Bound(Usings + "[StructuralEquationModel] public partial class M { static Statement[] Equations(Observed y, Observed x, Coefficient a, Coefficient d) => [Paths.Regress(y, a * x), Paths.Define(d, Paths.Pow(a, " + exponent + "))]; }").Text);

    [Fact]
    public async Task AClassThatIsNotFinishedGetsABody()
    {
        var changed = await Change(Usings + "[StructuralEquationModel(\"y ~ x\")]\npublic partial class M\n");
        Assert.StartsWith(Usings + "[StructuralEquationModel]\npublic partial class M\n{\n    static Statement[] Equations(Observed y, Observed x) =>", changed);
    }

    [Theory]
    [InlineData("\"y ~ x.1 + z\"")]
    [InlineData("\"y ~ a.b*x + z\"")]
    [InlineData("\"y ~ class + z\"")]
    [InlineData("\"y ~ x + x:z\"")]
    [InlineData("\"y ~ x\\nd := sin(.p1.)\"")]
    [InlineData("\"y =- x\"")]
    [InlineData("\"y ~ y*x\"")]
    public async Task IsNotOfferedForWhatCsharpCannotSay(string text)
    {
        using var workspace = new AdhocWorkspace();
        Assert.Empty(await Actions(SemWorkspace.Open(workspace, Usings + "[StructuralEquationModel(" + text + ")] public partial class M;"), "StructuralEquationModel("));
    }

    // The values of definitions and constraints at one point, whatever their wording.
    private static IEnumerable<(SemOperator, double)> Values(SemModel model)
    {
        var values = new Dictionary<string, double>();
        double Value(string name) => values.TryGetValue(name, out var known) ? known : values[name] = 0.3 + (name.Sum(c => c) % 17 / 20.0);
        return model.Syntax!.Constraints.Select(c => (c.Operator, Math.Round(c.Left.Evaluate(Value) - (3 * c.Right.Evaluate(Value)), 12))).ToArray();
    }

    private static SemDeclaration Bound(string source)
    {
        var compilation = AnalyzerHarness.Compile([source], generated: false);
        var model = compilation.GetTypeByMetadataName("M")!;
        var declaration = (TypeDeclarationSyntax)model.DeclaringSyntaxReferences[0].GetSyntax(TestContext.Current.CancellationToken);
        return SemBinder.Bind(model, declaration, SemBinder.AttributeOf(model)!, TestContext.Current.CancellationToken);
    }

    private static async Task<string> Change(string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = SemWorkspace.Open(workspace, source);
        var action = Assert.Single(await Actions(document, "StructuralEquationModel"));
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        return (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }

    private static async Task<List<CodeAction>> Actions(Document document, string at)
    {
        var text = (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
        var actions = new List<CodeAction>();
        await new EquationsRefactoring().ComputeRefactoringsAsync(new CodeRefactoringContext(document, new(text.IndexOf("StructuralEquationModel", StringComparison.Ordinal) is var k && at.Length > 0 ? k + 1 : 0, 0), actions.Add, TestContext.Current.CancellationToken));
        return actions;
    }
}
