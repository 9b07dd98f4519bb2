using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Models;
using Ansatz.Benchmarks.Peers;
using Ansatz.Benchmarks.Table;
using Ansatz.Benchmarks.Timing;

namespace Ansatz.Benchmarks.Groups;

/// <summary>The value of the low-rank layer against ONNX Runtime; a group of its own so that either peer may be missing without the other.</summary>
internal sealed class OnnxBars : BarGroup
{
    private static readonly int[] _batches = [1, 8, 128];

    /// <inheritdoc/>
    public override string Name => "inference";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } = [.. _batches.Select(rows => new Bar(Row(rows), BarKind.Reported))];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        foreach (int rows in _batches)
        {
            using var ours = new LowRankRun(rows);
            using var onnx = new OnnxPeer(ours.Layer.SaveOnnx, ours.X.Values, rows, LowRankLayer.Out);
            ours.Evaluate();
            onnx.Run();
            Agreement.Require("y", ours.Y.Values, onnx.Output);
            var (our, peer) = SideBySide.Measure(ours.Evaluate, onnx.Run, budget);
            table.Times(Row(rows), our, peer);
        }

        table.Detail($"ONNX Runtime {OnnxPeer.Version}, 1 thread, the file that the layer has written, memory bound once");
    }

    private static string Row(int rows) => $"inference, batch {rows} / ONNX Runtime";
}
