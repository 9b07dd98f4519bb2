using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.LinearAlgebraF;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>A factor and a determinant for each matrix of the batch: of the symmetric part of what is given, made positive definite.</summary>
[Model]
public partial class PositiveDefiniteBatch
{
    [Extent] public partial int Size { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Size), nameof(Size), Gradient = true)] public partial Tensor<float> M { get; }
    [Input(nameof(N))] public partial Tensor<float> G { get; }

    [Parameter(nameof(Size), nameof(Size))] public partial Tensor<float> W { get; }

    float Matrix(int n, int i, int j) => M[n, i, j] / 2 + (i == j ? 2 * Size : 0);

    float Factor(int n, int i, int j) => Cholesky(Size, (p, q) => Matrix(n, p, q))(i, j);

    [Output(nameof(N))] public float Volume(int n) => LogDetPositiveDefinite(Size, (i, j) => Matrix(n, i, j));

    [Output(nameof(N))] public float Weighted(int n) => Sum(Size, Size, (i, j) => j <= i ? W[i, j] * Factor(n, i, j) : 0);

    [Loss] public float Loss() => Mean(N, n => G[n] * Volume(n) + Weighted(n));
}
