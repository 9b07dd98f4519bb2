using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Peers;
using Ansatz.Benchmarks.Table;
using Ansatz.Benchmarks.Timing;

namespace Ansatz.Benchmarks.Groups;

/// <summary>The value of the low-rank layer for few rows against torch.</summary>
internal sealed class InferenceBars : BarGroup
{
    private static readonly int[] _batches = [1, 8];

    /// <inheritdoc/>
    public override string Name => "inference";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } = [new(Row(1), BarKind.Ratio, 6), new(Row(8), BarKind.Ratio, 2.5)];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        using var torch = ScriptPeer.StartTorch("lowrank_peer.py");
        var theirs = torch.Check();
        foreach (int rows in _batches)
        {
            using var ours = new LowRankRun(rows);
            ours.Evaluate();
            Agreement.Require("|y|", Agreement.Norm(ours.Y.Values), theirs[$"y{rows}"]);
            var (our, peer) = SideBySide.Measure(ours.Evaluate, torch.Contender($"forward{rows}"), budget);
            table.Times(Row(rows), our, peer);
        }
    }

    private static string Row(int rows) => $"inference, batch {rows} / torch";
}
