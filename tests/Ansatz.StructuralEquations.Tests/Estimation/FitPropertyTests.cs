using CsCheck;

namespace Ansatz.StructuralEquations.Tests;

/// <summary>What must hold of fits whatever the data are, and what is said of data or models that are difficult.</summary>
public class FitPropertyTests
{
    private const string ThreeFactors = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9";

    private static SemData Tests => SemData.ReadCsv(new StringReader(FitAssert.Text("hs_cfa.csv")));

    private static SemModel Cfa(string text, bool? means = null) => SemModel.Parse(text, new SemOptions { Defaults = LavaanDefaults.Cfa, MeanStructure = means });

    private static double Of(SemFit fit, string left, string right) => fit.Estimates.Single(e => e.Row.Left == left && e.Row.Right == right && e.Row.Operator.IsParameter()).Value;

    [Fact]
    public void TheGeneralFormulasGiveTheSameFit()
    {
        foreach (var name in new[] { "polidem", "hs_cfa_mean", "cyclic3", "hs_mg_metric", "hs_cfa_fiml" })
        {
            var reference = ReferenceModel.Load(name);
            var (model, data, options) = (FitAssert.Model(reference), SemData.ReadCsv(new StringReader(reference.Csv)), FitAssert.Options(reference));
            var fast = FitAssert.Fit(model, data, options);
            var plain = SemEstimation.Fit(new ReticularMomentTests.Plain(new ReticularMoments(model)), model, data, options, TestContext.Current.CancellationToken);
            Assert.Equal(fast.Iterations, plain.Iterations);
            for (var k = 0; k < fast.Theta.Count; k++) FitAssert.Close(fast.Theta[k], plain.Theta[k], $"{name} θ[{k}]", 1e-10, 1e-11);
            for (var k = 0; k < fast.Covariance!.Length; k++) FitAssert.Close(fast.Covariance[k], plain.Covariance![k], $"{name} covariance[{k}]", 1e-9, 1e-11);
        }
    }

    [Theory]
    [InlineData(SemEstimator.ML)]
    [InlineData(SemEstimator.GLS)]
    [InlineData(SemEstimator.WLS)]
    [InlineData(SemEstimator.MLM)]
    [InlineData(SemEstimator.MLR)]
    public void UnitsOfVariablesDoNotMatter(SemEstimator estimator) => Gen.Double[0.05, 20].Array[9].Sample(scales =>
    {
        var data = Tests;
        string[] names = [.. Enumerable.Range(1, 9).Select(i => $"x{i}")];
        var scaled = new double[data.RowCount * 9];
        for (var j = 0; j < 9; j++)
        {
            for (var i = 0; i < data.RowCount; i++) scaled[i * 9 + j] = scales[j] * data.Values(names[j])[i];
        }

        var options = new SemFitOptions { Estimator = estimator };
        var first = FitAssert.Fit(Cfa(ThreeFactors), data, options);
        var second = FitAssert.Fit(Cfa(ThreeFactors), SemData.From(names, scaled), options);
        Assert.True(second.Converged);
        FitAssert.Close(first.Test!.Statistic, second.Test!.Statistic, "χ²", 1e-9);
        if (first.ScaledTest is { } s) FitAssert.Close(s.Statistic, second.ScaledTest!.Statistic, "scaled χ²", 1e-8);
        FitAssert.Close(Of(first, "visual", "x2") * scales[1] / scales[0], Of(second, "visual", "x2"), "loading", 1e-8);
        FitAssert.Close(first.Estimates[1].Z!.Value, second.Estimates[1].Z, "z", 1e-7);
    }, iter: 10);

    [Fact]
    public void TheOrderOfVariablesDoesNotMatter()
    {
        var first = FitAssert.Fit(Cfa(ThreeFactors), Tests);
        var second = FitAssert.Fit(Cfa("speed =~ x7 + x9 + x8\nvisual =~ x1 + x3 + x2\ntextual =~ x4 + x6 + x5"), Tests);
        FitAssert.Close(first.Test!.Statistic, second.Test!.Statistic, "χ²", 1e-11);
        foreach (var e in first.Estimates)
        {
            var other = second.Estimates.Single(o => o.Row.Operator == e.Row.Operator && (o.Row.Left, o.Row.Right) == (e.Row.Left, e.Row.Right)
                || o.Row.Operator == SemOperator.Covariance && e.Row.Operator == SemOperator.Covariance && (o.Row.Right, o.Row.Left) == (e.Row.Left, e.Row.Right) && o.Row.Left != o.Row.Right);
            FitAssert.Close(e.Value, other.Value, $"{e.Row}", 1e-9);
            FitAssert.Close(e.StandardError!.Value, other.StandardError, $"error of {e.Row}", 1e-9);
        }
    }

    [Fact]
    public void MomentsGiveWhatCasesGive()
    {
        var fit = FitAssert.Fit(Cfa(ThreeFactors), Tests);
        var moments = fit.Sample[0];
        double[] unbiased = [.. moments.Covariance.Select(c => c * 301 / 300)];
        foreach (var data in new[] { SemData.FromMoments(moments.Variables, unbiased, 301), SemData.FromMoments(moments.Variables, moments.Covariance, 301, dividedByCount: true) })
        {
            var other = FitAssert.Fit(Cfa(ThreeFactors), data);
            FitAssert.Close(fit.Test!.Statistic, other.Test!.Statistic, "χ²", 1e-11);
            for (var k = 0; k < fit.Estimates.Count; k++) FitAssert.Close(fit.Estimates[k].Value, other.Estimates[k].Value, $"{fit.Estimates[k].Row}", 1e-9);
        }

        Assert.Throws<SemDataException>(() => FitAssert.Fit(Cfa(ThreeFactors, true), SemData.FromMoments(moments.Variables, unbiased, 301)));
        Assert.Throws<SemDataException>(() => FitAssert.Fit(Cfa(ThreeFactors), SemData.FromMoments(moments.Variables, unbiased, 301), new SemFitOptions { Estimator = SemEstimator.MLR }));
    }

