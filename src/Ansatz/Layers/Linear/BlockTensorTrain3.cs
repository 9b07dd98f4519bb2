using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map whose matrix is a tensor train of three cores, each with a mode of the output and a mode of the input (a matrix product
/// operator): W[(o1, o2, o3), (i1, i2, i3)] = Σ_{r, s} G1[o1, i1, r]·G2[r, o2, i2, s]·G3[s, o3, i3].
/// It has Out1·In1·Rank1 + Rank1·Out2·In2·Rank2 + Rank2·Out3·In3 + Out parameters.
/// Novikov, Podoprikhin, Osokin, Vetrov, <i>Tensorizing neural networks</i>, 2015.
/// </summary>
[Model]
public partial class BlockTensorTrain3
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

    /// <summary>Length of the bond between the first and the second core.</summary>
    [Extent] public partial int Rank1 { get; }

    /// <summary>Length of the bond between the second and the third core.</summary>
    [Extent] public partial int Rank2 { get; }

    /// <summary>Length of the rows that come in.</summary>
    public int In => In1 * In2 * In3;

    /// <summary>Length of the rows that go out.</summary>
    public int Out => Out1 * Out2 * Out3;

    int Fan1 => In1 * Rank1;

    int Fan2 => In2 * Rank2;

    /// <summary>The first core: Out1 × In1 × Rank1.</summary>
    [Parameter(nameof(Out1), nameof(In1), nameof(Rank1), FanIn = nameof(Fan1))] public partial Tensor<float> G1 { get; }

    /// <summary>The second core: Rank1 × Out2 × In2 × Rank2.</summary>
    [Parameter(nameof(Rank1), nameof(Out2), nameof(In2), nameof(Rank2), FanIn = nameof(Fan2))] public partial Tensor<float> G2 { get; }

    /// <summary>The third core: Rank2 × Out3 × In3.</summary>
    [Parameter(nameof(Rank2), nameof(Out3), nameof(In3), FanIn = nameof(In3))] public partial Tensor<float> G3 { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    float Third(Func<int, int, float> x, int n, int i, int j, int s, int q) => Sum(In3, k => G3[s, q, k] * x(n, (i * In2 + j) * In3 + k));

    float Second(Func<int, int, float> x, int n, int i, int r, int p, int q) => Sum(In2, Rank2, (j, s) => G2[r, p, j, s] * Third(x, n, i, j, s, q));

    float Product(Func<int, int, float> x, int n, int o, int p, int q) => Sum(In1, Rank1, (i, r) => G1[o, i, r] * Second(x, n, i, r, p, q));

    /// <summary>Element (o, i) of the matrix.</summary>
    public float Dense(int o, int i) => Sum(Rank1, Rank2, (r, s) =>
        G1[o / (Out2 * Out3), i / (In2 * In3), r] * G2[r, o / Out3 % Out2, i / In3 % In2, s] * G3[s, o % Out3, i % In3]);

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Product(x, n, o / (Out2 * Out3), o / Out3 % Out2, o % Out3) + B[o];
}
