using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Attention with several heads, a causal mask and a length for each sequence.</summary>
[Model]
public partial class MultiHead
{
    public const int Heads = 2, D = 3;

    [Extent] public partial int T { get; }
    [Batch] public partial int N { get; }

    public int Width => Heads * D;

    [Input(nameof(N), nameof(T), nameof(Width), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Length { get; }

    [Parameter(3, Heads, D, nameof(Width))] public partial Tensor<float> P { get; }
    [Parameter(nameof(Width), Heads, D)] public partial Tensor<float> O { get; }

    float Projected(int p, int n, int h, int t, int d) => Sum(Width, e => P[p, h, d, e] * X[n, t, e]);

    float Score(int n, int h, int t, int s) =>
        s <= t && s <= Length[n] ? Sum(D, d => Projected(0, n, h, t, d) * Projected(1, n, h, s, d)) / Sqrt((float)D) : float.NegativeInfinity;

    float Attend(int n, int h, int t, int s) => Exp(Score(n, h, t, s) - LogSumExp(T, u => Score(n, h, t, u)));

    float Mixed(int n, int h, int t, int d) => Sum(T, s => Attend(n, h, t, s) * Projected(2, n, h, s, d));

    [Output(nameof(N), nameof(T), nameof(Width))]
    public float Y(int n, int t, int e) => X[n, t, e] + Sum(Heads, D, (h, d) => O[e, h, d] * Mixed(n, h, t, d));

    [Loss] public float Loss() => Mean(N, T, (n, t) => Sum(Width, e => Y(n, t, e) * Y(n, t, e) * Y(n, t, e)));
}
