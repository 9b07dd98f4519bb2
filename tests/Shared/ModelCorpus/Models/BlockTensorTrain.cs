using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>A matrix as a train of two cores over split indices.</summary>
[Model]
public partial class BlockTensorTrain
{
    public const int I1 = 3, I2 = 4, O1 = 2, O2 = 5;

    [Extent] public partial int Rank { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), I1 * I2, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), O1 * O2)] public partial Tensor<float> Target { get; }

    [Parameter(O1, I1, nameof(Rank))] public partial Tensor<float> G { get; }
    [Parameter(nameof(Rank), O2, I2)] public partial Tensor<float> H { get; }
    [Parameter(O1 * O2)] public partial Tensor<float> B { get; }

    float Inner(int n, int i1, int r, int o2) => Sum(I2, i2 => H[r, o2, i2] * X[n, i1 * I2 + i2]);

    [Output(nameof(N), O1, O2)]
    public float Y(int n, int o1, int o2) => Gelu(Sum(I1, Rank, (i1, r) => G[o1, i1, r] * Inner(n, i1, r, o2)) + B[o1 * O2 + o2]);

    [Loss]
    public float Loss() => Mean(N, O1, O2, (n, p, q) => (Y(n, p, q) - Target[n, p * O2 + q]) * (Y(n, p, q) - Target[n, p * O2 + q]));
}
