using Ansatz.Benchmarks.Models;
using Ansatz.Benchmarks.Peers;
using Ansatz.Benchmarks.Table;
using Ansatz.Benchmarks.Timing;
using Ansatz.StructuralEquations;
using static System.FormattableString;

namespace Ansatz.Benchmarks.Groups;

/// <summary>Fits of structural equation models against lavaan and OpenMx.</summary>
internal sealed class StructuralEquationBars : BarGroup
{
    private const string FullInformation = "hs_cfa, missing values, all / lavaan", Bootstrap = "hs_cfa, 1000 bootstrap refits, s", BootstrapRatio = "hs_cfa, bootstrap refit / lavaan";

    private static readonly Subject[] _subjects =
    [
        new("hs_cfa", ThreeFactors.Fit, new()),
        new("polidem", Democracy.Fit, new()),
        new("growth", GrowthCurve.Fit, new()),
        new("cyclic3", ThreeCycle.Fit, new()),
    ];

    private delegate SemFit Fit(SemData data, SemFitOptions? options, CancellationToken cancellation);

    /// <inheritdoc/>
    public override string Name => "sem";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } =
    [
        .. _subjects.SelectMany(s => new[] { new Bar(Refit(s), BarKind.Ratio, 100), new Bar(Run(s), BarKind.Ratio, 50), new Bar(All(s), BarKind.Ratio, 50) }),
        new(FullInformation, BarKind.Ratio, 20),
        new(Bootstrap, BarKind.AtMost, 0.5),
        new(BootstrapRatio, BarKind.Reported),
    ];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        using var peer = ScriptPeer.StartLavaan();
        table.Detail(peer.Version);
        foreach (var subject in _subjects)
        {
            // A fit alone: starting values and optimiser, from sample moments, to a gradient of 1e-8.
            var data = Read(subject.Name);
            var bare = subject.Options with { StandardErrors = StandardErrorKind.None, Test = SemTestKind.None, Baseline = false };
            var first = subject.Fit(data, bare, default);
            if (!first.Converged) throw new InvalidOperationException($"{subject.Name} does not converge.");
            var moments = SemData.FromMoments(first.Sample, data.HasMeans);
            var fit = subject.Fit(moments, bare, default);
            Agree(peer, "lavaan-refit:" + subject.Name, fit.Discrepancy);
            table.Detail(Invariant($"{subject.Name}: {fit.Iterations} steps, largest element of the gradient {fit.GradientNorm:0.0e0}"));
            var (ours, theirs) = SideBySide.Measure(() => subject.Fit(moments, bare, default), peer.Contender("lavaan-refit:" + subject.Name), budget);
            table.Times(Refit(subject), ours, theirs);
            (ours, theirs) = SideBySide.Measure(() => subject.Fit(moments, bare, default), peer.Contender("openmx:" + subject.Name), budget);
            table.Times(Run(subject), ours, theirs);

            // All of it from the cases: moments, fit, standard errors, test, baseline.
            (ours, theirs) = SideBySide.Measure(() => subject.Fit(data, subject.Options, default), peer.Contender("lavaan-full:" + subject.Name), budget);
            table.Times(All(subject), ours, theirs);
        }

        var missing = Read("hs_cfa_fiml");
        var options = new SemFitOptions { Missing = MissingData.Fiml };
        Agree(peer, "lavaan-refit:hs_cfa_fiml", ThreeFactorsWithMeans.Fit(missing, options).Discrepancy);
        var (full, lavaan) = SideBySide.Measure(() => ThreeFactorsWithMeans.Fit(missing, options), peer.Contender("lavaan-full:hs_cfa_fiml"), budget);
        table.Times(FullInformation, full, lavaan);

        var fitted = ThreeFactors.Fit(Read("hs_cfa"));
        var resampling = new BootstrapOptions { Replicates = 1000, Threads = 1 };
        var result = fitted.Bootstrap(resampling);
        var (bootstrap, bootstrapLavaan) = SideBySide.Measure(() => fitted.Bootstrap(resampling), peer.Contender("lavaan-bootstrap:hs_cfa"), budget);
        table.Figure(Bootstrap, bootstrap.Elapsed.Minimum / 1e6, "s");
        table.Detail(Invariant($"elapsed, median {bootstrap.Elapsed.Median / 1e6:0.000} s; {result.FailedCount} replicates failed; lavaan's 20 replicates take {bootstrapLavaan.Processor.Minimum / 1e6:0.00} s"));
        table.Figure(BootstrapRatio, bootstrapLavaan.Processor.Minimum / 20 / (bootstrap.Processor.Minimum / 1000), "");
    }

    /// <summary>One fit of three factors from sample moments, for a profiler.</summary>
    public static Action Refit()
    {
        var subject = _subjects[0];
        var data = Read(subject.Name);
        var bare = subject.Options with { StandardErrors = StandardErrorKind.None, Test = SemTestKind.None, Baseline = false };
        var moments = SemData.FromMoments(subject.Fit(data, bare, default).Sample, data.HasMeans);
        return () => subject.Fit(moments, bare, default);
    }

    private static string Refit(Subject s) => $"{s.Name}, fit / lavaan's refit";

    private static string Run(Subject s) => $"{s.Name}, fit / OpenMx's mxRun";

    private static string All(Subject s) => $"{s.Name}, all from the cases / lavaan";

    private static SemData Read(string name) => SemData.ReadCsv(Path.Combine(AppContext.BaseDirectory, "Data", "StructuralEquations", name + ".csv"));

    // Both sides have reached the same minimum, as far as lavaan goes.
    private static void Agree(ScriptPeer peer, string operation, double ours)
    {
        var theirs = peer.Check(operation)["fx"];
        if (Math.Abs(theirs - ours) > 1e-7 * Math.Max(1, Math.Abs(theirs)) && Math.Abs((2 * theirs) - ours) > 1e-7 * Math.Max(1, Math.Abs(theirs))) throw new InvalidOperationException(Invariant($"{operation}: the minimum is {theirs} there and {ours} here."));
    }

    private sealed record Subject(string Name, Fit Fit, SemFitOptions Options);
}
