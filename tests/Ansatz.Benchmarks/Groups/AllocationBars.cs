using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Table;

namespace Ansatz.Benchmarks.Groups;

/// <summary>What a step leaves to the garbage collector.</summary>
internal sealed class AllocationBars : BarGroup
{
    private const int Steps = 1000, Rows = 16;
    private const string
        Evaluate = "bytes per Evaluate",
        Gradient = "bytes per Gradient",
        Adam = "bytes per Adam.Step",
        TwoThreads = "bytes per training step, two threads";

    /// <inheritdoc/>
    public override string Name => "allocation";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } =
        [new(Evaluate, BarKind.AtMost), new(Gradient, BarKind.AtMost), new(Adam, BarKind.AtMost), new(TwoThreads, BarKind.AtMost)];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        using var run = new LowRankRun(Rows);
        var adam = new Adam(run.Layer.Parameters);
        table.Figure(Evaluate, OfThisThread(run.Evaluate), "B");
        table.Figure(Gradient, OfThisThread(() => run.Gradient()), "B");
        table.Figure(Adam, OfThisThread(() => adam.Step(run.Layer.Gradients)), "B");

        using var pool = new WorkerPool(2);
        run.Layer.Workers = pool;
        table.Figure(TwoThreads, Of(() => GC.GetTotalAllocatedBytes(precise: true), () =>
        {
            run.Gradient();
            adam.Step(run.Layer.Gradients);
        }), "B");
        table.Detail($"means over {Steps} steps, batch {Rows}");
    }

    private static double OfThisThread(Action step) => Of(GC.GetAllocatedBytesForCurrentThread, step);

    private static double Of(Func<long> allocated, Action step)
    {
        // What is made once is not made for each step.
        for (int i = 0; i < 10; i++) step();
        allocated();
        long before = allocated();
        for (int i = 0; i < Steps; i++) step();
        return (allocated() - before) / (double)Steps;
    }
}
