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
        Assert.Equal(["1", "", "0.35"], data.Texts("x"));
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