    [Fact]
    public void PopulationMomentsGiveThePopulationsParameters() => Gen.Double[0.4, 1.4].Array[12].Sample(v =>
    {
        var model = SemModel.Parse("f =~ x1 + x2 + x3\ng =~ y1 + y2 + y3\ng ~ f");
        var structure = new ReticularMoments(model);
        var q = model.Table.FreeCount;
        double[] theta = [.. Enumerable.Range(0, q).Select(k => v[k % 12] * (k % 3 == 2 ? 0.9 : 1))], sigma = new double[36];
        structure.Moments(0, theta, [], sigma, []);
        foreach (var estimator in new[] { SemEstimator.ML, SemEstimator.GLS, SemEstimator.ULS })
        {
            var fit = FitAssert.Fit(model, SemData.FromMoments(model.Table.Observed, sigma, 500, dividedByCount: true), new SemFitOptions { Estimator = estimator });
            Assert.True(fit.Converged);
            Assert.True(fit.Test!.Statistic < 1e-9);
            if (estimator == SemEstimator.ML)
            {
                for (var k = 0; k < q; k++) FitAssert.Close(theta[k], fit.Theta[k], $"θ[{k}]", 1e-7, 1e-7);
            }
        }
    }, iter: 40);

    [Fact]
    public void AHeywoodCaseIsSaid()
    {
        // One factor whose loadings need more than the first variable's variance: λ² = .8·.8/.5 > 1.
        double[] s = [1, 0.8, 0.8, 0.8, 1, 0.5, 0.8, 0.5, 1];
        var fit = FitAssert.Fit(SemModel.Parse("f =~ x1 + x2 + x3"), SemData.FromMoments(["x1", "x2", "x3"], s, 200));
        Assert.True(fit.Converged);
        var remark = Assert.Single(fit.Remarks, r => r.Kind == FitRemarkKind.NegativeVariance);
        Assert.Equal("x1 ~~ x1", remark.Parameter);
    }

    [Fact]
    public void AParameterThatIsNotIdentifiedIsNamed()
    {
        // x1's loading and both variances of a factor with two indicators and nothing else.
        var fit = FitAssert.Fit(SemModel.Parse("f =~ x1 + x2"), SemData.FromMoments(["x1", "x2"], [1, 0.5, 0.5, 1], 200));
        Assert.Contains(fit.Remarks, r => r.Kind == FitRemarkKind.NegativeDegreesOfFreedom);
        var remark = Assert.Single(fit.Remarks, r => r.Kind == FitRemarkKind.SingularInformation);
        Assert.Contains("f =~ x2", remark.Text);
        Assert.Null(fit.Covariance);
        Assert.All(fit.Estimates.Where(e => e.Row.Free > 0), e => Assert.Null(e.StandardError));
        Assert.DoesNotContain(fit.Estimates, e => double.IsNaN(e.Value));
    }

    [Fact]
    public void TooFewCasesAreSaid()
    {
        var random = new Random(5);
        double[] cases = [.. Enumerable.Range(0, 8 * 9).Select(_ => random.NextDouble())];
        var fit = FitAssert.Fit(Cfa(ThreeFactors), SemData.From([.. Enumerable.Range(1, 9).Select(i => $"x{i}")], cases));
        Assert.False(fit.Converged);
        Assert.Contains(fit.Remarks, r => r.Kind == FitRemarkKind.TooFewCases);
        Assert.Contains(fit.Remarks, r => r.Kind == FitRemarkKind.SampleNotPositiveDefinite);
    }

    [Fact]
    public void CancellationAndFewStepsEndAFit()
    {
        var fit = FitAssert.Fit(Cfa(ThreeFactors), Tests, new SemFitOptions { MaxIterations = 2 });
        Assert.Equal(FitStatus.TooManySteps, fit.Status);
        Assert.NotNull(Assert.Single(fit.Remarks, r => r.Kind == FitRemarkKind.NotConverged).Parameter);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => SemEstimation.Fit(Cfa(ThreeFactors), Tests, null, source.Token));
    }

    [Fact]
    public void ConstraintsHoldAtTheEstimate()
    {
        const string labelled = "visual =~ x1 + a*x2 + b*x3\ntextual =~ x4 + c*x5 + x6\nspeed =~ x7 + x8 + d*x9\n";
        var free = FitAssert.Fit(Cfa(labelled), Tests);
        foreach (var (text, df) in new[] { ("a == 0.6", 1), ("a^2 + b^2 == 1", 1), ("a == b\nb == c\na == c", 2), ("a > 0.8", 0), ("c < 1\nd > 1.2", 0) })
        {
            var fit = FitAssert.Fit(Cfa(labelled + text), Tests);
            Assert.True(fit.Converged, text);
            Assert.Equal(free.DegreesOfFreedom + df, fit.DegreesOfFreedom);
            Assert.True(fit.Test!.Statistic > free.Test!.Statistic);
            foreach (var e in fit.Estimates)
            {
                if (e.Row.Operator == SemOperator.Equality) Assert.Equal(0, e.Value, 1e-9);
                if (e.Row.Operator is SemOperator.Greater or SemOperator.Less) Assert.True(e.Value >= -1e-9);
            }
        }
    }
}
