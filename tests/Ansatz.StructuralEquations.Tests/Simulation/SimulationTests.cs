using Ansatz.StructuralEquations.Tests.Solutions;

namespace Ansatz.StructuralEquations.Tests.Simulation;

public class SimulationTests
{
    [Theory]
    [InlineData("polidem")]
    [InlineData("growth")]
    [InlineData("cyclic3")]
    [InlineData("hs_cfa_mean")]
    public void DrawnDataHaveTheImpliedMoments(string name)
    {
        var fit = ReferenceFit.Of(name, out _);
        const int n = 8000;
        var data = fit.Simulate(new() { Counts = [n], Seed = 3 });
        var p = fit.Table.Observed.Count;
        var implied = fit.Implied[0];
        for (var i = 0; i < p; i++)
        {
            var x = data.Values(fit.Table.Observed[i]).ToArray();
            var deviation = Math.Sqrt(implied.Covariance[i * p + i]);
            Assert.Equal(implied.Mean[i], x.Average(), 6 * deviation / Math.Sqrt(n));
            for (var j = 0; j <= i; j++)
            {
                var y = data.Values(fit.Table.Observed[j]).ToArray();
                double mx = x.Average(), my = y.Average(), other = Math.Sqrt(implied.Covariance[j * p + j]);
                Assert.Equal(implied.Covariance[i * p + j], x.Zip(y, (a, b) => (a - mx) * (b - my)).Average(), 8 * deviation * other / Math.Sqrt(n));
            }
        }
    }

    [Fact]
    public void AFitOfDrawnDataRecoversTheParameters()
    {
        var fit = ReferenceFit.Of("cyclic3", out _);
        var again = SemEstimation.Fit(fit.Model, fit.Simulate(new() { Counts = [5000] }), fit.Options, TestContext.Current.CancellationToken);
        Assert.True(again.Converged);
        for (var r = 0; r < fit.Table.Rows.Count; r++)
        {
            if (fit.Table.Rows[r].Free > 0) Assert.InRange((again.Estimates[r].Value - fit.Estimates[r].Value) / again.Estimates[r].StandardError!.Value, -4.5, 4.5);
        }
    }

    [Fact]
    public void ValuesAreMissingAtTheRate()
    {
        var fit = ReferenceFit.Of("hs_cfa_mean", out _);
        var data = fit.Simulate(new() { Counts = [4000], Missing = 0.2 });
        foreach (var variable in fit.Table.Observed) Assert.InRange(data.Values(variable).ToArray().Count(double.IsNaN) / 4000.0, 0.17, 0.23);
        Assert.Equal(data.Values("x1").ToArray(), fit.Simulate(new() { Counts = [4000], Missing = 0.2 }).Values("x1").ToArray());
        Assert.Throws<ArgumentException>(() => fit.Simulate(new() { Missing = 1 }));
    }

    [Fact]
    public void GroupsKeepTheirLabels()
    {
        var fit = ReferenceFit.Of("hs_mg_metric", out _);
        var data = fit.Simulate(new() { GroupColumn = "school" });
        Assert.Equal(156, data.Texts("school").Count(t => t == "Pasteur"));
        Assert.Equal(145, data.Texts("school").Count(t => t == "Grant-White"));
        Assert.True(SemEstimation.Fit(fit.Model, data, fit.Options, TestContext.Current.CancellationToken).Converged);
    }

    [Fact]
    public void AnInterventionCutsTheArrowsIntoItsVariable()
    {
        // Parallel mediation: do(m1 = 2) leaves m2 as it is and adds b1 to y for each unit.
        var fit = ReferenceFit.Of("path_mediation", out _);
        double Estimate(string label) => fit.Estimates.First(e => e.Row.Label == label).Value;
        InterventionMoments one = fit.Do("m1", 1), two = fit.Do("m1", 2), none = fit.Do([]);
        Assert.Equal(Estimate("b1"), two.MeanOf("y") - one.MeanOf("y"), 1e-12);
        Assert.Equal(none.MeanOf("m2"), two.MeanOf("m2"), 1e-12);
        Assert.Equal(0, two.CovarianceOf("m1", "y"), 1e-12);
        Assert.Equal(fit.Sample[0].Mean[fit.Table.Observed.ToList().IndexOf("y")], none.MeanOf("y"), 1e-10);

        // Seen and set differ: the regression of y on m1 is confounded by x and m2.
        Assert.NotEqual(none.CovarianceOf("m1", "y") / none.CovarianceOf("m1", "m1"), Estimate("b1"), 2);
        var effect = fit.CausalEffect("x", "y");
        Assert.Equal(Estimate("cp") + Estimate("a1") * Estimate("b1") + Estimate("a2") * Estimate("b2"), effect.Value, 1e-12);
        Assert.Equal(fit.CausalEffect("m1", "y").StandardError!.Value, fit.Estimates.First(e => e.Row.Label == "b1").StandardError!.Value, 1e-12);
    }

    [Fact]
    public void InACycleAnInterventionOpensIt()
    {
        // y1 → y2 → y3 → y1: do(y1) leaves b·c to y3, without the loop's gain; a shift keeps the gain.
        var fit = ReferenceFit.Of("cyclic3", out _);
        double Estimate(string label) => fit.Estimates.First(e => e.Row.Label == label).Value;
        var (a, b, c) = (Estimate("a"), Estimate("b"), Estimate("c"));
        Assert.Equal(b * c, fit.CausalEffect("y1", "y3").Value, 1e-12);
        var shifted = fit.Do([Intervention.Shift("y1", 1)]).MeanOf("y3") - fit.Do([]).MeanOf("y3");
        Assert.Equal(b * c / (1 - a * b * c), shifted, 1e-12);
        var random = fit.Do([Intervention.Randomize("y1", 0, 4)]);
        Assert.Equal(4, random.CovarianceOf("y1", "y1"), 1e-12);
        Assert.Equal(4 * b, random.CovarianceOf("y1", "y2"), 1e-12);
        Assert.Throws<ArgumentException>(() => fit.Do("nobody", 1));
    }
}
