using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Batch normalisation: statistics of the batch in training, running ones otherwise.</summary>
[Model]
public partial class BatchNorm
{
    const float Momentum = 0.1f, Epsilon = 1e-2f;

    [Extent] public partial int C { get; }
    [Extent] public partial int L { get; }
    [Batch] public partial int N { get; }
    [Training] public partial bool Training { get; set; }

    [Input(nameof(N), nameof(C), nameof(L), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), nameof(C), nameof(L))] public partial Tensor<float> Target { get; }

    [Parameter(nameof(C), Initial = Initial.One)] public partial Tensor<float> Gain { get; }
    [Parameter(nameof(C))] public partial Tensor<float> Shift { get; }
    [State(nameof(C))] public partial Tensor<float> RunningMean { get; }
    [State(nameof(C), Initial = Initial.One)] public partial Tensor<float> RunningVariance { get; }

    float Center(int c) => Mean(N, L, (n, l) => X[n, c, l]);
    float Variance(int c) => Mean(N, L, (n, l) => (X[n, c, l] - Center(c)) * (X[n, c, l] - Center(c)));

    [Update(nameof(RunningMean))] float NextMean(int c) => (1 - Momentum) * RunningMean[c] + Momentum * Center(c);
    [Update(nameof(RunningVariance))] float NextVariance(int c) => (1 - Momentum) * RunningVariance[c] + Momentum * Variance(c);

    float Normal(int n, int c, int l) => Training
        ? (X[n, c, l] - Center(c)) / Sqrt(Variance(c) + Epsilon)
        : (X[n, c, l] - RunningMean[c]) / Sqrt(RunningVariance[c] + Epsilon);

    [Output(nameof(N), nameof(C), nameof(L))] public float Y(int n, int c, int l) => Normal(n, c, l) * Gain[c] + Shift[c];

    [Loss] public float Loss() => Mean(N, C, L, (n, c, l) => (Y(n, c, l) - Target[n, c, l]) * (Y(n, c, l) - Target[n, c, l]));
}
