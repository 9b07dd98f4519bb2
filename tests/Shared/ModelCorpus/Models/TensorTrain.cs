using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Reconstruction of a tensor of four dimensions as a tensor train, and as a ring.</summary>
[Model]
public partial class TensorTrain
{
    [Extent] public partial int I { get; }
    [Extent] public partial int J { get; }
    [Extent] public partial int K { get; }
    [Extent] public partial int R { get; }

    [Input(nameof(I), nameof(J), nameof(K), nameof(I))] public partial Tensor<float> Target { get; }

    [Parameter(nameof(I), nameof(R))] public partial Tensor<float> First { get; }
    [Parameter(nameof(R), nameof(J), nameof(R))] public partial Tensor<float> Second { get; }
    [Parameter(nameof(R), nameof(K), nameof(R))] public partial Tensor<float> Third { get; }
    [Parameter(nameof(R), nameof(I))] public partial Tensor<float> Fourth { get; }

    [Parameter(nameof(R), nameof(I), nameof(R))] public partial Tensor<float> A { get; }
    [Parameter(nameof(R), nameof(J), nameof(R))] public partial Tensor<float> B { get; }
    [Parameter(nameof(R), nameof(K), nameof(R))] public partial Tensor<float> C { get; }

    [Output(nameof(I), nameof(J), nameof(K), nameof(I))]
    public float Train(int i, int j, int k, int l) => Sum(R, R, R, (p, q, r) => First[i, p] * Second[p, j, q] * Third[q, k, r] * Fourth[r, l]);

    [Output(nameof(I), nameof(J), nameof(K))]
    public float Ring(int i, int j, int k) => Sum(R, R, R, (p, q, r) => A[p, i, q] * B[q, j, r] * C[r, k, p]);

    float Error(int i, int j, int k, int l) => Train(i, j, k, l) - Target[i, j, k, l];

    [Loss]
    public float Loss() => Mean(I, J, K, I, (i, j, k, l) => Error(i, j, k, l) * Error(i, j, k, l))
        + Mean(I, J, K, (i, j, k) => (Ring(i, j, k) - Target[i, j, k, 0]) * (Ring(i, j, k) - Target[i, j, k, 0]));
}
