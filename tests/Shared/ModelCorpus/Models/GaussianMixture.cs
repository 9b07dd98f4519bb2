using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Negative log-likelihood of a mixture of axis-parallel Gaussians.</summary>
[Model]
public partial class GaussianMixture
{
    [Extent] public partial int D { get; }
    [Extent] public partial int K { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(D))] public partial Tensor<float> X { get; }

    [Parameter(nameof(K))] public partial Tensor<float> Weight { get; }
    [Parameter(nameof(K), nameof(D))] public partial Tensor<float> Location { get; }
    [Parameter(nameof(K), nameof(D))] public partial Tensor<float> LogScale { get; }

    float LogWeight(int k) => Weight[k] - LogSumExp(K, j => Weight[j]);

    float Standard(int n, int k, int d) => (X[n, d] - Location[k, d]) * Exp(-LogScale[k, d]);

    float LogDensity(int n, int k) =>
        LogWeight(k) - Sum(D, d => 0.5f * Standard(n, k, d) * Standard(n, k, d) + LogScale[k, d] + 0.5f * Log(2 * PI));

    [Output(nameof(N), nameof(K))]
    public float Responsibility(int n, int k) => Exp(LogDensity(n, k) - LogSumExp(K, j => LogDensity(n, j)));

    [Loss] public float NegativeLogLikelihood() => -Mean(N, n => LogSumExp(K, k => LogDensity(n, k)));
}
