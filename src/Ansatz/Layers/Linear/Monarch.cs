using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map whose matrix is a product of two block-diagonal ones with a permutation between them and one after:
/// W[(o1, o2), (i1, i2)] = L[o2, o1, i1]·R[i1, o2, i2]. Every output depends on every input. It has In1·Out2·In2 + Out2·Out1·In1 + Out parameters.
/// Dao, Chen, Sohoni, Desai, Poli, Grogan, Liu, Rao, Rudra, Ré, <i>Monarch: expressive structured matrices for efficient and accurate training</i>, 2022.
/// </summary>
[Model]
public partial class Monarch
{
    /// <summary>How many blocks the first matrix has.</summary>
    [Extent] public partial int In1 { get; }

    /// <summary>Columns of each of them: the input's second mode, which runs fastest.</summary>
    [Extent] public partial int In2 { get; }

    /// <summary>Rows of each block of the second matrix.</summary>
    [Extent] public partial int Out1 { get; }

    /// <summary>How many blocks the second matrix has: the output's second mode, which runs fastest.</summary>
    [Extent] public partial int Out2 { get; }

    /// <summary>Length of the rows that come in.</summary>
    public int In => In1 * In2;

    /// <summary>Length of the rows that go out.</summary>
    public int Out => Out1 * Out2;

    /// <summary>Blocks of the first matrix: In1 × Out2 × In2.</summary>
    [Parameter(nameof(In1), nameof(Out2), nameof(In2), FanIn = nameof(In2))] public partial Tensor<float> R { get; }

    /// <summary>Blocks of the second matrix: Out2 × Out1 × In1.</summary>
    [Parameter(nameof(Out2), nameof(Out1), nameof(In1), FanIn = nameof(In1))] public partial Tensor<float> L { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    float Inner(Func<int, int, float> x, int n, int i, int p) => Sum(In2, j => R[i, p, j] * x(n, i * In2 + j));

    float Product(Func<int, int, float> x, int n, int o, int p) => Sum(In1, i => L[p, o, i] * Inner(x, n, i, p));

    /// <summary>Element (o, i) of the matrix.</summary>
    public float Dense(int o, int i) => L[o % Out2, o / Out2, i / In2] * R[i / In2, o % Out2, i % In2];

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Product(x, n, o / Out2, o % Out2) + B[o];
}
