using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Quantile regression of distributional reinforcement learning: the Huber quantile loss between all pairs of quantiles.</summary>
[Model]
public partial class HuberQuantile
{
    [Extent] public partial int Features { get; }
    [Extent] public partial int Quantiles { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Features))] public partial Tensor<float> X { get; }
    [Input(nameof(N), nameof(Quantiles))] public partial Tensor<float> Target { get; }
    [Parameter(nameof(Quantiles), nameof(Features))] public partial Tensor<float> W { get; }

    [Output(nameof(N), nameof(Quantiles))] public float Value(int n, int i) => Sum(Features, f => W[i, f] * X[n, f]);

    float Huber(float e) => Abs(e) <= 0.5f ? e * e / 2 : 0.5f * (Abs(e) - 0.25f);

    float Pair(int i, float e) => Abs((i + 0.5f) / Quantiles - (e < 0 ? 1 : 0)) * Huber(e);

    [Loss] public float Loss() => Mean(N, Quantiles, Quantiles, (n, i, j) => Pair(i, Target[n, j] - Value(n, i)));
}
