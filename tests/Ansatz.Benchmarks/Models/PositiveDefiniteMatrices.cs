using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.LinearAlgebraF;
using static Ansatz.ReduceF;

namespace Ansatz.Benchmarks.Models;

/// <summary>The logarithm of the determinant of each symmetric positive definite matrix, by its Cholesky factor; the loss weighs it by G.</summary>
[Model]
public partial class PositiveDefiniteMatrices
{
    public const int Size = 64;

    [Batch] public partial int N { get; }

    [Input(nameof(N), Size, Size, Gradient = true)] public partial Tensor<float> S { get; }
    [Input(nameof(N))] public partial Tensor<float> G { get; }

    [Output(nameof(N))] public float Y(int n) => LogDetPositiveDefinite(Size, (i, j) => S[n, i, j]);

    [Loss] public float Loss() => Sum(N, n => G[n] * Y(n));
}
