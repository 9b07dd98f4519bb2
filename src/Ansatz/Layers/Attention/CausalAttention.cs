using System.Numerics.Tensors;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// Attention of every place of a sequence to itself and the places before it, in several heads:
/// A[n, k, t, s] = softmax_s(⟨q[n, k, t], k[n, k, s]⟩ / √Depth), Y[n, t] = Σ_k O_k·Σ_s A[n, k, t, s]·v[n, k, s] + B. It has 4·Heads·Depth·Width + 3·Heads·Depth + Width parameters.
/// Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser, Polosukhin, <i>Attention is all you need</i>, 2017.
/// </summary>
[Model]
public partial class CausalAttention
{
    /// <summary>How many places a row has.</summary>
    [Extent] public partial int Length { get; }

    /// <summary>Length of the vector at each place.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>How many heads there are.</summary>
    [Extent] public partial int Heads { get; }

    /// <summary>Length of the vectors that a head compares.</summary>
    [Extent] public partial int Depth { get; }

    int Inner => Heads * Depth;

    /// <summary>To queries, keys and values: 3 × Heads × Depth × Width.</summary>
    [Parameter(3, nameof(Heads), nameof(Depth), nameof(Width), FanIn = nameof(Width))] public partial Tensor<float> P { get; }

    /// <summary>Added to queries, keys and values: 3 × Heads × Depth.</summary>
    [Parameter(3, nameof(Heads), nameof(Depth), Initial = Initial.Zero)] public partial Tensor<float> C { get; }

    /// <summary>From the heads: Width × Heads × Depth.</summary>
    [Parameter(nameof(Width), nameof(Heads), nameof(Depth), FanIn = nameof(Inner))] public partial Tensor<float> O { get; }

    /// <summary>Added to what comes from the heads: Width.</summary>
    [Parameter(nameof(Width))] public partial Tensor<float> B { get; }

    float Projected(Func<int, int, int, float> x, int p, int n, int t, int k, int d) => Sum(Width, e => P[p, k, d, e] * x(n, t, e)) + C[p, k, d];

    float Score(Func<int, int, int, float> x, int n, int k, int t, int s) =>
        s <= t ? Sum(Depth, d => Projected(x, 0, n, t, k, d) * Projected(x, 1, n, s, k, d)) / Sqrt((float)Depth) : float.NegativeInfinity;

    float Share(Func<int, int, int, float> x, int n, int k, int t, int s) => Exp(Score(x, n, k, t, s) - LogSumExp(Length, u => Score(x, n, k, t, u)));

    float Mixed(Func<int, int, int, float> x, int n, int t, int k, int d) => Sum(Length, s => Share(x, n, k, t, s) * Projected(x, 2, n, s, k, d));

    /// <summary>Element e at place t of row n of the result, for the sequences x(n, place, element).</summary>
    [Maps(From = [nameof(Length), nameof(Width)], To = [nameof(Length), nameof(Width)])]
    public float Y(Func<int, int, int, float> x, int n, int t, int e) => Sum(Heads, Depth, (k, d) => O[e, k, d] * Mixed(x, n, t, k, d)) + B[e];
}
