using System.Numerics.Tensors;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map whose matrix is a sum of components, Σ_r U[·, r]·V[r, ·], in the order of their importance: trained with another number of leading components
/// at each step (ordered dropout), the first r of them become the best map of rank r, so that the layer can be cut at any rank afterwards
/// (<see cref="LowRank.Approximate(OrderedLowRank)"/>). For a linear map on uniformly distributed rows they are its singular value decomposition.
/// Horváth, Laskaridis, Rajput, Wang, <i>Maestro: uncovering low-rank structures via trainable decomposition</i>, 2024; Rippel, Gelbart, Adams,
/// <i>Learning ordered representations with nested dropout</i>, 2014.
/// </summary>
[Model]
public partial class OrderedLowRank
{
    /// <summary>Length of the rows that come in.</summary>
    [Extent] public partial int In { get; }

    /// <summary>How many components there are; with as many as the smaller of In and Out, any matrix can be represented.</summary>
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

    float SquareOfV(int r) => Sum(In, i => V[r, i] * V[r, i]);

    float SquareOfU(int r) => Sum(Out, o => U[o, r] * U[o, r]);

    float TailOfV(int r) => SquareOfV(r) + (r < Rank - 1 ? TailOfV(r + 1) : 0);

    float TailOfU(int r) => SquareOfU(r) + (r < Rank - 1 ? TailOfU(r + 1) : 0);

    /// <summary>The norm of component r, ‖U[·, r]‖·‖V[r, ·]‖: what its singular value is where the components are orthogonal.</summary>
    public float Importance(int r) => Sqrt(SquareOfU(r)) * Sqrt(SquareOfV(r));

    /// <summary>The hierarchical group lasso, Σ_r (‖V[r…, ·]‖ + ‖U[·, r…]‖): with a factor in the loss, it makes the last components 0 first. Its slope at 0 is 0.</summary>
    public float GroupLasso() => Sum(Rank, r => (TailOfV(r) > 0 ? Sqrt(TailOfV(r)) : 0) + (TailOfU(r) > 0 ? Sqrt(TailOfU(r)) : 0));

    /// <summary>Element (o, i) of the matrix U·V.</summary>
    public float Dense(int o, int i) => Sum(Rank, r => U[o, r] * V[r, i]);

    /// <summary>Element (o, i) of the matrix of the first components.</summary>
    /// <param name="rank">How many components take part: from 0 to Rank, rounded up.</param>
    /// <param name="o">The row.</param>
    /// <param name="i">The column.</param>
    public float LeadingDense(float rank, int o, int i) => Sum(Rank, r => r < rank ? U[o, r] * V[r, i] : 0);

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Sum(Rank, r => U[o, r] * Code(x, n, r)) + B[o];

    /// <summary>Element o of row n of the result of the first components, for the rows x.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="rank">How many components take part: from 0 to Rank, rounded up. In training another number at each step.</param>
    /// <param name="n">The row.</param>
    /// <param name="o">The element.</param>
    public float Leading(Func<int, int, float> x, float rank, int n, int o) => Sum(Rank, r => U[o, r] * (r < rank ? Code(x, n, r) : 0)) + B[o];
}
