using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>One attention head over a single sequence of any length, with a causal guard; no batch.</summary>
[Model]
public partial class AttentionOfOne
{
    [Extent] public partial int T { get; }
    [Extent] public partial int D { get; }

    [Input(nameof(T), nameof(D), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(D), nameof(D))] public partial Tensor<float> QueryWeight { get; }
    [Parameter(nameof(D), nameof(D))] public partial Tensor<float> KeyWeight { get; }
    [Parameter(nameof(D), nameof(D))] public partial Tensor<float> ValueWeight { get; }

    float Query(int t, int d) => Sum(D, e => QueryWeight[d, e] * X[t, e]);
    float Key(int t, int d) => Sum(D, e => KeyWeight[d, e] * X[t, e]);
    float Value(int t, int d) => Sum(D, e => ValueWeight[d, e] * X[t, e]);

    float Score(int t, int s) => s <= t ? Sum(D, d => Query(t, d) * Key(s, d)) / Sqrt((float)D) : float.NegativeInfinity;
    float Attend(int t, int s) => Exp(Score(t, s) - LogSumExp(T, u => Score(t, u)));

    [Output(nameof(T), nameof(D))] public float Y(int t, int d) => Sum(T, s => Attend(t, s) * Value(s, d));

    [Loss] public float Loss() => Sum(T, D, (t, d) => Y(t, d) * Y(t, d));
}
