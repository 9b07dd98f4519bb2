using System.Collections.Immutable;
using Ansatz.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ansatz.Analyzers.Tests.StructuralEquations;

/// <summary>The code fixes of model texts give the text that they promise, and what was said of it is said no more.</summary>
public sealed class MendTests
{
    private const string Row = "public record Row(double X1, double X2, double X3, double X4, double Y);\n";

    [Theory]
    [InlineData("ANZ2001", "Change '=-' to '=~'", "\"f =- x1 + x2 + x3\"", "\"f =~ x1 + x2 + x3\"")]
    [InlineData("ANZ2001", "Change 'x3' to '+ x3'", "\"\"\"\n    f =~ x1 + x2 x3\n    \"\"\"", "\"\"\"\n    f =~ x1 + x2 + x3\n    \"\"\"")]
    [InlineData("ANZ2001", "Change '2x2' to '2*x2'", "@\"f =~ x1 + 2x2 + x3\"", "@\"f =~ x1 + 2*x2 + x3\"")]
    [InlineData("ANZ2002", "Change 'x33' to 'x3'", "\"f =~ x1 + x2\\n\\t + x33\"", "\"f =~ x1 + x2\\n\\t + x3\"")]
    [InlineData("ANZ2003", "Remove '+ x2'", "\"y ~ x1 + x2 + x2\"", "\"y ~ x1 + x2\"")]
    [InlineData("ANZ2003", "Remove 'x2 +'", "\"y ~ x2\\ny ~ x2 + x3\"", "\"y ~ x2\\ny ~ x3\"")]
    [InlineData("ANZ2003", "Remove 'y ~ x2'", "\"\"\"\n    y ~ x2\n    y ~ x2\n    \"\"\"", "\"\"\"\n    y ~ x2\n    \n    \"\"\"")]
    [InlineData("ANZ2008", "Remove 'x2 ~~ x1'", "\"f =~ x1 + x2 + x3 + x4; x1 ~~ x2; x2 ~~ x1\"", "\"f =~ x1 + x2 + x3 + x4; x1 ~~ x2; \"")]
    [InlineData("ANZ2006", "Change 'bb' to 'b'", "\"y ~ aa*x1 + b*x2\\naa == 2*bb\"", "\"y ~ aa*x1 + b*x2\\naa == 2*b\"")]
    [InlineData("ANZ2006", "Change 'equal(\\\"f=~x22\\\")' to 'equal(\\\"f=~x2\\\")'", "\"f =~ x1 + x2 + equal(\\\"f=~x22\\\")*x3 + x4\"", "\"f =~ x1 + x2 + equal(\\\"f=~x2\\\")*x3 + x4\"")]
    [InlineData("ANZ2006", "Change 'equal(\"\"f=~x22\"\")' to 'equal(\"\"f=~x2\"\")'", "@\"f =~ x1 + x2 + equal(\"\"f=~x22\"\")*x3 + x4\"", "@\"f =~ x1 + x2 + equal(\"\"f=~x2\"\")*x3 + x4\"")]
    [InlineData("ANZ2011", "Change 'NA*x1' to '1*x1'", "\"\"\"\n    f =~ NA*x1 + x2 + x3 + x4\n    \"\"\"", "\"\"\"\n    f =~ 1*x1 + x2 + x3 + x4\n    \"\"\"")]
    public async Task Mends(string id, string title, string before, string after)
    {
        await Verify(id, title, Source(before), Source(after));
        await Verify(id, title, Source(before).ReplaceLineEndings("\r\n"), Source(after).ReplaceLineEndings("\r\n"));
    }

    [Fact]
    public Task MakesTheClassPartial() => Verify("ANZ0001", "Make it partial", "using Ansatz;\n[StructuralEquationModel(\"y ~ x\")] public class M;", "using Ansatz;\n[StructuralEquationModel(\"y ~ x\")] public partial class M;");

    /// <summary>No edit is offered where the characters do not stand in one literal.</summary>
    [Theory]
    [InlineData("Texts.Broken")]
    [InlineData("\"y ~ x1 + x\" + \"2 + \" + \"x2\"")]
    [InlineData("\"y ~ x1 + x3\" + \"3\"")]
    public async Task OffersNothingOutsideOfALiteral(string text)
    {
        using var workspace = new AdhocWorkspace();
        var (document, found) = await Open(workspace, Source(text) + "public static class Texts { public const string Broken = \"f =- x1 + x2 + x3\"; }\n");
        var diagnostic = found.First(d => d.Severity > DiagnosticSeverity.Info);
        Assert.Empty(await Actions(document, diagnostic));
    }

    private static string Source(string text) => "using Ansatz;\nusing Ansatz.StructuralEquations;\n" + Row + "[StructuralEquationModel<Row>(" + text + ", FixedX = false)]\npublic partial class M;\n";

    private static async Task Verify(string id, string title, string source, string expected)
    {
        using var workspace = new AdhocWorkspace();
        var (document, found) = await Open(workspace, source);
        var diagnostic = Assert.Single(found, d => d.Id == id);
        var action = Assert.Single(await Actions(document, diagnostic), a => a.Title == title);
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        Assert.Equal(expected, (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        Assert.DoesNotContain(await Diagnostics(changed.Project), d => d.Id == id || d.Severity == DiagnosticSeverity.Error);
    }

    private static async Task<(Document Document, ImmutableArray<Diagnostic> Found)> Open(AdhocWorkspace workspace, string source)
    {
        var document = SemWorkspace.Open(workspace, source);
        return (document, await Diagnostics(document.Project));
    }

    private static async Task<List<CodeAction>> Actions(Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        foreach (var provider in new CodeFixProvider[] { new ModelTextFix(), new PartialFix() }.Where(p => p.FixableDiagnosticIds.Contains(diagnostic.Id)))
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        return actions;
    }

    private static async Task<ImmutableArray<Diagnostic>> Diagnostics(Project project) =>
        await (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!.WithAnalyzers([new StructuralEquationAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
}
