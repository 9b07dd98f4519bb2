using Ansatz.Benchmarks.Compiling;
using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Models.Networks;
using Ansatz.Benchmarks.Peers;
using Ansatz.Benchmarks.Table;
using Ansatz.Benchmarks.Timing;

namespace Ansatz.Benchmarks.Groups;

/// <summary>A linear layer 512 → 512 at batch 128 in every form, against the whole matrix, and that against torch.</summary>
internal sealed class FactorizedBars : BarGroup
{
    private const string Dense = "linear 512x512, batch 128 / torch", Verdicts = "verdicts of ANZ3005 that are wrong";
    private const int Rows = 128, Width = 512;

    // What tltorch takes for the same layer in units of torch's own linear layer: 808 us beside 11034, 2767 and 2593 us, measured once with torch 1.13.
    private static readonly Dictionary<string, double> _tltorch = new()
    {
        ["ParafacMap683"] = 808 / 11034.0,
        ["TuckerMap6"] = 808 / 2767.0,
        ["TensorTrainMap22"] = 808 / 2593.0,
    };

    private static readonly Dictionary<string, double> _limits = new() { ["TuckerMap6"] = 2, ["TensorTrainMap4"] = 1.5, ["LowRankMap32"] = 4 };

    private static readonly (string Name, Func<int, IMap> Create)[] _maps =
    [
        ("LowRankMap8", LowRankMap8.Create),
        ("LowRankMap16", LowRankMap16.Create),
        ("LowRankMap32", LowRankMap32.Create),
        ("LowRankMap64", LowRankMap64.Create),
        ("LowRankMap128", LowRankMap128.Create),
        ("LowRankMap192", LowRankMap192.Create),
        ("LowRankMap256", LowRankMap256.Create),
        ("LowRankMap320", LowRankMap320.Create),
        ("TensorTrainMap2", TensorTrainMap2.Create),
        ("TensorTrainMap4", TensorTrainMap4.Create),
        ("TensorTrainMap8", TensorTrainMap8.Create),
        ("TensorTrainMap12", TensorTrainMap12.Create),
        ("TensorTrainMap16", TensorTrainMap16.Create),
        ("TensorTrainMap22", TensorTrainMap22.Create),
        ("TuckerMap3", TuckerMap3.Create),
        ("TuckerMap4", TuckerMap4.Create),
        ("TuckerMap5", TuckerMap5.Create),
        ("TuckerMap6", TuckerMap6.Create),
        ("TuckerMap7", TuckerMap7.Create),
        ("TuckerMap8", TuckerMap8.Create),
        ("ParafacMap16", ParafacMap16.Create),
        ("ParafacMap32", ParafacMap32.Create),
        ("ParafacMap64", ParafacMap64.Create),
        ("ParafacMap128", ParafacMap128.Create),
        ("ParafacMap256", ParafacMap256.Create),
        ("ParafacMap683", ParafacMap683.Create),
        ("TensorRingMap2", TensorRingMap2.Create),
        ("TensorRingMap3", TensorRingMap3.Create),
        ("TrainOfTwoMap4", TrainOfTwoMap4.Create),
        ("TrainOfTwoMap16", TrainOfTwoMap16.Create),
        ("TrainOfTwoMap64", TrainOfTwoMap64.Create),
    ];

    /// <inheritdoc/>
    public override string Name => "networks";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } =
    [
        new(Dense, BarKind.Ratio, 0.9),
        .. _maps.Select(m => _limits.TryGetValue(m.Name, out var limit) ? new Bar(Row(m.Name), BarKind.Ratio, limit) : new Bar(Row(m.Name), BarKind.Reported)),
        .. _maps.Select(m => new Bar(GradientRow(m.Name), BarKind.Reported)),
        new(Verdicts, BarKind.AtMost),
    ];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        var brief = budget / 8;
        using var x = new AlignedArray<float>(HashNumbers.Single(Rows * Width, 0.37, 0.1, 1), Rows, Width);
        using var g = new AlignedArray<float>(HashNumbers.Single(Rows * Width, 0.29, 0.5, 1), Rows, Width);
        using var y = new AlignedArray<float>(Rows, Width);
        using var dx = new AlignedArray<float>(Rows, Width);
        var dense = DenseMap.Create(1);
        using (var torch = ScriptPeer.StartTorch("networks_peer.py"))
        {
            var (ours, peer) = SideBySide.Measure(() => dense.Evaluate(x.Tensor, y.Tensor), torch.Contender("dense"), budget);
            table.Times(Dense, ours, peer);
            table.Detail(torch.Version);
        }

        var measured = new List<(string Name, double Ratio)>();
        foreach (var (name, create) in _maps)
        {
            var map = create(1);
            var (ours, whole) = SideBySide.Measure(() => map.Evaluate(x.Tensor, y.Tensor), () => dense.Evaluate(x.Tensor, y.Tensor), brief);
            table.Times(Row(name), ours, whole);
            var ratio = whole.Processor.Low / ours.Processor.Low;
            if (_tltorch.TryGetValue(name, out var theirs)) table.Detail(FormattableString.Invariant($"{ratio / theirs:0.0} times tltorch's ratio to its dense layer ({theirs:0.000})"));
            table.Detail($"{map.Parameters.ParameterCount} parameters");
            (ours, whole) = SideBySide.Measure(() => map.Gradient(x.Tensor, g.Tensor, dx.Tensor), () => dense.Gradient(x.Tensor, g.Tensor, dx.Tensor), brief);
            table.Times(GradientRow(name), ours, whole);
            measured.Add((name, ours.Processor.Low / whole.Processor.Low));
        }

        Judge(table, measured);
    }

    // The diagnostic says that a layer is slower than the whole matrix where it is predicted to be; what is measured to be within a tenth of it may be either.
    private static void Judge(BarTable table, List<(string Name, double Ratio)> measured)
    {
        var predicted = PredictedTimes.OfMaps(Rows);
        var judged = measured.Select(m => (m.Name, m.Ratio, Predicted: predicted[m.Name] / predicted[nameof(DenseMap)])).ToArray();
        table.Figure(Verdicts, judged.Count(IsWrong), $"of {judged.Count(m => m.Ratio is < 0.9 or > 1.1)}");
        foreach (var m in judged) table.Detail(FormattableString.Invariant($"{m.Name}: {m.Ratio:0.00} measured, {m.Predicted:0.00} predicted{(IsWrong(m) ? ", wrong" : "")}"));

        static bool IsWrong((string Name, double Ratio, double Predicted) m) => m.Ratio is < 0.9 or > 1.1 && m.Ratio > 1 != m.Predicted > 1;
    }

    private static string Row(string map) => $"{map}, batch 128 / whole matrix";

    private static string GradientRow(string map) => $"{map}, gradients / whole matrix";
}
