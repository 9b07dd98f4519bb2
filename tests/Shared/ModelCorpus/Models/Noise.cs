using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.CounterRandomF;

namespace Corpus;

/// <summary>Counter-based noise: the same numbers for the same seed and indices.</summary>
[Model]
public partial class Noise
{
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(D))] public partial Tensor<float> X { get; }
    [Input] public partial int Seed { get; }
    [Input] public partial float Temperature { get; }

    [Parameter(nameof(D))] public partial Tensor<float> LogScale { get; }

    [Output(nameof(N), nameof(D))]
    public float Sample(int n, int d) => X[n, d] + Temperature * System.MathF.Exp(LogScale[d]) * Normal(Seed, n, d);

    [Output(nameof(N))] public float Threshold(int n) => Uniform(Seed + 1, n) < 0.5f ? 1 : Uniform(Seed, n, 0, 3);

    [Loss] public float Loss() => Mean(N, D, (n, d) => Sample(n, d) * Sample(n, d) * Threshold(n));
}
