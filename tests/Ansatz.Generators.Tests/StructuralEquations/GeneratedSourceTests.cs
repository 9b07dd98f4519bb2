using System.Diagnostics;
using Ansatz.Compiler.StructuralEquations;
using Ansatz.StructuralEquations;
using Ansatz.Testing;

namespace Ansatz.Generators.Tests.StructuralEquations;

/// <summary>Models whose names, values or sizes could make generated code that does not compile, or that takes long to write.</summary>
public class GeneratedSourceTests
{
    private const string Labels = "y1 ~ theta*x1 + det1*y2\ny2 ~ Parameter*y1 + exogenous*x2 + ToString*x3\nx3 ~ sigma*x1 + mu*x2\nx2 ~ var*x1 + _*x4 + t1*x5\ny1 ~~ weight*y2\ny1 ~ gradient*1\ny2 ~ hessian*1";

    private static readonly SemCase[] _cases =
    [
        new("NamesOfArguments", "FixedX = false, MeanStructure = true", Labels),
        new("NamesOfArgumentsAndFixedMoments", "", Labels),
        new("ArrowsOfZero", "FixedX = false", "y1 ~ y2 + x1\ny2 ~ 0*y1 + x2\ny1 ~~ 0*y2"),
        new("FixedCycle", "FixedX = false", "y1 ~ 0.5*y2 + x\ny2 ~ 0.4*y1 + z\ny1 ~~ 0*y2"),
        new("FixedAndFreeCycles", "FixedX = false, MeanStructure = true", "y1 ~ 0.5*y2 + x\ny2 ~ 0.4*y1 + z\ny3 ~ a*y4 + y1\ny4 ~ b*y3 + 2*y2\ny3 ~~ 0*y4"),
        new("SingularCycle", "FixedX = false", "y1 ~ 0.5*y2 + x\ny2 ~ 2*y1 + z\ny1 ~~ 0*y2"),
        new("MissingStart", "Defaults = LavaanDefaults.Cfa", "f =~ start(NA)*x1 + x2 + x3 + x4"),
        new("Controls", "FixedX = false", "y ~ `a\tb` + `c\u0001d`\ny ~~ `e<f>`"),
    ];

    private static readonly Lazy<(System.Reflection.Assembly Assembly, IReadOnlyList<GeneratedSource> Files)> _compiled = new(() => SemModels.Compile(_cases));

