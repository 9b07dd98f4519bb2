using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Affine maps of dense, thin, block-diagonal and sparse matrices.</summary>
[Model]
public partial class StructuredMatrices
{
    public const int In = 8, Out = 6;

    [Batch] public partial int N { get; }

    [Input(nameof(N), In, Gradient = true)] public partial Tensor<float> X { get; }

    public Linear Full { get; } = new(In: 8, Out: 6);
    public LowRank Thin { get; } = new(In: 8, Rank: 2, Out: 6);
    public BlockDiagonal Blocks { get; } = new(Blocks: 2, BlockIn: 4, BlockOut: 3);
    public NmSparse Sparse { get; } = new(In: 8, Group: 4, Kept: 2, Out: 6);
    public DenseSparse Combined { get; } = new(In: 8, Atoms: 3, NonZeros: 2, Out: 6);

    float Row(int n, int i) => X[n, i];

    [Output(nameof(N), Out)]
    public float Y(int n, int o) => Full.Y(Row, n, o) + Thin.Y(Row, n, o) + Blocks.Y(Row, n, o) + Sparse.Y(Row, n, o) + Combined.Y(Row, n, o);

    [Output(nameof(N), Out)]
    public float YByDense(int n, int o) => Sum(In, i => X[n, i] * (Full.Dense(o, i) + Thin.Dense(o, i) + Blocks.Dense(o, i) + Sparse.Dense(o, i) + Combined.Dense(o, i))) + Full.B[o] + Thin.B[o] + Blocks.B[o] + Sparse.B[o] + Combined.B[o];

    [Loss] public float Loss() => Mean(N, Out, (n, o) => Y(n, o) * Y(n, o));
}
