namespace Ansatz.StructuralEquations.Tests;

public class SemDataTests
{
    private static SemData Read(string text) => SemData.ReadCsv(new StringReader(text));

    private static readonly SemModel Model = SemModel.Parse("y ~ x", new SemOptions { FixedX = false });

    [Fact]
    public void ReadsQuotesMissingValuesAndLineEnds()
    {
        var data = Read("x,\"y\",\"a \"\"b\"\", c\"\r\n1,2,u\r\n,NA,\"v,\n w\"\n\n3.5e-1,-4,\"\"");
        Assert.Equal(["x", "y", "a \"b\", c"], data.Variables);
        Assert.Equal([1, double.NaN, 0.35], data.Values("x").ToArray());
        Assert.Equal([2, double.NaN, -4], data.Values("y").ToArray());
        Assert.Equal(["u", "v,\n w", ""], data.Texts("a \"b\", c"));
        Assert.Equal(["1", "", "3.5e-1"], data.Texts("x"));
    }

    [Theory]
    [InlineData("", null, null)]
    [InlineData("x,y\n1,2\n3", null, 2)]
    [InlineData("x,y\n1,\"2", null, 1)]
    [InlineData("x,x\n1,2", "x", null)]
    public void TextThatIsNoTableIsRefused(string text, string? column, int? row)
    {
        var e = Assert.Throws<SemDataException>(() => Read(text));
        Assert.Equal((column, row), (e.Column, e.Row));
    }

    [Theory]
    [InlineData("x,z\n1,2\n2,3\n4,4", "y", null)]
    [InlineData("x,y\n1,2\n2,high\n4,4", "y", 2)]
    [InlineData("x,y\n1,2\n2,2\n4,2", "y", null)]
    [InlineData("x,y\n1,2\n2,\n,2", null, null)]
    [InlineData("x,y\n1,2\n2,Infinity\n3,2", "y", 2)]
    public void DataThatDoNotServeTheModelAreRefused(string text, string? column, int? row)
    {
        var e = Assert.Throws<SemDataException>(() => FitAssert.Fit(Model, Read(text)));
        Assert.Equal((column, row), (e.Column, e.Row));
        Assert.NotNull(e.Expected);
        Assert.NotNull(e.Found);
    }

    [Fact]
    public void IncompleteCasesAreLeftOutOrModelled()
    {
        var data = Read("x,y\n1,2\n2,3.5\n3,\n,\n4,4\n5,6.5\n");
        var listwise = FitAssert.Fit(Model, data);
        Assert.Equal(4, listwise.Count);
        Assert.Equal([0, 1, 4, 5], listwise.Samples[0].Rows);
        var full = FitAssert.Fit(SemModel.Parse("y ~ x", new SemOptions { FixedX = false, MeanStructure = true }), data, new SemFitOptions { Missing = MissingData.Fiml });
        Assert.Equal(5, full.Count);
        Assert.Equal(2, full.Samples[0].Patterns.Count);
        Assert.Equal(3, full.Sample[0].Mean[1], 1e-12);
    }

    [Fact]
    public void CodesOfGroupsStayAsTheyAreWritten()
    {
        var data = Read("g,x\n01,1\n1,2\n1.0,3\nNA,4\n");
        Assert.Equal(["01", "1", "1.0", ""], data.Texts("g"));
        Assert.Equal([1, 1, 1, double.NaN], data.Values("g").ToArray());
        Assert.Equal(["7", "07", "high", ""], Read("x,g\n1,7\n2,07\n3,high\n4,\n").Texts("g"));
        Assert.Equal("g", Assert.Throws<SemDataException>(() => Read("x,g\n1,7\n2,high\n").Values("g").Length).Column);
        var rows = Enumerable.Range(0, 60).Select(i => $"{(i % 2 == 0 ? "01" : "02")},{Math.Sin(i)},{Math.Cos(3 * i)}");
        var fit = FitAssert.Fit(SemModel.Parse("y ~ x", new SemOptions { Groups = 2 }), Read("g,x,y\n" + string.Join('\n', rows)), new SemFitOptions { Group = "g", GroupLabels = ["02", "01"] });
        Assert.Equal(["02", "01"], fit.Sample.Select(s => s.Label));
    }

    [Fact]
    public void MomentsHaveNoCases()
    {
        var data = SemData.FromMoments(["x", "y"], [1, 0.5, 0.5, 2], 50);
        Assert.Equal("x", Assert.Throws<SemDataException>(() => data.Values("x").Length).Column);
        Assert.Equal("y", Assert.Throws<SemDataException>(() => data.Texts("y")).Column);
        Assert.Equal("x", Assert.Throws<SemDataException>(() => data.Values("x:y").Length).Column);
        Assert.Equal("z", Assert.Throws<SemDataException>(() => data.Values("z").Length).Column);
    }

