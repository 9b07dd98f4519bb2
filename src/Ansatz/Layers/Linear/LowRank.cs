using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map whose matrix is the product of two thin ones: y = U·(V·x) + b. It has Rank·(In + Out) + Out parameters where the full
/// matrix has In·Out + Out, and costs as many multiplications for each row.
/// </summary>
[Model]
public partial class LowRank
{
    /// <summary>Length of the rows that come in.</summary>
    [Extent] public partial int In { get; }

    /// <summary>Rank of the matrix: how many numbers each row is reduced to on the way.</summary>
    [Extent] public partial int Rank { get; }

    /// <summary>Length of the rows that go out.</summary>
    [Extent] public partial int Out { get; }

    /// <summary>Reduces a row: Rank × In.</summary>
    [Parameter(nameof(Rank), nameof(In))] public partial Tensor<float> V { get; }

    /// <summary>Expands it again: Out × Rank.</summary>
    [Parameter(nameof(Out), nameof(Rank))] public partial Tensor<float> U { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    float Code(Func<int, int, float> x, int n, int r) => Sum(In, i => V[r, i] * x(n, i));

    /// <summary>Element (o, i) of the matrix U·V.</summary>
    public float Dense(int o, int i) => Sum(Rank, r => U[o, r] * V[r, i]);

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Sum(Rank, r => U[o, r] * Code(x, n, r)) + B[o];
}
