using System;
using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Functions;
using static Ansatz.LinearAlgebraF;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Negative log-likelihood of a mixture of Gaussians with full covariances, each given by a square root.</summary>
[Model]
public partial class FullCovarianceMixture
{
    [Extent] public partial int D { get; }
    [Extent] public partial int K { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(D), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(K))] public partial Tensor<float> Weight { get; }
    [Parameter(nameof(K), nameof(D))] public partial Tensor<float> Location { get; }
    [Parameter(nameof(K), nameof(D), nameof(D))] public partial Tensor<float> Root { get; }

    float Covariance(int k, int i, int j) => Sum(D, p => Root[k, i, p] * Root[k, j, p]) + (i == j ? 1 : 0);

    Func<int, int, float> L(int k) => Cholesky(D, (i, j) => Covariance(k, i, j));

    float Standard(int n, int k, int d) => SolveLower(D, L(k), i => X[n, i] - Location[k, i])(d);

    float LogDensity(int n, int k) =>
        Weight[k] - LogSumExp(K, j => Weight[j]) - Sum(D, d => Standard(n, k, d) * Standard(n, k, d)) / 2 - Sum(D, d => Log(L(k)(d, d))) - D * Log(2 * PI) / 2;

    [Output(nameof(N), nameof(K))]
    public float Responsibility(int n, int k) => Exp(LogDensity(n, k) - LogSumExp(K, j => LogDensity(n, j)));

    [Loss] public float NegativeLogLikelihood() => -Mean(N, n => LogSumExp(K, k => LogDensity(n, k)));
}
