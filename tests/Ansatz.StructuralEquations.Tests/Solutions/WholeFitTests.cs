using Ansatz.StructuralEquations.Tests.Measures;

namespace Ansatz.StructuralEquations.Tests.Solutions;

/// <summary>From data to reports.</summary>
public class WholeFitTests
{
    public static TheoryData<string> Names => new(ReferenceModel.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void MeasuresOfOurFitsAreThoseOfLavaan(string name)
    {
        var fit = ReferenceFit.Of(name, out var reference);
        var report = ReferenceReport.Of(name);

        // With missing values the file's saturated moments are those at which lavaan's EM stopped, about 1e-6 from their maximum; ours are at it. What is made of residuals differs so much.
        var tolerance = name == "hs_cfa_fiml" ? 3e-4 : 1e-8;
        List<string> wrong = [];
        foreach (var expected in reference.Json.GetProperty("fitMeasures").EnumerateObject())
        {
            var truth = FitMeasureTests.Bound(report, expected.Name) ?? ReferenceModel.Number(expected.Value);
            if (!fit.Measures!.Contains(expected.Name)) wrong.Add("missing " + expected.Name);
            else if (fit.Measures[expected.Name] is { } value ? !(Math.Abs(value - truth) <= Math.Max(1e-9, (IsOfResiduals(expected.Name) ? tolerance : 1e-8) * Math.Abs(truth))) : !double.IsNaN(truth)) wrong.Add($"{expected.Name}: {fit.Measures[expected.Name]:R} for {truth:R}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheSummaryIsLavaans(string name)
    {
        // The first line and the optimiser are ours.
        var fit = ReferenceFit.Of(name, out _);
        var verified = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, name + ".summary.verified.txt"));
        var own = fit.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(verified.Skip(4), own.Skip(4));
    }

    /// <summary>Robust measures with missing values and the scaled test; lavaan 0.6.14 with estimator MLR, missing "fiml" and em.h1.tol 1e-14 on the data of hs_cfa_fiml, at its default convergence.</summary>
    [Fact]
    public void RobustMeasuresWithMissingValues()
    {
        var normal = ReferenceFit.Of("hs_cfa_fiml", out _);
        var fit = SemEstimation.Fit(normal.Model, normal.Data, normal.Options with { Estimator = SemEstimator.MLR }, TestContext.Current.CancellationToken);
        foreach (var (name, truth) in new[] { ("chisq.scaling.factor", 0.9980546147), ("cfi.robust", 0.9289130293), ("tli.robust", 0.8933695439), ("rmsea.robust", 0.09234323514), ("rmsea.pvalue.robust", 0.002224517922), ("scaling.factor.h1", 1.047378749), ("scaling.factor.h0", 1.086838057) })
        {
            Assert.True(Math.Abs(truth - fit.Measures![name]!.Value) <= 2e-6 * Math.Max(truth, 0.1), $"{name}: {fit.Measures[name]} for {truth}");
        }
    }

    [Fact]
    public void SeveralThreadsCanReadAFit()
    {
        var fit = ReferenceFit.Of("hs_mg_metric", out _);
        var (scores, residuals) = (fit.ScoreTests().Select(s => s.Statistic).ToArray(), fit.Residuals()[1].Standardized!);
        Parallel.For(0, 40, k =>
        {
            if (k % 2 == 0) Assert.Equal(scores, fit.ScoreTests().Select(s => s.Statistic));
            else Assert.Equal(residuals, fit.Residuals()[1].Standardized!);
        });
    }

    private static bool IsOfResiduals(string name) => name.Contains("rmr", StringComparison.Ordinal) || name.EndsWith("robust", StringComparison.Ordinal);
}