    [Fact]
    public void MomentsAreThoseOfTheirLabels()
    {
        static SampleMoments Group(string label, int count, double slope) => new(label, ["x", "y"], count, [1, slope, slope, 1], [0, 0]);
        var model = SemModel.Parse("y ~ x", new SemOptions { Groups = 2, FixedX = false });
        SampleMoments[] moments = [Group("a", 40, 0.1), Group("b", 60, 0.7), Group("c", 80, 0.3)];
        var fit = FitAssert.Fit(model, SemData.FromMoments(moments), new SemFitOptions { Group = "g", GroupLabels = ["c", "a"] });
        Assert.Equal(["c", "a"], fit.Sample.Select(s => s.Label));
        Assert.Equal([80, 40], fit.Sample.Select(s => s.Count));
        Assert.Equal([0.3, 0.1], fit.Estimates.Where(e => e.Row.Operator == SemOperator.Regression).Select(e => Math.Round(e.Value, 9)));
        Assert.Contains("'d'", Assert.Throws<SemDataException>(() => FitAssert.Fit(model, SemData.FromMoments(moments), new SemFitOptions { GroupLabels = ["a", "d"] })).Message);
        Assert.Contains("'a' is named twice", Assert.Throws<SemDataException>(() => FitAssert.Fit(model, SemData.FromMoments(moments), new SemFitOptions { GroupLabels = ["a", "a"] })).Message);
        Assert.Contains("'a' is named twice", Assert.Throws<SemDataException>(() => FitAssert.Fit(model, SemData.FromMoments([moments[0], moments[0]]))).Message);
    }

    [Fact]
    public void GroupsThatAreNamedTwiceAreRefused()
    {
        var data = SemData.From(Enumerable.Range(0, 60), "g", i => i % 2 == 0 ? "a" : "b", ("x", i => Math.Sin(i)), ("y", i => Math.Cos(3 * i)));
        var e = Assert.Throws<SemDataException>(() => FitAssert.Fit(SemModel.Parse("y ~ x", new SemOptions { Groups = 2 }), data, new SemFitOptions { Group = "g", GroupLabels = ["a", "a"] }));
        Assert.Contains("'a' is named twice", e.Message);
        Assert.Equal("g", e.Column);
    }

    /// <summary>Means of many standard deviations leave few digits to differences from them.</summary>
    [Fact]
    public void SaturatedMomentsSettleFarFromZero()
    {
        var random = new Random(5);
        var cases = new double[300 * 4];
        for (var c = 0; c < 300; c++)
        {
            var common = random.NextDouble() + random.NextDouble() - random.NextDouble();
            for (var j = 0; j < 4; j++) cases[c * 4 + j] = (c + j) % 5 == 0 ? double.NaN : Math.Round((common + random.NextDouble() - 0.5) * 1024) / 1024;
        }

        SampleMoments Of(double shift)
        {
            double[] moved = [.. cases.Select(v => v + shift)];
            var (mean, covariance) = (new double[4], new double[16]);
            Assert.True(SaturatedMoments.Estimate(MissingPattern.Of(moved, 4), 4, mean, covariance));
            return new("", ["a", "b", "c", "d"], 300, covariance, mean);
        }

        var (near, far) = (Of(0), Of(1e6));
        for (var k = 0; k < 16; k++) Assert.Equal(near.Covariance[k], far.Covariance[k], 1e-8);
        for (var k = 0; k < 4; k++) Assert.Equal(near.Mean[k] + 1e6, far.Mean[k], 1e-8);
    }

    [Fact]
    public void GroupsAppearInTheOrderOfTheData()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 60).Select(i => (Group: i % 3 == 0 ? "b" : "a", X: random.NextDouble(), Y: random.NextDouble())).ToArray();
        var data = SemData.From(rows, "g", r => r.Group, ("x", r => r.X), ("y", r => r.Y));
        var model = SemModel.Parse("y ~ x", new SemOptions { Groups = 2 });
        var fit = FitAssert.Fit(model, data, new SemFitOptions { Group = "g" });
        Assert.Equal(["b", "a"], fit.Sample.Select(s => s.Label));
        Assert.Equal([20, 40], fit.Sample.Select(s => s.Count));
        Assert.Throws<SemDataException>(() => FitAssert.Fit(model, data));
        Assert.Throws<SemDataException>(() => FitAssert.Fit(SemModel.Parse("y ~ x", new SemOptions { Groups = 3 }), data, new SemFitOptions { Group = "g" }));
    }
}
