using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Causal attention with rotary positions: pairs of coordinates are turned by an angle that grows with the place; keys are shared by groups of heads.</summary>
[Model]
public partial class RotaryAttention
{
    public const int Heads = 4, KeyHeads = 2, Pairs = 2, D = 2 * Pairs;

    [Extent] public partial int T { get; }
    [Extent] public partial int Width { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(T), nameof(Width), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(Heads, D, nameof(Width))] public partial Tensor<float> Q { get; }
    [Parameter(KeyHeads, D, nameof(Width))] public partial Tensor<float> K { get; }
    [Parameter(KeyHeads, D, nameof(Width))] public partial Tensor<float> V { get; }

    float Query(int n, int h, int t, int d) => Sum(Width, e => Q[h, d, e] * X[n, t, e]);
    float Key(int n, int h, int t, int d) => Sum(Width, e => K[h, d, e] * X[n, t, e]);
    float Value(int n, int h, int t, int d) => Sum(Width, e => V[h, d, e] * X[n, t, e]);

    float Angle(int t, int d) => t * Pow(100, -(float)(d / 2) / Pairs);

    // Coordinates 2i and 2i + 1 are one pair.
    float Turned(Func<int, int, int, int, float> x, int n, int h, int t, int d) =>
        x(n, h, t, d) * Cos(Angle(t, d)) + (d % 2 == 0 ? -x(n, h, t, d / 2 * 2 + 1) : x(n, h, t, d / 2 * 2)) * Sin(Angle(t, d));

    float Score(int n, int h, int t, int s) => s <= t
        ? Sum(D, d => Turned(Query, n, h, t, d) * Turned(Key, n, h / (Heads / KeyHeads), s, d)) / Sqrt((float)D)
        : float.NegativeInfinity;

    [Output(nameof(N), Heads, nameof(T), D)]
    public float Y(int n, int h, int t, int d) => Sum(T, s => Exp(Score(n, h, t, s) - LogSumExp(T, u => Score(n, h, t, u))) * Value(n, h / (Heads / KeyHeads), s, d));

    [Loss] public float Loss() => Mean(N, Heads, T, (n, h, t) => Sum(D, d => Y(n, h, t, d) * Y(n, h, t, d)));
}
