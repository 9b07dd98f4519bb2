using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map whose matrix, with its rows and columns in three modes each, is a sum of Rank outer products:
/// W[(o1, o2, o3), (i1, i2, i3)] = Σ_r U1[o1, r]·U2[o2, r]·U3[o3, r]·V1[r, i1]·V2[r, i2]·V3[r, i3]. It has
/// Rank·(In1 + In2 + In3 + Out1 + Out2 + Out3) + Out parameters. Canonical polyadic form: see <see cref="CpLinear2"/>.
/// </summary>
[Model]
public partial class CpLinear3
{
    /// <summary>First mode of the rows that come in.</summary>
    [Extent] public partial int In1 { get; }

    /// <summary>Second mode of the rows that come in.</summary>
    [Extent] public partial int In2 { get; }

    /// <summary>Third mode of the rows that come in; it runs fastest.</summary>
    [Extent] public partial int In3 { get; }

    /// <summary>First mode of the rows that go out.</summary>
    [Extent] public partial int Out1 { get; }

    /// <summary>Second mode of the rows that go out.</summary>
    [Extent] public partial int Out2 { get; }

    /// <summary>Third mode of the rows that go out; it runs fastest.</summary>
    [Extent] public partial int Out3 { get; }

    /// <summary>How many outer products.</summary>
    [Extent] public partial int Rank { get; }

    /// <summary>Length of the rows that come in.</summary>
    public int In => In1 * In2 * In3;

    /// <summary>Length of the rows that go out.</summary>
    public int Out => Out1 * Out2 * Out3;

    /// <summary>Factor of the first mode of the input: Rank × In1.</summary>
    [Parameter(nameof(Rank), nameof(In1))] public partial Tensor<float> V1 { get; }

    /// <summary>Factor of the second mode of the input: Rank × In2.</summary>
    [Parameter(nameof(Rank), nameof(In2))] public partial Tensor<float> V2 { get; }

    /// <summary>Factor of the third mode of the input: Rank × In3.</summary>
    [Parameter(nameof(Rank), nameof(In3))] public partial Tensor<float> V3 { get; }

    /// <summary>Factor of the first mode of the output: Out1 × Rank.</summary>
    [Parameter(nameof(Out1), nameof(Rank))] public partial Tensor<float> U1 { get; }

    /// <summary>Factor of the second mode of the output: Out2 × Rank.</summary>
    [Parameter(nameof(Out2), nameof(Rank), FanIn = 1)] public partial Tensor<float> U2 { get; }

    /// <summary>Factor of the third mode of the output: Out3 × Rank.</summary>
    [Parameter(nameof(Out3), nameof(Rank), FanIn = 1)] public partial Tensor<float> U3 { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    float Code(Func<int, int, float> x, int n, int r) =>
        Sum(In1, In2, In3, (i, j, k) => V1[r, i] * V2[r, j] * V3[r, k] * x(n, (i * In2 + j) * In3 + k));

    float Product(Func<int, int, float> x, int n, int o, int p, int q) => Sum(Rank, r => U1[o, r] * U2[p, r] * U3[q, r] * Code(x, n, r));

    /// <summary>Element (o, i) of the matrix.</summary>
    public float Dense(int o, int i) => Sum(Rank, r =>
        U1[o / (Out2 * Out3), r] * U2[o / Out3 % Out2, r] * U3[o % Out3, r] * V1[r, i / (In2 * In3)] * V2[r, i / In3 % In2] * V3[r, i % In3]);

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Product(x, n, o / (Out2 * Out3), o / Out3 % Out2, o % Out3) + B[o];
}
