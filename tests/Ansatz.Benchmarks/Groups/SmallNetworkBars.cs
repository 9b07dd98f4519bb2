using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Models.Networks;
using Ansatz.Benchmarks.Peers;
using Ansatz.Benchmarks.Table;
using Ansatz.Benchmarks.Timing;

namespace Ansatz.Benchmarks.Groups;

/// <summary>A low-rank network on one image, against ONNX Runtime running the file that the network has written.</summary>
internal sealed class SmallNetworkBars : BarGroup
{
    private const string Row = "784-256-256-10 low-rank, one image / ONNX Runtime";

    /// <inheritdoc/>
    public override string Name => "networks";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } = [new(Row, BarKind.Ratio, 1.5)];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        var network = SmallPerceptron.Create(seed: 1);
        using var x = new AlignedArray<float>(HashNumbers.Single(SmallPerceptron.Pixels, 0.37, 0.1, 1), 1, SmallPerceptron.Pixels);
        using var logit = new AlignedArray<float>(1, SmallPerceptron.Classes);
        void Evaluate() => network.Evaluate(x.Tensor, logit.Tensor);
        using var onnx = new OnnxPeer(network.SaveOnnx, x.Values, 1, SmallPerceptron.Classes);
        Evaluate();
        onnx.Run();
        Agreement.Require("the scores", logit.Values, onnx.Output);
        var (our, peer) = SideBySide.Measure(Evaluate, onnx.Run, budget);
        table.Times(Row, our, peer);
        table.Detail($"ONNX Runtime {OnnxPeer.Version}, 1 thread, all optimisations, memory bound once");
    }
}
