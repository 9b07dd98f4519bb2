namespace Ansatz.Analyzers.Tests.StructuralEquations;

/// <summary>What is said of a model text stands at its characters in the file, whatever literal holds them.</summary>
public sealed class TextPlaceTests
{
    private const string Usings = "using Ansatz;\nusing Ansatz.StructuralEquations;\n";

    [Theory]
    [InlineData("\"\"\"\n    g =~ x4 + x5 + x6\n\n    f {|ANZ2001:=-|} x1 + x2 + x3\n    \"\"\"")]
    [InlineData("\"\"\"\n      g =~ x4 + x5 + x6\n \n      f {|ANZ2001:=-|} x1 + x2 + x3\n    \"\"\"")]
    [InlineData("\"\"\"\"\n f {|ANZ2001:=-|} x1 + x2 + x3 # \"\"\"\n\"\"\"\"")]
    [InlineData("\"\"\"f {|ANZ2001:=-|} x1 + x2 + x3\"\"\"")]
    [InlineData("@\"g =~ x4 + x5 + x6\n  \"\"f\"\" {|ANZ2001:=-|} x1 + x2 + x3\"")]
    [InlineData("@\"y ~ {|ANZ2001:\"\"x1|}\n\"")]
    [InlineData("\"g =~ x4 + x5 + x6\\n\\tf\\u0020{|ANZ2001:=-|}\\x20x1 + x2 + x3\"")]
    [InlineData("\"\\\"f\\\" {|ANZ2001:=-|} x1 + x2 + x3\"")]
    [InlineData("\"\\U0001D465 {|ANZ2001:=-|} x1 + x2 + x3\"")]
    [InlineData("\"y ~ x1 + x2{|ANZ2001:\\u0024|}\"")]
    [InlineData("\"g =~ x4 + x5 + x6\\n\" + (@\"f {|ANZ2001:=-|} x1\" + \"\"\" + x2 + x3\"\"\")")]
    [InlineData("text: \"f {|ANZ2001:=-|} x1 + x2 + x3\"")]
    [InlineData("{|ANZ2001:Texts.Broken|}")]
    [InlineData("{|ANZ2001:\"g =~ x4 + x5 + x6\\n\" + Texts.Broken|}")]
    [InlineData("{|ANZ2001:$\"f =- x1 + {nameof(Texts)}\"|}")]
    [InlineData("{|ANZ2049:\"\"|}")]
    [InlineData("\"\"\"\n    {|ANZ2049:#|} nothing\n    \"\"\"")]
    public async Task AtTheCharacters(string literal)
    {
        var source = Usings + "public static class Texts { public const string Broken = \"f =- x1 + x2 + x3\"; }\n[StructuralEquationModel(" + literal + ")]\npublic partial class M;\n";
        await AnalyzerHarness.Verify(source);
        await AnalyzerHarness.Verify(source.Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    /// <summary>Half-typed literals: the C# compiler says what is wrong, and the analyzer survives.</summary>
    [Theory]
    [InlineData("\"y ~ \\U12\")]")]
    [InlineData("\"y ~ \\U12")]
    [InlineData("\"y ~ \\xA")]
    [InlineData("\"y ~ \\")]
    [InlineData("@\"y ~ ")]
    [InlineData("\"\"\"\n y ~ ")]
    [InlineData("\"\"\"y ~ ")]
    [InlineData("\"\"\"\n  y ~ x\n x ~ z\n  \"\"\")]")]
    [InlineData("")]
    [InlineData("\"y\" + )]")]
    [InlineData("Missing)]")]
    [InlineData("1)]")]
    [InlineData("new[] { \"y ~ x\" })]")]
    [InlineData("\"y ~ x\", \"z ~ x\")]")]
    public async Task OfHalfTypedLiteralsNothingFails(string literal)
    {
        var source = Usings + "[StructuralEquationModel(" + literal + " public partial class M;";
        foreach (var generated in new[] { false, true })
        {
            var found = await AnalyzerHarness.Diagnostics([source], generated);
            Assert.DoesNotContain(found, d => d.Id is "AD0001" or "ANZ0019");
        }
    }

    [Theory]
    [InlineData("Paths.Measure(f, a, b, c), Paths.Regress(a, {|ANZ2004:a|})")]
    [InlineData("Paths.Measure(f, a, b, c), Paths.Regress(f, d, {|ANZ2003:d|})")]
    [InlineData("Paths.Measure(f, a, b, {|ANZ2005:f|}, c)")]
    [InlineData("Paths.Measure(f, a, b, 0.5 * {|ANZ2009:Paths.Start(1)|} * c, d)")]
    [InlineData("Paths.Measure(f, a, b, c, d), Paths.Equal(2 * {|ANZ2006:k|}, 1)")]
    [InlineData("Paths.Measure(f, a, b, c), Paths.Covary(a, {|ANZ2017:-0.5|} * a)")]
    [InlineData("Paths.Measure(f, a, b, c, d), {|ANZ2051:null|}")]
    [InlineData("Paths.Measure(f, a, b, c, d), {|ANZ2051:default|}")]
    [InlineData("Paths.Measure(f, a, b, c, d), {|ANZ2051:..Others()|}")]
    [InlineData("Paths.Measure(f, a, b, c, {|ANZ2051:Half|} * d)")]
    [InlineData("Paths.Measure(f, a, b, c, {|ANZ2051:Paths.Exp(k) + 1|})")]
    [InlineData("Paths.Measure(f, a, b, c, d), {|ANZ2051:Paths.Regress(predictors: a, dependent: b)|}")]
    [InlineData("Paths.Measure(f, a, b, c, d), {|ANZ2051:Paths.Measure(f)|}")]
    public Task InEquationsAtTheExpression(string statements) => AnalyzerHarness.Verify(
        Usings + "[StructuralEquationModel] public partial class M { private const double Half = 0.5; static Statement[] Others() => []; static Statement[] Equations(Latent f, Observed a, Observed b, Observed c, Observed d, Coefficient k) => [" + statements + "]; }");

    [Fact]
    public Task InABodyOnlyTheReturnedListIsRead() => AnalyzerHarness.Verify(
        Usings + "[StructuralEquationModel] public partial class M { static Statement[] Equations(Observed y, Observed x, Observed z) { {|ANZ2051:var one = Paths.Regress(y, x);|} return [Paths.Regress(y, x), {|ANZ2051:one|}]; } }");

    [Fact]
    public Task InAnotherPartOfTheClass() => AnalyzerHarness.Verify(
        Usings + "[StructuralEquationModel] public partial class M;",
        Usings + "public partial class M { static Statement[] Equations(Observed y, Observed x) => [Paths.Regress(y, x, {|ANZ2003:x|})]; }");

    [Fact]
    public Task UnderAnotherName() => AnalyzerHarness.Verify(
        "using Sem = Ansatz.StructuralEquationModelAttribute;\n[Sem(\"y {|ANZ2001:=-|} x\")] public partial class M;\n[global::Ansatz.StructuralEquationModelAttribute(\"y {|ANZ2001:=-|} x\")] public partial record N;");
}
