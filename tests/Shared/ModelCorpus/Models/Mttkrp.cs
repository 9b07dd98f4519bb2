using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>A matricised tensor times a Khatri-Rao product, the inner loop of CP decompositions, along each of three modes.</summary>
[Model]
public partial class Mttkrp
{
    [Extent] public partial int I { get; }
    [Extent] public partial int J { get; }
    [Extent] public partial int K { get; }
    [Extent] public partial int R { get; }

    [Input(nameof(I), nameof(J), nameof(K), Gradient = true)] public partial Tensor<float> X { get; }
    [Parameter(nameof(I), nameof(R))] public partial Tensor<float> A { get; }
    [Parameter(nameof(J), nameof(R))] public partial Tensor<float> B { get; }
    [Parameter(nameof(K), nameof(R))] public partial Tensor<float> C { get; }

    [Output(nameof(I), nameof(R))] public float First(int i, int r) => Sum(J, K, (j, k) => X[i, j, k] * B[j, r] * C[k, r]);
    [Output(nameof(J), nameof(R))] public float Second(int j, int r) => Sum(I, K, (i, k) => X[i, j, k] * A[i, r] * C[k, r]);
    [Output(nameof(K), nameof(R))] public float Third(int k, int r) => Sum(I, J, (i, j) => X[i, j, k] * A[i, r] * B[j, r]);

    [Loss]
    public float Loss() => Mean(I, R, (i, r) => First(i, r) * First(i, r)) + Mean(J, R, (j, r) => Second(j, r) * Second(j, r)) + Mean(K, R, (k, r) => Third(k, r) * Third(k, r));
}
