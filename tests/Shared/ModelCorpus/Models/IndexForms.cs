using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Reads in many index forms: reversed, diagonal, transposed, strided, windows, products of extents.</summary>
[Model]
public partial class IndexForms
{
    public const int J = 3;

    [Extent] public partial int I { get; }
    [Batch] public partial int N { get; }

    public int Flat => I * J;
    public int Window => I + J - 1;

    [Input(nameof(N), nameof(Flat), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), nameof(Window), Gradient = true)] public partial Tensor<float> S { get; }

    [Parameter(nameof(I), nameof(I))] public partial Tensor<float> A { get; }
    [Parameter(nameof(I), J)] public partial Tensor<float> B { get; }
    [Parameter(nameof(Window))] public partial Tensor<float> H { get; }

    [Output(nameof(N), nameof(I), J)] public float Reshaped(int n, int i, int j) => X[n, i * J + j] * B[i, j];
    [Output(nameof(I), nameof(N))] public float Transposed(int i, int n) => X[n, J * i + 2] + A[i, i];
    [Output(nameof(N), nameof(I))] public float Reversed(int n, int i) => X[n, Flat - 1 - i] * A[I - 1 - i, i];
    [Output(nameof(N), nameof(I))] public float Hankel(int n, int i) => Sum(J, j => S[n, i + j] * B[i, j] * H[i + J - 1 - j]);
    [Output(nameof(N), nameof(I))] public float Pooled(int n, int i) => Max(J, j => X[n, J * i + j]);
    [Output(nameof(I), nameof(I))] public float Symmetric(int i, int k) => A[i, k] + A[k, i] + Sum(I, m => A[m, i] * A[m, k]) + Sum(I, m => A[i, m] * A[m, k]);

    [Loss]
    public float Loss() =>
        Mean(N, n => Sum(I, J, (i, j) => Reshaped(n, i, j) * Reshaped(n, i, j)) + Sum(I, i => Transposed(i, n) * Reversed(n, i) + Hankel(n, i) * Pooled(n, i)))
        + Sum(I, I, (i, k) => Symmetric(i, k) * Symmetric(i, k)) / 100;
}
