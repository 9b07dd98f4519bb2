using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Tucker reconstruction of a three-way array with the squared error.</summary>
[Model]
public partial class Tucker
{
    public const int P = 2, Q = 3, R = 2;

    [Extent] public partial int I { get; }
    [Extent] public partial int J { get; }
    [Extent] public partial int K { get; }

    [Input(nameof(I), nameof(J), nameof(K))] public partial Tensor<float> X { get; }

    [Parameter(P, Q, R)] public partial Tensor<float> G { get; }
    [Parameter(nameof(I), P)] public partial Tensor<float> A { get; }
    [Parameter(nameof(J), Q)] public partial Tensor<float> B { get; }
    [Parameter(nameof(K), R)] public partial Tensor<float> C { get; }

    [Output(nameof(I), nameof(J), nameof(K))]
    public float Estimate(int i, int j, int k) => Sum(P, Q, R, (p, q, r) => G[p, q, r] * A[i, p] * B[j, q] * C[k, r]);

    float Error(int i, int j, int k) => X[i, j, k] - Estimate(i, j, k);

    [Loss] public float Loss() => Sum(I, J, K, (i, j, k) => Error(i, j, k) * Error(i, j, k)) / 2;
}
