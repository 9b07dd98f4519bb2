using Ansatz.StructuralEquations.Tests.RandomModels;

namespace Ansatz.StructuralEquations.Tests.Robustness;

/// <summary>Data and models on which a fit cannot succeed, or hardly: a result or an exception that names the cause, never a wrong number.</summary>
public class HardDataTests
{
    private const string OneFactor = "f =~ y1 + y2 + y3 + y4";

    private static readonly string[] Four = ["y1", "y2", "y3", "y4"];

    private static SemModel Model(string text, bool means = false) => SemModel.Parse(text, new SemOptions { FixedX = false, MeanStructure = means ? true : null });

    /// <summary>Cases of one factor; <paramref name="change"/> spoils each of them.</summary>
    private static SemData Cases(int n, Action<int, double[]>? change = null)
    {
        var random = new Random(3);
        var all = new double[n * 4];
        for (var c = 0; c < n; c++)
        {
            var factor = Normal();
            double[] values = [factor + 0.6 * Normal(), 0.8 * factor + 0.6 * Normal(), 0.9 * factor + 0.7 * Normal(), 0.7 * factor + 0.8 * Normal()];
            change?.Invoke(c, values);
            values.CopyTo(all, c * 4);
        }

        return SemData.From(Four, all);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    private static SemFit Fit(SemModel model, SemData data, SemFitOptions? options = null)
    {
        var fit = SemEstimation.Fit(model, data, options, TestContext.Current.CancellationToken);
        ResultWalk.Check(fit, pictures: true);
        return fit;
    }

    private static SemFit Fit(string text, SemData data, SemFitOptions? options = null) => Fit(Model(text), data, options);

    private static FitRemark Remark(SemFit fit, FitRemarkKind kind) => Assert.Single(fit.Remarks, r => r.Kind == kind);

    [Fact]
    public void AConstantColumnIsNamed()
    {
        var e = Assert.Throws<SemDataException>(() => Fit(OneFactor, Cases(50, (_, v) => v[1] = 2.5)));
        Assert.Equal("y2", e.Column);
        Assert.Contains("does not vary", e.Message);
    }

    [Fact]
    public void AnAlmostConstantColumnOfLargeNumbersIsNamedOrFitted()
    {
        // The variance is far below what the mean's digits hold.
        var fit = Fit(OneFactor, Cases(50, (c, v) => v[1] = 1e15 + c % 2));
        Assert.True(fit.Converged || fit.Remarks.Count > 0);
    }

    [Theory]
    [InlineData(SemEstimator.ML)]
    [InlineData(SemEstimator.GLS)]
    [InlineData(SemEstimator.WLS)]
    public void CollinearColumnsAreNamed(SemEstimator estimator)
    {
        var fit = Fit(OneFactor, Cases(200, (_, v) => v[2] = v[0] + v[1]), new SemFitOptions { Estimator = estimator });
        Assert.Equal(FitStatus.NoStart, fit.Status);
        Assert.Contains("'y3'", Remark(fit, FitRemarkKind.SampleNotPositiveDefinite).Text);
        Assert.Contains("y3", fit.ToString());
        var e = Assert.Throws<InvalidOperationException>(() => fit.RSquare);
        Assert.Contains("'y3'", e.Message);
        Assert.Throws<InvalidOperationException>(() => fit.Residuals());
        Assert.Throws<InvalidOperationException>(() => fit.ModificationIndices());
        Assert.Throws<InvalidOperationException>(() => fit.ToSvg());
        Assert.Null(fit.Test);
        Assert.Null(fit.Measures);
    }

    [Fact]
    public void CollinearColumnsCanBeFittedByUnweightedLeastSquares()
    {
        var fit = Fit(OneFactor, Cases(200, (_, v) => v[2] = v[0] + v[1]), new SemFitOptions { Estimator = SemEstimator.ULS });
        Assert.True(fit.Converged || fit.Remarks.Any(r => r.Kind == FitRemarkKind.NotConverged));
        Remark(fit, FitRemarkKind.SampleNotPositiveDefinite);
    }

    [Fact]
    public void FewerCasesThanVariablesAreRemarked()
    {
        var fit = Fit(OneFactor, Cases(4));
        Assert.Contains("4 cases for 4 variables", Remark(fit, FitRemarkKind.TooFewCases).Text);
        Assert.False(fit.Converged);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void OneCaseIsRefused(int n)
    {
        Assert.Contains("2 are needed", Assert.Throws<SemDataException>(() => Fit(OneFactor, Cases(n))).Message);
        Assert.Throws<SemDataException>(() => SemData.FromMoments(["y1"], [1.0], n));
    }

    [Fact]
    public void HugeAndTinyScalesFitAsOthers()
    {
        var plain = Fit(OneFactor, Cases(300));
        double[] scales = [1e8, 1, 1e-8, 1e4];
        foreach (var estimator in (SemEstimator[])[SemEstimator.ML, SemEstimator.GLS, SemEstimator.MLR])
        {
            var expected = Fit(OneFactor, Cases(300), new SemFitOptions { Estimator = estimator });
            var fit = Fit(OneFactor, Cases(300, (_, v) =>
            {
                for (var k = 0; k < 4; k++) v[k] *= scales[k];
            }), new SemFitOptions { Estimator = estimator });
            Assert.True(fit.Converged, string.Join("\n", fit.Remarks.Select(r => r.Text)));
            Assert.Equal(expected.Test!.Statistic, fit.Test!.Statistic, 1e-6);
            foreach (var (a, b) in expected.Standardized().Zip(fit.Standardized()))
            {
                Assert.Equal(a.Estimate!.Value, b.Estimate!.Value, 1e-6);
                Assert.Equal(a.StandardError!.Value, b.StandardError!.Value, 1e-6);
            }
        }

        Assert.True(plain.Converged);
    }

    [Fact]
    public void AVariableWithoutValuesIsNamed()
    {
        var data = Cases(50, (_, v) => v[3] = double.NaN);
        Assert.Contains("0 cases without a missing value", Assert.Throws<SemDataException>(() => Fit(OneFactor, data)).Message);
        var e = Assert.Throws<SemDataException>(() => Fit(Model(OneFactor, means: true), data, new SemFitOptions { Missing = MissingData.Fiml }));
        Assert.Equal("y4", e.Column);
    }

    [Fact]
    public void VariablesThatAreNeverSeenTogetherAreRemarked()
    {
        var fit = Fit(Model(OneFactor, means: true), Cases(300, (c, v) => v[c % 2] = double.NaN), new SemFitOptions { Missing = MissingData.Fiml });
        Assert.True(fit.Converged, string.Join("\n", fit.Remarks.Select(r => r.Text)));
        Remark(fit, FitRemarkKind.SaturatedNotConverged);

        // The saturated covariances are positive definite as a whole, not only what patterns see of them; and where a covariance is not observed, nothing corrects measures.
        Assert.Equal(-1, FitDiagnosis.Dependent(fit.Sample[0].Covariance, 4));
        Assert.False(fit.Measures!.Contains("rmsea.robust"));
    }

    [Fact]
    public void AHeywoodCaseIsNamed()
    {
        // λ1² = 0.8 · 0.8 / 0.5 = 1.28.
        var fit = Fit("f =~ y1 + y2 + y3", SemData.FromMoments(["y1", "y2", "y3"], [1, 0.8, 0.8, 0.8, 1, 0.5, 0.8, 0.5, 1], 200, dividedByCount: true));
        Assert.True(fit.Converged);
        Assert.Equal("y1 ~~ y1", Remark(fit, FitRemarkKind.NegativeVariance).Parameter);
        Assert.Equal(-0.28, fit.Estimates.Single(e => e.Row.Left == "y1" && e.Row.Right == "y1").Value, 1e-6);
        Assert.Null(fit.RSquare.Single(r => r.Variable == "y1").RSquare);
    }

    [Fact]
    public void ACycleIsNotLedThroughItsSingularity()
    {
        // det(I − Λ) = 1 − 1.5 · 1.2 = −0.8, and the fit starts at 1.
        var model = Model("y1 ~ y2 + x1\ny2 ~ y1 + x2\ny1 ~~ 0*y2\nx1 ~~ 0*x2");
        double[] truth = [1.5, 1, 1.2, 1, 1, 1, 1, 1];
        Assert.Equal(truth.Length, model.Table.FreeCount);
        var moments = new PlainMoments(model.Groups[0], false, []);
        Assert.Equal(-0.8, moments.Determinant(truth), 1e-12);
        var data = SemData.FromMoments(model.Observed, moments.Sigma(truth), 500, dividedByCount: true);
        var fit = Fit(model, data, new SemFitOptions { Start = [0, 1, 0, 1, 1, 1, 1, 1] });
        var remark = Remark(fit, FitRemarkKind.CycleSingular);
        Assert.Equal("y1 ~ y2", remark.Parameter);
        Assert.Contains("y1 ~ y2, y2 ~ y1", remark.Text);
        Assert.True(moments.Determinant([.. fit.Theta]) > 0);
        var started = Fit(model, data, new SemFitOptions { Start = [.. truth.Select(v => 0.99 * v)] });
        Assert.True(started.Converged);
        Assert.All(truth.Zip(started.Theta), t => Assert.Equal(t.First, t.Second, 1e-6));
    }

    [Theory]
    [InlineData("f =~ y1 + y2", "f =~ y2;f ~~ f;y1 ~~ y1;y2 ~~ y2")]
    [InlineData("f =~ NA*y1 + y2 + y3 + y4", "f =~ y1;f =~ y2;f =~ y3;f =~ y4;f ~~ f")]
    [InlineData("y1 ~ y2\ny2 ~ y1\ny3 ~ y1 + y2", "y1 ~ y2;y2 ~ y1;y1 ~~ y1;y2 ~~ y2")]
    [InlineData("y2 ~ y1\ny1 ~~ y2\ny3 ~ y2 + y1", "y2 ~ y1;y2 ~~ y1;y1 ~~ y2;y2 ~~ y2")]
    public void WhatIsNotIdentifiedIsNamed(string text, string parameters)
    {
        foreach (var estimator in (SemEstimator[])[SemEstimator.ML, SemEstimator.MLR, SemEstimator.ULS, SemEstimator.WLSMV])
        {
            var fit = Fit(text, Cases(300), new SemFitOptions { Estimator = estimator });
            Assert.Null(fit.Covariance);
            Assert.All(fit.Estimates.Where(e => e.Row.Free > 0), e => Assert.Null(e.StandardError));
            var remark = Remark(fit, FitRemarkKind.SingularInformation);
            Assert.NotNull(remark.Parameter);

            // The kernel at one point can leave out a parameter that hardly takes part; but what it names is not identified.
            var named = remark.Text.Split("estimate: ")[1].TrimEnd('.').Split(", ");
            Assert.NotEmpty(named);
            Assert.Subset(parameters.Split(';').ToHashSet(), named.ToHashSet());
            Assert.Contains(named[0], fit.ToString());
        }
    }

    [Fact]
    public void StartsThatImplyNothingAreRemarked()
    {
        var model = Model(OneFactor);
        foreach (var bad in (double[])[-1, double.NaN, double.PositiveInfinity, 0])
        {
            var fit = Fit(model, Cases(100), new SemFitOptions { Start = [.. Enumerable.Repeat(bad, model.Table.FreeCount)] });
            Assert.Equal(FitStatus.NoStart, fit.Status);
            Assert.Contains("starting values", Remark(fit, FitRemarkKind.NoStart).Text);
            Assert.Equal(double.IsFinite(bad) ? "y1 ~~ y1" : "f =~ y2", Remark(fit, FitRemarkKind.NoStart).Parameter);
            Assert.Contains("starting values", Assert.Throws<InvalidOperationException>(() => fit.Standardized()).Message);
        }

        Assert.Throws<ArgumentException>(() => Fit(model, Cases(100), new SemFitOptions { Start = [1, 2] }));
    }

    [Fact]
    public void AFitCanBeCancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => SemEstimation.Fit(Model(OneFactor), Cases(100), cancellation: source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => SemEstimation.Fit(Model(OneFactor + "\ny1 ~~ a*y1\na > 0"), Cases(100), cancellation: source.Token));
    }

    [Fact]
    public void AValueThatIsNotFiniteIsNamed()
    {
        var e = Assert.Throws<SemDataException>(() => Fit(OneFactor, Cases(50, (c, v) => v[2] = c == 6 ? double.NegativeInfinity : v[2])));
        Assert.Equal(("y3", 7), (e.Column, e.Row));
    }

    [Fact]
    public void AGroupWithOneCaseIsNamed()
    {
        var rows = Enumerable.Range(0, 40).Select(k => (Group: k == 0 ? "a" : "b", Value: Math.Sin(k))).ToArray();
        var data = SemData.From(rows, "g", r => r.Group, [.. Four.Select((name, j) => (name, (Func<(string Group, double Value), double?>)(r => r.Value * (j + 1) + Math.Cos(r.Value * 7 * (j + 2)))))]);
        var e = Assert.Throws<SemDataException>(() => Fit(SemModel.Parse(OneFactor, new SemOptions { Groups = 2 }), data, new SemFitOptions { Group = "g" }));
        Assert.Contains("'a'", e.Message);
    }

    [Fact]
    public void ConstraintsThatContradictEachOtherAreRemarked()
    {
        var fit = Fit("f =~ y1 + a*y2 + b*y3 + y4\na == 1\na == 2", Cases(200));
        Assert.False(fit.Converged);
        var remark = Remark(fit, FitRemarkKind.Constraints);
        Assert.Equal("f =~ y2", remark.Parameter);
        Assert.Contains("'a == 1' and 'a == 2' cannot hold together", remark.Text);
        Assert.DoesNotContain(fit.Remarks, r => r.Kind == FitRemarkKind.NotConverged);
    }

    [Fact]
    public void ALatentVariableMayBeDetermined()
    {
        // The disturbance of g is fixed at 0: its covariances with f are singular and no fault. At −0.5 they are one.
        var data = SemData.FromMoments(["y1", "y2", "y3", "z1", "z2", "z3"], [
            2, 1, 1, 0.5, 0.5, 0.5,
            1, 2, 1, 0.5, 0.5, 0.5,
            1, 1, 2, 0.5, 0.5, 0.5,
            0.5, 0.5, 0.5, 1.25, 0.25, 0.25,
            0.5, 0.5, 0.5, 0.25, 1.25, 0.25,
            0.5, 0.5, 0.5, 0.25, 0.25, 1.25,
        ], 300, dividedByCount: true);
        var fit = Fit("f =~ y1 + y2 + y3\ng =~ z1 + z2 + z3\ng ~ f\ng ~~ 0*g", data);
        Assert.True(fit.Converged);
        Assert.Empty(fit.Remarks);
        var negative = Fit("f =~ y1 + y2 + y3\ng =~ z1 + z2 + z3\ng ~ f\ng ~~ -0.1*g", data);
        Assert.Equal("g ~~ g", Remark(negative, FitRemarkKind.LatentNotPositiveDefinite).Parameter);
    }

    [Fact]
    public void ABaselineWithoutDegreesOfFreedomCanBeSummarised()
    {
        string[] names = ["y"];
        double[] values = [.. Enumerable.Range(1, 80).Select(i => Math.Sin(i * 1.7) * 2 + 0.3 * (i % 7) - 0.9)];
        var one = Fit(SemModel.Parse("y ~ 0*1"), SemData.From(names, values), new SemFitOptions { Estimator = SemEstimator.MLR });
        Assert.Contains("Model Test Baseline Model", one.ToString());
        var rows = values.Select((v, i) => (Group: i < 40 ? "a" : "b", Value: v)).ToArray();
        var two = Fit(SemModel.Parse("y ~ c(m, m)*1", new SemOptions { Groups = 2 }), SemData.From(rows, "g", r => r.Group, ("y", r => (double?)r.Value)), new SemFitOptions { Estimator = SemEstimator.MLR, Group = "g" });
        Assert.Contains("Model Test Baseline Model", two.ToString());
        Assert.Equal(0, two.BaselineTest!.DegreesOfFreedom);
    }

    [Fact]
    public void TheGradientIsThatOfTheParameters()
    {
        var fit = Fit(OneFactor, Cases(300, (_, v) =>
        {
            v[0] *= 1e8;
            v[2] *= 1e-8;
        }));
        Assert.True(fit.Converged);
        Assert.True(fit.ConvergenceCriterion <= 1e-8);
        double[] gradient = new double[fit.Theta.Count];
        var workspace = FittedWorkspace.Of(fit, fit.Structure.Another());
        Assert.True(workspace.MoveTo([.. fit.Theta]));
        workspace.Groups[0].AddGradient([.. fit.Theta], 0.5, gradient);
        Assert.Equal(gradient.Max(Math.Abs), fit.GradientNorm, 1e-12 * gradient.Max(Math.Abs));
    }
}
