using Ansatz.StructuralEquations.Tests.Solutions;

namespace Ansatz.StructuralEquations.Tests.Bootstrapping;

public class SemBootstrapTests
{
    [Fact]
    public void ReplicatesAreTheSameForAnyNumberOfThreads()
    {
        var fit = ReferenceFit.Of("hs_cfa", out _);
        var one = fit.Bootstrap(new() { Replicates = 60, Seed = 7, Threads = 1 }, TestContext.Current.CancellationToken);
        var three = fit.Bootstrap(new() { Replicates = 60, Seed = 7, Threads = 3 }, TestContext.Current.CancellationToken);
        Assert.Equal(one.Replicates, three.Replicates);
        Assert.Equal(one.Statistics, three.Statistics);
        Assert.NotEqual(one.Replicates, fit.Bootstrap(new() { Replicates = 60, Seed = 8, Threads = 1 }, TestContext.Current.CancellationToken).Replicates);
    }

    /// <summary>A replicate is the fit to the drawn cases, made from them anew.</summary>
    [Theory]
    [InlineData("hs_cfa")]
    [InlineData("polidem_gls")]
    [InlineData("growth")]
    [InlineData("cyclic2_nobow")]
    [InlineData("hs_cfa_fiml")]
    public void AReplicateIsAFitOfTheDrawnCases(string name)
    {
        var fit = ReferenceFit.Of(name, out _);
        var bootstrap = fit.Bootstrap(new() { Replicates = 3, Seed = 5, Threads = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(0, bootstrap.FailedCount);
        var (p, n, cases) = (fit.Table.Observed.Count, fit.Count, fit.Samples[0].Cases!);
        for (var k = 0; k < 3; k++)
        {
            var drawn = Enumerable.Range(0, n).SelectMany(i => cases.AsSpan(Resampling.Draw(5, k, 0, i, n) * p, p).ToArray()).ToArray();
            var again = SemEstimation.Fit(fit.Model, SemData.From(fit.Table.Observed, drawn), fit.Options, TestContext.Current.CancellationToken);
            Assert.Equal(again.Test!.Statistic, bootstrap.Statistics[k], 1e-6);
            for (var r = 0; r < fit.Table.Rows.Count; r++) Assert.Equal(again.Estimates[r].Value, bootstrap.Replicates[k * fit.Table.Rows.Count + r], 1e-5 * Math.Max(1, Math.Abs(again.Estimates[r].Value)));
        }
    }

    [Fact]
    public void StandardErrorsAndIntervalsAgreeWithTheory()
    {
        // Normal data of the right size: bootstrap and normal-theory errors agree within the bootstrap's own error, 1/√(2·400) and what the sample adds.
        var fit = ReferenceFit.Of("cyclic3", out _);
        var bootstrap = fit.Bootstrap(new() { Replicates = 250 }, TestContext.Current.CancellationToken);
        Assert.Equal(0, bootstrap.FailedCount);
        for (var r = 0; r < fit.Table.Rows.Count; r++)
        {
            if (fit.Table.Rows[r].Free == 0) continue;
            Assert.InRange(bootstrap.StandardError(r)!.Value / fit.Estimates[r].StandardError!.Value, 0.75, 1.3);
            foreach (var kind in Enum.GetValues<BootstrapInterval>())
            {
                var (lower, upper) = bootstrap.Interval(r, kind, cancellation: TestContext.Current.CancellationToken)!.Value;
                Assert.True(lower < fit.Estimates[r].Value && fit.Estimates[r].Value < upper);
                Assert.InRange((upper - lower) / (2 * 1.96 * fit.Estimates[r].StandardError!.Value), 0.7, 1.4);
            }
        }

        // The defined parameter is bootstrapped too.
        var loop = fit.Table.Rows.Count - 1;
        Assert.Equal(SemOperator.Definition, fit.Table.Rows[loop].Operator);
        Assert.InRange(bootstrap.StandardError(loop)!.Value, 0.015, 0.035);
    }

    [Fact]
    public void AFitsErrorsAndIntervalsCanComeFromABootstrap()
    {
        var plain = ReferenceFit.Of("cyclic3", out _);
        var options = new BootstrapOptions { Replicates = 60, Seed = 4, Interval = BootstrapInterval.BiasCorrected };
        var fit = SemEstimation.Fit(plain.Model, plain.Data, plain.Options with { Bootstrap = options, Level = 0.9 }, TestContext.Current.CancellationToken);
        var bootstrap = plain.Bootstrap(options, TestContext.Current.CancellationToken);
        Assert.Equal(bootstrap.Replicates, fit.Resamples!.Replicates);
        for (var r = 0; r < fit.Table.Rows.Count; r++)
        {
            var (row, e) = (fit.Table.Rows[r], fit.Estimates[r]);
            if (row.Free == 0 && row.Operator != SemOperator.Definition) continue;
            Assert.Equal(bootstrap.StandardError(r), e.StandardError);
            Assert.Equal(bootstrap.Interval(r, BootstrapInterval.BiasCorrected, 0.9, TestContext.Current.CancellationToken), (e.Lower!.Value, e.Upper!.Value));
            if (row.Free > 0) Assert.Equal(e.StandardError!.Value, Math.Sqrt(fit.Covariance![(row.Free - 1) * (fit.Theta.Count + 1)]), 1e-12);
        }

        // What is derived by the delta method follows, and the summary says so.
        Assert.NotEqual(plain.Standardized().Select(s => s.StandardError), fit.Standardized().Select(s => s.StandardError));
        var text = fit.Summary(new() { Intervals = true });
        Assert.Contains("Bootstrap", text, StringComparison.Ordinal);
        Assert.Contains(fit.Estimates[0].Lower!.Value.ToString("F3", System.Globalization.CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SemEstimation.Fit(plain.Model, plain.Data, plain.Options with { Bootstrap = new() { Kind = BootstrapKind.BollenStine } }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void IntervalsAreTheSameForAnyNumberOfThreadsAndHearCancellation()
    {
        var fit = ReferenceFit.Of("cyclic3", out _);
        SemBootstrap Of(int threads) => fit.Bootstrap(new() { Replicates = 40, Threads = threads }, TestContext.Current.CancellationToken);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Of(2).Interval(0, BootstrapInterval.BiasCorrectedAccelerated, cancellation: source.Token));
        Assert.Equal(Of(1).Interval(0, BootstrapInterval.BiasCorrectedAccelerated, cancellation: TestContext.Current.CancellationToken), Of(3).Interval(0, BootstrapInterval.BiasCorrectedAccelerated, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void UnderBollenAndStineTheModelHolds()
    {
        // cyclic3 holds: the p-value is near that of χ². hs_cfa does not: no replicate comes near 85.3.
        var holds = ReferenceFit.Of("cyclic3", out _);
        Assert.InRange(holds.Bootstrap(new() { Kind = BootstrapKind.BollenStine, Replicates = 250 }, TestContext.Current.CancellationToken).PValue!.Value - holds.Test!.PValue!.Value, -0.1, 0.1);
        var fails = ReferenceFit.Of("hs_cfa", out _).Bootstrap(new() { Kind = BootstrapKind.BollenStine, Replicates = 200 }, TestContext.Current.CancellationToken);
        Assert.True(fails.PValue < 0.02);
        Assert.InRange(fails.Statistics.Average(), 20, 30);
    }

    [Fact]
    public void GroupsAndMissingValuesAreResampledToo()
    {
        var groups = ReferenceFit.Of("hs_mg_metric", out _).Bootstrap(new() { Replicates = 5 }, TestContext.Current.CancellationToken);
        Assert.Equal(5, groups.Count);
        var fit = ReferenceFit.Of("hs_cfa_fiml", out _);
        var missing = fit.Bootstrap(new() { Replicates = 2, Threads = 2 }, TestContext.Current.CancellationToken);
        Assert.Equal(2, missing.Count);
        Assert.Throws<InvalidOperationException>(() => fit.Bootstrap(new() { Kind = BootstrapKind.BollenStine }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void ProgressIsToldAndCancellationHeard()
    {
        var fit = ReferenceFit.Of("hs_cfa", out _);
        var heard = new List<BootstrapProgress>();
        fit.Bootstrap(new() { Replicates = 50, Threads = 2, Progress = new Direct(heard.Add) }, TestContext.Current.CancellationToken);
        Assert.Equal(new BootstrapProgress(50, 0, 50), heard[^1]);
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => fit.Bootstrap(new() { Replicates = 5000, Threads = 2, Progress = new Direct(_ => source.Cancel()) }, source.Token));
    }

    private sealed class Direct(Action<BootstrapProgress> report) : IProgress<BootstrapProgress>
    {
        public void Report(BootstrapProgress value) => report(value);
    }
}