    public static TheoryData<string> Names => [.. _cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void CompilesAndComputesTheModelsMoments(string name)
    {
        var type = _compiled.Value.Assembly.GetType(name, throwOnError: true)!;
        var model = (SemModel)type.GetProperty("Model")!.GetValue(null)!;
        var generated = (MomentStructure)type.GetMethod("CreateMoments")!.Invoke(null, [])!;
        var numeric = new ReticularMoments(model.Table);
        var p = model.Groups[0].ObservedCount;
        var width = (p * (p + 1) / 2) + (model.Table.HasMeans ? p : 0);
        double[] theta = [.. Enumerable.Range(0, model.Table.FreeCount).Select(k => 0.2 + (0.618 * k % 0.5))], exogenous = [.. Enumerable.Repeat(0.7, 64)];
        double[] first = new double[p * p], second = new double[p * p], mean = new double[p], otherMean = new double[p];
        Assert.Equal(numeric.Moments(0, theta, exogenous, first, mean), generated.Moments(0, theta, exogenous, second, otherMean));
        if (name == "SingularCycle") return;
        Near([.. first, .. mean], [.. second, .. otherMean]);
        double[] jacobian = new double[model.Table.FreeCount * width], other = new double[model.Table.FreeCount * width];
        Assert.True(numeric.Jacobian(0, theta, exogenous, jacobian) && generated.Jacobian(0, theta, exogenous, other));
        Near(jacobian, other);

        static void Near(double[] expected, double[] actual)
        {
            for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k], 1e-12 * (1 + Math.Abs(expected[k])));
        }
    }

    [Fact]
    public void ADenseCycleIsGivenUpSoon()
    {
        var text = string.Join("\n", Enumerable.Range(1, 12).Select(i => $"y{i} ~ " + string.Join(" + ", Enumerable.Range(1, 12).Where(j => j != i).Select(j => $"y{j}"))));
        var declaration = new SemDeclaration("", default, "class", "Dense", "Dense", text, new SemSettings { Switches = new(["FixedX=false"]) }, default);
        var clock = Stopwatch.StartNew();
        Assert.Contains("computed by loops", Assert.Single(StructuralEquationCompiler.Compile(declaration, TestContext.Current.CancellationToken)).Text);
        Assert.Contains(StructuralEquationCompiler.Check(declaration, TestContext.Current.CancellationToken), p => p.Code == StructuralEquationCompiler.ManyTerms);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => StructuralEquationCompiler.Compile(declaration, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => StructuralEquationCompiler.Check(declaration, source.Token));
    }

    [Fact]
    public void WhetherAProgramIsWrittenIsFoundWithoutIt()
    {
        foreach (var c in SemModels.Cases)
        {
            var model = SemModels.Of(c.Name).Model;
            var settings = new SemSettings { Defaults = model.Options.Defaults, Groups = model.Options.Groups, GroupEqual = model.Options.GroupEqual, Switches = new([.. model.Options.FixedX == false ? ["FixedX=false"] : (string[])[], .. model.Options.MeanStructure == true ? ["MeanStructure=true"] : (string[])[]]) };
            var declaration = new SemDeclaration("", default, "class", c.Name, c.Name, c.Text, settings, default);
            var isInLoops = Assert.Single(StructuralEquationCompiler.Compile(declaration, TestContext.Current.CancellationToken)).Text.Contains("computed by loops");
            Assert.Equal(isInLoops, StructuralEquationCompiler.Check(declaration, TestContext.Current.CancellationToken).Any(p => p.Code == StructuralEquationCompiler.ManyTerms));
        }
    }

    [Fact]
    public void ProductsOfColumnsAreThoseOfTheRows()
    {
        var (assembly, files) = SemModels.Compile("""
            internal sealed record Row(double Y, float? X, decimal Z, ulong W);
            [StructuralEquationModel<Row>("y ~ x + z + x:z + w")]
            public partial class Products;
            """);
        Assert.Contains("(\"x:z\", static row => (double?)row.X * (double?)row.Z)", Assert.Single(files).Text.Replace("\n", " ").Replace("  ", ""));
        var row = assembly.GetType("Row")!;
        var random = new Random(4);
        var rows = Array.CreateInstance(row, 60);
        for (var k = 0; k < 60; k++)
        {
            var (x, z, w) = (random.NextDouble(), random.NextDouble(), random.Next(9));
            rows.SetValue(Activator.CreateInstance(row, x + (2 * z) + (3 * (float)x * z) + (0.5 * w) + (0.01 * random.NextDouble()), (float)x, (decimal)z, (ulong)w), k);
        }

        var fit = (SemFit)assembly.GetType("Products")!.GetMethods(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic).Single(m => m.Name == "Fit" && m.GetParameters()[0].Name == "rows").Invoke(null, [rows, null, CancellationToken.None])!;
        Assert.Equal([1, 2, 3, 0.5], fit.Estimates.Take(4).Select(e => Math.Round(e.Value, 1)));
    }

    [Fact]
    public void ClassesThatDifferInCaseHaveFilesOfTheirOwn()
    {
        var (_, files) = SemModels.Compile("""
            [StructuralEquationModel("y ~ x")] public partial class Path;
            [StructuralEquationModel("y ~ x")] public partial class PATH;
            [StructuralEquationModel("y ~ x")] public partial class Other;
            internal sealed record Row(double X, double Y);
            [StructuralEquationModel<Row>("y ~ x")] public partial class PAth;
            """);
        Assert.Equal(4, files.Select(f => f.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains(files, f => f.HintName == "Other.g.cs");
    }

    [Fact]
    public void GroupLabelsOfAnyCharactersAreLiterals()
    {
        var (assembly, _) = SemModels.Compile("""
            [StructuralEquationModel("y ~ x\rz ~ x", Group = "a\rb", GroupLabels = ["c\u2028d", "e\u0085\u0001\"\\"], MeanStructure = true)] public partial class Groups;
            """);
        Assert.NotNull(assembly.GetType("Groups"));
    }
}
