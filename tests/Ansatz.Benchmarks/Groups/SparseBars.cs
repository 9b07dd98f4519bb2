using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Models.Networks;
using Ansatz.Benchmarks.Table;
using Ansatz.Benchmarks.Timing;
using Ansatz.Layers;

namespace Ansatz.Benchmarks.Groups;

/// <summary>Layers 768 → 3072 with few weights in each group at batch 128, against the whole matrix.</summary>
internal sealed class SparseBars : BarGroup
{
    private const int Rows = 128, In = 768, Out = 3072;

    private static readonly (int Kept, int Group, Func<int, IMap> Create)[] _maps =
    [
        (2, 4, SparseMap2Of4.Create),
        (1, 4, SparseMap1Of4.Create),
        (2, 8, SparseMap2Of8.Create),
        (1, 16, SparseMap1Of16.Create),
    ];

    /// <inheritdoc/>
    public override string Name => "networks";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } =
    [
        .. _maps.Select(m => m is (2, 4, _) ? new Bar(Row(m.Kept, m.Group), BarKind.Ratio, 1) : new Bar(Row(m.Kept, m.Group), BarKind.Reported)),
        .. _maps.Select(m => new Bar(GradientRow(m.Kept, m.Group), BarKind.Reported)),
    ];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        using var x = new AlignedArray<float>(HashNumbers.Single(Rows * In, 0.37, 0.1, 1), Rows, In);
        using var g = new AlignedArray<float>(HashNumbers.Single(Rows * Out, 0.29, 0.5, 1), Rows, Out);
        using var y = new AlignedArray<float>(Rows, Out);
        using var dx = new AlignedArray<float>(Rows, In);
        var weights = new Linear(In: In, Out: Out);
        weights.Initialize(1);
        foreach (var (kept, group, create) in _maps)
        {
            // Both compute the same: the whole matrix has the same weights, and zeros.
            var (dense, map) = (WideMap.Create(1), create(1));
            var sparse = CompressedNmSparse.From(weights, kept, group);
            sparse.Parameters.Tensor<float>("Value").CopyTo(map.Parameters.Tensor<float>("Layer.Value"));
            sparse.Parameters.Tensor<int>("Place").CopyTo(map.Parameters.Tensor<int>("Layer.Place"));
            var whole = dense.Parameters.Tensor<float>("Layer.W");
            for (var o = 0; o < Out; o++)
            {
                for (var i = 0; i < In; i++) whole[o, i] = sparse.Dense(o, i);
            }

            dense.Evaluate(x.Tensor, y.Tensor);
            var expected = y.Tensor[17, 1234];
            map.Evaluate(x.Tensor, y.Tensor);
            Agreement.Require("an element of the result", y.Tensor[17, 1234], expected);
            var (ours, theirs) = SideBySide.Measure(() => map.Evaluate(x.Tensor, y.Tensor), () => dense.Evaluate(x.Tensor, y.Tensor), budget / 2);
            table.Times(Row(kept, group), ours, theirs);
            table.Detail($"{map.Parameters.ParameterCount} parameters");
            (ours, theirs) = SideBySide.Measure(() => map.Gradient(x.Tensor, g.Tensor, dx.Tensor), () => dense.Gradient(x.Tensor, g.Tensor, dx.Tensor), budget / 4);
            table.Times(GradientRow(kept, group), ours, theirs);
        }
    }

    private static string Row(int kept, int group) => $"{kept}:{group} sparse 768→3072, batch 128 / our dense";

    private static string GradientRow(int kept, int group) => $"{kept}:{group} sparse 768→3072, gradients / our dense";
}
