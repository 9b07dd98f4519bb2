using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Table;
using Ansatz.Benchmarks.Timing;

namespace Ansatz.Benchmarks.Groups;

/// <summary>Two threads over one.</summary>
internal sealed class ThreadBars : BarGroup
{
    private const string Gradients = "low-rank, gradients, two threads / one", Forward = "low-rank, forward, two threads / one";

    /// <inheritdoc/>
    public override string Name => "threads";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } = [new(Gradients, BarKind.Reported), new(Forward, BarKind.Reported)];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        using var pool = new WorkerPool(2);
        using LowRankRun one = new(LowRankData.Rows), two = new(LowRankData.Rows);
        two.Layer.Workers = pool;
        one.Gradient();
        two.Gradient();
        if (!one.XGradient.Values.SequenceEqual(two.XGradient.Values) || !one.ParameterGradient("V").SequenceEqual(two.ParameterGradient("V")))
        {
            throw new InvalidOperationException("The result depends on the number of threads.");
        }

        var (ours, peer) = SideBySide.MeasureThreads(() => two.Gradient(), () => one.Gradient(), budget);
        table.Elapsed(Gradients, ours, peer);
        (ours, peer) = SideBySide.MeasureThreads(two.Evaluate, one.Evaluate, budget);
        table.Elapsed(Forward, ours, peer);
    }
}
