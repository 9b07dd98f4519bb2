using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>One attention head with its projections over a batch of sequences.</summary>
[Model]
public partial class Attention
{
    public const int T = 7, D = 6;

    [Batch] public partial int N { get; }

    [Input(nameof(N), T, D, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), T, D)] public partial Tensor<float> Target { get; }

    [Parameter(D, D)] public partial Tensor<float> QueryWeight { get; }
    [Parameter(D, D)] public partial Tensor<float> KeyWeight { get; }
    [Parameter(D, D)] public partial Tensor<float> ValueWeight { get; }
    [Parameter(D, D)] public partial Tensor<float> OutputWeight { get; }

    float Query(int n, int t, int d) => Sum(D, e => QueryWeight[d, e] * X[n, t, e]);
    float Key(int n, int t, int d) => Sum(D, e => KeyWeight[d, e] * X[n, t, e]);
    float Value(int n, int t, int d) => Sum(D, e => ValueWeight[d, e] * X[n, t, e]);

    float Score(int n, int t, int s) => Sum(D, d => Query(n, t, d) * Key(n, s, d)) / Sqrt((float)D);
    float Attend(int n, int t, int s) => Exp(Score(n, t, s) - LogSumExp(T, u => Score(n, t, u)));
    float Mix(int n, int t, int d) => Sum(T, s => Attend(n, t, s) * Value(n, s, d));

    [Output(nameof(N), T, D)] public float Y(int n, int t, int d) => Sum(D, e => OutputWeight[d, e] * Mix(n, t, e));

    [Loss]
    public float Loss() => Mean(N, T, D, (n, t, d) => (Y(n, t, d) - Target[n, t, d]) * (Y(n, t, d) - Target[n, t, d]));
}
