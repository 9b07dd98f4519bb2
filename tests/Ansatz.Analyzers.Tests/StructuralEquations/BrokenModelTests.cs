namespace Ansatz.Analyzers.Tests.StructuralEquations;

/// <summary>Models that lavaan fits without a word, or refuses in words that do not help: each is refused or warned about before there are data.</summary>
public sealed class BrokenModelTests
{
    private const string Usings = "using Ansatz;\nusing Ansatz.StructuralEquations;\npublic record Row(double X1, double X2, double X3, double X4, double Y, double Z);\n";

    [Theory]
    [InlineData("f =~ x1 + x2", "ANZ2010")]
    [InlineData("f =~ NA*x1 + x2 + x3 + x4", "ANZ2011")]
    [InlineData("x1 ~ x2\nx2 ~ x1", "ANZ2033")]
    [InlineData("x1 ~ x2\nx1 ~~ x2", "ANZ2032")]
    [InlineData("x1 ~ x1 + x2", "ANZ2004")]
    [InlineData("f =- x1+x2", "ANZ2001")]
    [InlineData("f =~ x1 + x2 x3", "ANZ2001")]
    [InlineData("x1 + x2 x3", "ANZ2001")]
    [InlineData("x1 ~ x2 + x33", "ANZ2002")]
    [InlineData("x1 ~ a*x2 + b*x3\na == bb", "ANZ2006")]
    [InlineData("f =~ x1 + f + x2", "ANZ2005")]
    [InlineData("x1 =~ x2 + x3 + x4", "ANZ2005")]
    [InlineData("x1 ~ x2 + x2", "ANZ2003")]
    [InlineData("x1 ~ x2 + z\nx2 ~ x1\nx1 ~~ x2", "ANZ2033")]
    [InlineData("x1 ~ x3\nx2 ~ x1\nx3 ~ x2", "ANZ2023")]
    [InlineData("f =~ x1 + x2 + x3 + x4\nf ~ 1", "ANZ2014")]
    [InlineData("x2 ~ x1\nx1 ~ x2\nx3 ~ x2\nx4 ~ x3\nx3 ~ x4", "ANZ2020")]
    public async Task IsRefusedOrWarnedAbout(string text, string id)
    {
        var found = await AnalyzerHarness.Diagnostics([$"{Usings}[StructuralEquationModel<Row>(\"{text.Replace("\n", "\\n", StringComparison.Ordinal)}\", FixedX = false)] public partial class M;"], generated: false);
        Assert.Contains(found, d => d.Id == id && d.Severity > Microsoft.CodeAnalysis.DiagnosticSeverity.Info);
    }
}
