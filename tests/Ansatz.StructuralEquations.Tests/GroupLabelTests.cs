namespace Ansatz.StructuralEquations.Tests;

public class GroupLabelTests
{
    private static readonly string Csv = string.Join("\n", (string[])["school,x,y", .. Enumerable.Range(0, 60).Select(k => FormattableString.Invariant($"{(k % 3 == 0 ? "b" : k % 3 == 1 ? "a" : "c")},{Math.Sin(k)},{Math.Sin(k) + Math.Cos(3 * k)}"))]);

    private static readonly SemModel Model = SemModel.Parse("y ~ x", new SemOptions { Groups = 2, FixedX = false });

    [Fact]
    public void LabelsChooseTheGroupsAndTheirOrder()
    {
        var fit = SemEstimation.Fit(Model, SemData.ReadCsv(new StringReader(Csv)), new SemFitOptions { Group = "school", GroupLabels = ["a", "b"] }, TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], fit.Samples.Select(s => s.Moments.Label));
        Assert.Equal([20, 20], fit.Samples.Select(s => s.Count));
    }

    [Fact]
    public void ALabelThatNoCaseHasIsNamed()
    {
        var error = Assert.Throws<SemDataException>(() => SemEstimation.Fit(Model, SemData.ReadCsv(new StringReader(Csv)), new SemFitOptions { Group = "school", GroupLabels = ["a", "d"] }, TestContext.Current.CancellationToken));
        Assert.Contains("'d'", error.Message);
    }

    [Fact]
    public void WithoutLabelsEveryGroupIsOneOfTheModel() =>
        Assert.Throws<SemDataException>(() => SemEstimation.Fit(Model, SemData.ReadCsv(new StringReader(Csv)), new SemFitOptions { Group = "school" }, TestContext.Current.CancellationToken));

    [Fact]
    public void AProductOfColumnsIsAVariable()
    {
        var data = SemData.From(["a", "b"], [1, 2, 3, 4, 5, 7]);
        Assert.Equal([2, 12, 35], data.Values("a:b").ToArray());
        Assert.Throws<SemDataException>(() => data.Values("a:c"));
    }
}
