using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Causal attention of several heads whose scores fall with the distance, by a slope for each head (ALiBi).</summary>
[Model]
public partial class AlibiAttention
{
    public const int Heads = 2;

    [Extent] public partial int T { get; }
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    public int Width => Heads * D;

    [Input(nameof(N), nameof(T), nameof(Width), Gradient = true)] public partial Tensor<float> X { get; }
    [Parameter(3, nameof(Width), nameof(Width))] public partial Tensor<float> P { get; }

    // All heads side by side; head h has the coordinates h·D … h·D + D - 1.
    float Projected(int p, int n, int t, int w) => Sum(Width, e => P[p, w, e] * X[n, t, e]);

    float Score(int n, int w, int t, int s) => s > t ? float.NegativeInfinity
        : Sum(D, d => Projected(0, n, t, w / D * D + d) * Projected(1, n, s, w / D * D + d)) / Sqrt((float)D) - (t - s) * Pow(2, -4f * (w / D + 1));

    [Output(nameof(N), nameof(T), nameof(Width))]
    public float Y(int n, int t, int w) => Sum(T, s => Exp(Score(n, w, t, s) - LogSumExp(T, u => Score(n, w, t, u))) * Projected(2, n, s, w));

    [Loss] public float Loss() => Mean(N, T, Width, (n, t, w) => Y(n, t, w) * Y(n, t, w));
}
