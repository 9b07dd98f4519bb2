using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Peers;
using Ansatz.Benchmarks.Prototype;
using Ansatz.Benchmarks.Table;
using Ansatz.Benchmarks.Timing;

namespace Ansatz.Benchmarks.Groups;

/// <summary>The low-rank layer at batch 128: value and all gradients, and the value alone.</summary>
internal sealed class LowRankBars : BarGroup
{
    private const string
        Prototype = "low-rank 512-32-512 gelu, gradients / prototype",
        PrototypeForward = "low-rank, forward / prototype",
        Torch = "low-rank, gradients / torch",
        TorchLoss = "low-rank, gradients of the summed loss / torch",
        TorchForward = "low-rank, forward / torch";

    /// <inheritdoc/>
    public override string Name => "lowrank";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } =
    [
        new(Prototype, BarKind.Ratio, 0.95),
        new(PrototypeForward, BarKind.Reported),
        new(Torch, BarKind.Ratio, 1.3),
        new(TorchLoss, BarKind.Reported),
        new(TorchForward, BarKind.Ratio, 1.0),
    ];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        using var ours = new LowRankRun(LowRankData.Rows);
        Action gradient = () => ours.Gradient();
        AgainstPrototype(table, ours, gradient, budget);

        using var torch = ScriptPeer.StartTorch("lowrank_peer.py");
        Compare(ours, torch);
        Run(Torch, gradient, "gradient");
        table.Detail($"{torch.Version}; it takes dy as given, we also compute the loss that has this dy");
        Run(TorchLoss, gradient, "loss");
        Run(TorchForward, ours.Evaluate, "forward128");

        void Run(string row, Action call, string operation)
        {
            var (our, peer) = SideBySide.Measure(call, torch.Contender(operation), budget);
            table.Times(row, our, peer);
        }
    }

    private static void AgainstPrototype(BarTable table, LowRankRun ours, Action gradient, TimeSpan budget)
    {
        using var prototype = new HandWrittenLayer();
        ours.Gradient();
        ours.Evaluate();
        prototype.Gradient();
        Agreement.Require<float>("y", ours.Y.Values, prototype.Y.Values);
        Agreement.Require<float>("dx", ours.XGradient.Values, prototype.Dx.Values);
        Agreement.Require("dV", ours.ParameterGradient("V"), prototype.Dv.Values);
        Agreement.Require("dU", ours.ParameterGradient("U"), prototype.Du.Values);
        Agreement.Require("db", ours.ParameterGradient("B"), prototype.Db.Values);

        var (our, peer) = SideBySide.Measure(gradient, prototype.Gradient, budget);
        table.Times(Prototype, our, peer);
        (our, peer) = SideBySide.Measure(ours.Evaluate, prototype.Forward, budget);
        table.Times(PrototypeForward, our, peer);
    }

    private static void Compare(LowRankRun ours, ScriptPeer torch)
    {
        var theirs = torch.Check();
        double loss = ours.Gradient();
        ours.Evaluate();

        // The loss is a sum of 65,536 terms of both signs: its error is relative to |G|·|y|.
        Agreement.Require("the loss", loss, theirs["loss"], Agreement.Norm(ours.G.Values) * theirs["y"]);
        Agreement.Require("|y|", Agreement.Norm(ours.Y.Values), theirs["y"]);
        Agreement.Require("|dx|", Agreement.Norm(ours.XGradient.Values), theirs["dx"]);
        Agreement.Require("|dV|", Agreement.Norm(ours.ParameterGradient("V")), theirs["dv"]);
        Agreement.Require("|dU|", Agreement.Norm(ours.ParameterGradient("U")), theirs["du"]);
        Agreement.Require("|db|", Agreement.Norm(ours.ParameterGradient("B")), theirs["db"]);
    }
}
