using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map whose matrix is a tensor train of two cores, each with a mode of the output and a mode of the input (a matrix product
/// operator): W[(o1, o2), (i1, i2)] = Σ_r G1[o1, i1, r]·G2[r, o2, i2]. It has Rank·(Out1·In1 + Out2·In2) + Out parameters.
/// Novikov, Podoprikhin, Osokin, Vetrov, <i>Tensorizing neural networks</i>, 2015.
/// </summary>
[Model]
public partial class BlockTensorTrain2
{
    /// <summary>First mode of the rows that come in.</summary>
    [Extent] public partial int In1 { get; }

    /// <summary>Second mode of the rows that come in; it runs fastest.</summary>
    [Extent] public partial int In2 { get; }

    /// <summary>First mode of the rows that go out.</summary>
    [Extent] public partial int Out1 { get; }

    /// <summary>Second mode of the rows that go out; it runs fastest.</summary>
    [Extent] public partial int Out2 { get; }

    /// <summary>Length of the bond between the cores.</summary>
    [Extent] public partial int Rank { get; }

    /// <summary>Length of the rows that come in.</summary>
    public int In => In1 * In2;

    /// <summary>Length of the rows that go out.</summary>
    public int Out => Out1 * Out2;

    int Fan => In1 * Rank;

    /// <summary>The first core: Out1 × In1 × Rank.</summary>
    [Parameter(nameof(Out1), nameof(In1), nameof(Rank), FanIn = nameof(Fan))] public partial Tensor<float> G1 { get; }

    /// <summary>The second core: Rank × Out2 × In2.</summary>
    [Parameter(nameof(Rank), nameof(Out2), nameof(In2), FanIn = nameof(In2))] public partial Tensor<float> G2 { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    float Inner(Func<int, int, float> x, int n, int i, int r, int p) => Sum(In2, j => G2[r, p, j] * x(n, i * In2 + j));

    float Product(Func<int, int, float> x, int n, int o, int p) => Sum(In1, Rank, (i, r) => G1[o, i, r] * Inner(x, n, i, r, p));

    /// <summary>Element (o, i) of the matrix.</summary>
    public float Dense(int o, int i) => Sum(Rank, r => G1[o / Out2, i / In2, r] * G2[r, o % Out2, i % In2]);

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Product(x, n, o / Out2, o % Out2) + B[o];
}
