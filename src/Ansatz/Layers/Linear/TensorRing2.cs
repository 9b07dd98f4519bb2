using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map whose matrix is a ring of two cores: W[(o1, o2), (i1, i2)] = Σ_{r, s} G1[s, o1, i1, r]·G2[r, o2, i2, s].
/// It has Rank1·Rank2·(Out1·In1 + Out2·In2) + Out parameters.
/// Zhao, Zhou, Xie, Zhang, Cichocki, <i>Tensor ring decomposition</i>, 2016; Wang, Sun, Eriksson, Wang, Aggarwal, <i>Wide compression: tensor ring
/// nets</i>, 2018.
/// </summary>
[Model]
public partial class TensorRing2
{
    /// <summary>First mode of the rows that come in.</summary>
    [Extent] public partial int In1 { get; }

    /// <summary>Second mode of the rows that come in; it runs fastest.</summary>
    [Extent] public partial int In2 { get; }

    /// <summary>First mode of the rows that go out.</summary>
    [Extent] public partial int Out1 { get; }

    /// <summary>Second mode of the rows that go out; it runs fastest.</summary>
    [Extent] public partial int Out2 { get; }

    /// <summary>Length of the bond from the first core to the second.</summary>
    [Extent] public partial int Rank1 { get; }

    /// <summary>Length of the bond from the second core back to the first.</summary>
    [Extent] public partial int Rank2 { get; }

    /// <summary>Length of the rows that come in.</summary>
    public int In => In1 * In2;

    /// <summary>Length of the rows that go out.</summary>
    public int Out => Out1 * Out2;

    int Fan => In1 * Rank1 * Rank2;

    /// <summary>The first core: Rank2 × Out1 × In1 × Rank1.</summary>
    [Parameter(nameof(Rank2), nameof(Out1), nameof(In1), nameof(Rank1), FanIn = nameof(Fan))] public partial Tensor<float> G1 { get; }

    /// <summary>The second core: Rank1 × Out2 × In2 × Rank2.</summary>
    [Parameter(nameof(Rank1), nameof(Out2), nameof(In2), nameof(Rank2), FanIn = nameof(In2))] public partial Tensor<float> G2 { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    float Inner(Func<int, int, float> x, int n, int i, int r, int p, int s) => Sum(In2, j => G2[r, p, j, s] * x(n, i * In2 + j));

    float Product(Func<int, int, float> x, int n, int o, int p) => Sum(In1, Rank1, Rank2, (i, r, s) => G1[s, o, i, r] * Inner(x, n, i, r, p, s));

    /// <summary>Element (o, i) of the matrix.</summary>
    public float Dense(int o, int i) => Sum(Rank1, Rank2, (r, s) => G1[s, o / Out2, i / In2, r] * G2[r, o % Out2, i % In2, s]);

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Product(x, n, o / Out2, o % Out2) + B[o];
}
