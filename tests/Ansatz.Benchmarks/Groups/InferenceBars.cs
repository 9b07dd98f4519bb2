using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Peers;
using Ansatz.Benchmarks.Table;
using Ansatz.Benchmarks.Timing;

namespace Ansatz.Benchmarks.Groups;

/// <summary>The value of the low-rank layer for few rows.</summary>
internal sealed class InferenceBars : BarGroup
{
    private static readonly int[] _withOnnx = [1, 8, 128];

    /// <inheritdoc/>
    public override string Name => "inference";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } =
    [
        new(Torch(1), BarKind.Ratio, 6),
        new(Torch(8), BarKind.Ratio, 2.5),
        .. _withOnnx.Select(rows => new Bar(Onnx(rows), BarKind.Reported)),
    ];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        AgainstOnnx(table, budget);
        using var torch = TorchPeer.Start();
        var theirs = torch.Check();
        foreach (int rows in (int[])[1, 8])
        {
            using var ours = new LowRankRun(rows);
            ours.Evaluate();
            Agreement.Require("|y|", Agreement.Norm(ours.Y.Values), theirs[$"y{rows}"]);
            var (our, peer) = SideBySide.Measure(ours.Evaluate, torch.Contender($"forward{rows}"), budget);
            table.Times(Torch(rows), our, peer);
        }
    }

    private static string Torch(int rows) => $"inference, batch {rows} / torch";

    private static string Onnx(int rows) => $"inference, batch {rows} / ONNX Runtime";

    private static void AgainstOnnx(BarTable table, TimeSpan budget)
    {
        foreach (int rows in _withOnnx)
        {
            using var ours = new LowRankRun(rows);
            using var onnx = new OnnxPeer(rows);
            ours.Evaluate();
            onnx.Run();
            Agreement.Require("y", ours.Y.Values, onnx.Output);
            var (our, peer) = SideBySide.Measure(ours.Evaluate, onnx.Run, budget);
            table.Times(Onnx(rows), our, peer);
        }

        table.Detail($"ONNX Runtime {OnnxPeer.Version}, 1 thread, memory bound once");
    }
}
