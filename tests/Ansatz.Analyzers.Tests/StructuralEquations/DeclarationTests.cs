using Ansatz.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ansatz.Analyzers.Tests.StructuralEquations;

/// <summary>Classes that carry the attribute in every way: each is a model, or one clear diagnostic, and never an error in a generated file.</summary>
public sealed class DeclarationTests
{
    private const string Usings = "using Ansatz;\nusing Ansatz.StructuralEquations;\n";
    private const string Text = "(\"f =~ x1 + x2 + x3 + x4\")";
    private const string Method = "static Statement[] Equations(Observed y, Observed x, Observed z) => [Paths.Regress(y, x), Paths.Regress(z, y)];";

    [Theory]
    // Models.
    [InlineData("[StructuralEquationModel" + Text + "] public partial class M;")]
    [InlineData("[StructuralEquationModel" + Text + "] partial record M(int A);")]
    [InlineData("[StructuralEquationModel" + Text + "] public abstract partial class M { }")]
    [InlineData("namespace A.B { public partial struct Outer<T> { public static partial class Inner { [StructuralEquationModel" + Text + "] private partial class M; } } }")]
    [InlineData("partial interface I { [StructuralEquationModel" + Text + "] partial class M; }")]
    [InlineData("[StructuralEquationModel(text: \"y ~ x\\nz ~ y\", FixedX = false, Defaults = (LavaanDefaults)17, GroupEqual = (GroupEqual)0)] public partial class @class;")]
    [InlineData("[StructuralEquationModel] public partial class M { " + Method + " }")]
    [InlineData("[StructuralEquationModel(null!)] public partial class M { " + Method + " }")]
    [InlineData("[StructuralEquationModel" + Text + "] public partial class M { string Equations() => \"my own\"; void Fit(int cases) { } }")]
    [InlineData("internal record Row(double X, double Y, double Z); [StructuralEquationModel<Row>(\"y ~ x\\nz ~ y\")] public partial class M;")]
    [InlineData("public partial class Outer { private record Row(double X, int? Y, float Z); [StructuralEquationModel<Row>(\"y ~ x\\nz ~ y\")] public partial class M; }")]
    [InlineData("public record Row(double @class, double Y, double Z, string? School); [StructuralEquationModel<Row>(\"y ~ class\\nz ~ y\", Group = \"school\", Groups = 2)] public partial class M;")]
    [InlineData("public interface IBase { double X { get; } } public interface IRow : IBase { double Y { get; } double Z { get; } } [StructuralEquationModel<IRow>(\"y ~ x\\nz ~ y\")] public partial class M;")]
    // Classes that cannot have another part.
    [InlineData("[StructuralEquationModel" + Text + "] public class {|ANZ0001:M|};", "CS")]
    [InlineData("public class Outer { [StructuralEquationModel" + Text + "] public partial class {|ANZ0001:M|}; }")]
    [InlineData("[StructuralEquationModel" + Text + "] public partial class {|ANZ0017:M|}<T>;")]
    [InlineData("[StructuralEquationModel" + Text + "] file partial class {|ANZ0017:M|};")]
    [InlineData("file partial class Outer { [StructuralEquationModel" + Text + "] public partial class {|ANZ0017:M|}; }")]
    [InlineData("[StructuralEquationModel" + Text + "] public static partial class {|ANZ0017:M|};")]
    // Texts and methods.
    [InlineData("[StructuralEquationModel] public partial class {|ANZ2052:M|};")]
    [InlineData("[StructuralEquationModel(null!)] public partial class {|ANZ2052:M|};")]
    [InlineData("[StructuralEquationModel({|ANZ2049:\"\"|})] public partial class M;")]
    [InlineData("[StructuralEquationModel({|ANZ2049:\"  \"|})] public partial class M;", "span")]
    [InlineData("[StructuralEquationModel" + Text + "] public partial class M { static Statement[] {|ANZ2052:Equations|}(Observed y, Observed x) => [Paths.Regress(y, x)]; }")]
    [InlineData("[StructuralEquationModel] public partial class M { static Statement[] {|ANZ2049:Equations|}() => []; }")]
    // Attributes.
    [InlineData("[StructuralEquationModel" + Text + "] public partial class M; [StructuralEquationModel(\"y ~ x\")] partial class M;", "CS")]
    [InlineData("public record Row(double X, double Y); [StructuralEquationModel" + Text + "] public partial class {|ANZ0016:M|}; [StructuralEquationModel<Row>(\"y ~ x\")] partial class M;")]
    [InlineData("[Model, StructuralEquationModel" + Text + "] public partial class {|ANZ0016:M|};")]
    [InlineData("[StructuralEquationModel" + Text + "] public partial class M; [StructuralEquationModel" + Text + "] public partial record M;", "CS")]
    [InlineData("[StructuralEquationModel" + Text + "] public partial struct M;", "span")]
    // Rows.
    [InlineData("file record Row(double X, double Y, double Z); [StructuralEquationModel<Row>(\"y ~ x\\nz ~ y\")] public partial class {|ANZ0006:M|};")]
    [InlineData("[StructuralEquationModel<double[]>(\"y ~ x\\nz ~ y\")] public partial class {|ANZ0006:M|};")]
    [InlineData("[StructuralEquationModel<Missing>(\"y ~ x\\nz ~ y\")] public partial class M;", "CS")]
    [InlineData("public record Row(double X, double Y, double Z); [StructuralEquationModel<Row>(\"{|ANZ2002:y|} ~ x\\nz ~ y\", Group = \"School\")] public partial class M;")]
    [InlineData("public class Row { private double X { get; } public double Y { get; } public double Z { private get; set; } } [StructuralEquationModel<Row>(\"y ~ {|ANZ2002:x|} + {|ANZ2002:z|}\")] public partial class M;")]
    [InlineData("public record Row(double X, decimal Y, ulong? Z); [StructuralEquationModel<Row>(\"y ~ x\\nz ~ y + x + x:y\")] public partial class M;")]
    [InlineData("[StructuralEquationModel(\"{|ANZ2047:y|} ~ x\", Groups = 100000)] public partial class M;")]
    // What a name is, its type says.
    [InlineData("[StructuralEquationModel] public partial class M { static Statement[] Equations(Latent f, Observed x, Observed y) => [Paths.Measure(f, {|ANZ2010:0|}), Paths.Regress(f, x), Paths.Regress({|ANZ2020:y|}, 2 * f)]; }")]
    [InlineData("public record Row(decimal X, double Y, double Z); [StructuralEquationModel<Row>] public partial class M { static Statement[] Equations(Row row) => [Paths.Regress(row.Y, 2 * (double)row.X), Paths.Regress(row.Z, (row.Y))]; }")]
    [InlineData("public record Row(double X, double Y, double Z); [StructuralEquationModel<Row>] public partial class M { static Statement[] Equations(Row row) => [Paths.Regress(row.Y, {|ANZ2051:row.X|} * row.Z)]; }")]
    [InlineData("public record Row(double X, double Y, double Z); [StructuralEquationModel<Row>] public partial class M { static Statement[] Equations(Row row, Coefficient a) => [Paths.Regress(row.Y, a * row.X), Paths.Less(a, {|ANZ2051:row.Z|})]; }")]
    [InlineData("[StructuralEquationModel] public partial class M { static Statement[] Equations(Observed y, Observed x, Coefficient a) => [Paths.Regress(y, x), Paths.Regress(y, {|ANZ2051:a|})]; }")]
    [InlineData("[StructuralEquationModel] public partial class M { static Statement[] Equations(Latent {|ANZ2051:f|}, Observed y, Observed x) => [Paths.Regress(y, f, x)]; }")]
    // Names that the generated part needs.
    [InlineData("[StructuralEquationModel" + Text + "] public partial class M { public int {|ANZ0022:Model|} => 1; class {|ANZ0022:Parameter|}; }")]
    [InlineData("[StructuralEquationModel" + Text + "] public partial class M; partial class M { public int {|ANZ0022:Fit|}; }")]
    [InlineData("[StructuralEquationModel" + Text + "] public partial class {|ANZ0022:Formulas|};")]
    public async Task IsAModelOrOneClearDiagnostic(string source, string csharp = "")
    {
        if (csharp != "span") await AnalyzerHarness.Verify(Usings + source);
        var plain = System.Text.RegularExpressions.Regex.Replace(source, @"\{\|ANZ\d+:|\|\}", "");
        var compilation = AnalyzerHarness.Compile([Usings + plain], generated: false);
        var driver = CSharpGeneratorDriver.Create([new StructuralEquationGenerator().AsSourceGenerator()], parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14))
            .RunGeneratorsAndUpdateCompilation(compilation, out var whole, out _, TestContext.Current.CancellationToken);
        Assert.All(driver.GetRunResult().Results, r => Assert.Null(r.Exception));
        var bad = whole.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Location.SourceTree is { } tree && !compilation.SyntaxTrees.Contains(tree) && d.Id != "CS1591").ToArray();
        if (csharp != "CS") Assert.Empty(bad.Select(d => d.ToString()));
        if (plain == source && csharp.Length == 0)
        {
            Assert.Single(driver.GetRunResult().GeneratedTrees);
            Assert.Empty(whole.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        }
    }
}
