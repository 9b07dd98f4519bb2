using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Counts with an exposure: Poisson regression with the logarithm as link, and its deviance.</summary>
[Model]
public partial class PoissonRegression
{
    [Extent] public partial int Features { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Features))] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Exposure { get; }
    [Input(nameof(N))] public partial Tensor<int> Count { get; }

    [Parameter(nameof(Features))] public partial Tensor<float> W { get; }
    [Parameter(1)] public partial Tensor<float> Intercept { get; }

    float LogRate(int n) => Log(Exposure[n]) + Intercept[0] + Sum(Features, i => W[i] * X[n, i]);

    [Output(nameof(N))] public float Rate(int n) => Exp(LogRate(n));

    [Output(nameof(N))]
    public float Deviance(int n) => 2 * ((Count[n] > 0 ? Count[n] * (Log((float)Count[n]) - LogRate(n)) : 0) - (Count[n] - Rate(n)));

    [Loss] public float Loss() => Mean(N, n => Rate(n) - Count[n] * LogRate(n)) + 0.01f * Sum(Features, i => W[i] * W[i]);
}
