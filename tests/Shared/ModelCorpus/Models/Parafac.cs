using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>CP reconstruction of a three-way array with the squared error.</summary>
[Model]
public partial class Parafac
{
    public const int R = 3;

    [Extent] public partial int I { get; }
    [Extent] public partial int J { get; }
    [Extent] public partial int K { get; }

    [Input(nameof(I), nameof(J), nameof(K))] public partial Tensor<float> X { get; }

    [Parameter(nameof(I), R)] public partial Tensor<float> A { get; }
    [Parameter(nameof(J), R)] public partial Tensor<float> B { get; }
    [Parameter(nameof(K), R)] public partial Tensor<float> C { get; }

    [Output(nameof(I), nameof(J), nameof(K))] public float Estimate(int i, int j, int k) => Sum(R, r => A[i, r] * B[j, r] * C[k, r]);

    [Loss]
    public float Loss() =>
        Sum(I, J, K, (i, j, k) => (X[i, j, k] - Estimate(i, j, k)) * (X[i, j, k] - Estimate(i, j, k))) / 2;
}
