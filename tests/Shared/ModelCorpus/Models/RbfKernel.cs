using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Kernel regression: Gaussian kernels at learned centers, of learned width.</summary>
[Model]
public partial class RbfKernel
{
    [Extent] public partial int D { get; }
    [Extent] public partial int Centers { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(D), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Y { get; }

    [Parameter(nameof(Centers), nameof(D))] public partial Tensor<float> Center { get; }
    [Parameter(nameof(Centers))] public partial Tensor<float> Weight { get; }
    [Parameter(1)] public partial Tensor<float> LogWidth { get; }

    [Output(nameof(N), nameof(Centers))]
    public float Kernel(int n, int m) =>
        Exp(-Sum(D, d => (X[n, d] - Center[m, d]) * (X[n, d] - Center[m, d])) * Exp(-2 * LogWidth[0]) / 2);

    float Residual(int n) => Y[n] - Sum(Centers, m => Weight[m] * Kernel(n, m));

    [Loss] public float Loss() => Mean(N, n => Residual(n) * Residual(n)) + 0.1f * Sum(Centers, m => Weight[m] * Weight[m]);
}
