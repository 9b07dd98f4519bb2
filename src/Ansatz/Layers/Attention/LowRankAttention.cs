using System.Numerics.Tensors;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// Attention of every place of a sequence to Rank mixtures of places instead of to all of them, in several heads: keys and values are mixed by
/// E[p, r, s] over the places s, so that time and memory are in proportion to the sequence's length. It has 4·Heads·Depth·Width + 3·Heads·Depth + Width + 2·Rank·Length parameters.
/// Wang, Li, Khabsa, Fang, Ma, <i>Linformer: self-attention with linear complexity</i>, 2020.
/// </summary>
[Model]
public partial class LowRankAttention
{
    /// <summary>How many places a row has.</summary>
    [Extent] public partial int Length { get; }

    /// <summary>Length of the vector at each place.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>How many heads there are.</summary>
    [Extent] public partial int Heads { get; }

    /// <summary>Length of the vectors that a head compares.</summary>
    [Extent] public partial int Depth { get; }

    /// <summary>How many mixtures of places there are.</summary>
    [Extent] public partial int Rank { get; }

    int Inner => Heads * Depth;

    /// <summary>To queries, keys and values: 3 × Heads × Depth × Width.</summary>
    [Parameter(3, nameof(Heads), nameof(Depth), nameof(Width), FanIn = nameof(Width))] public partial Tensor<float> P { get; }

    /// <summary>Added to queries, keys and values: 3 × Heads × Depth.</summary>
    [Parameter(3, nameof(Heads), nameof(Depth), Initial = Initial.Zero)] public partial Tensor<float> C { get; }

    /// <summary>From the heads: Width × Heads × Depth.</summary>
    [Parameter(nameof(Width), nameof(Heads), nameof(Depth), FanIn = nameof(Inner))] public partial Tensor<float> O { get; }

    /// <summary>Added to what comes from the heads: Width.</summary>
    [Parameter(nameof(Width))] public partial Tensor<float> B { get; }

    /// <summary>The mixtures for keys and for values: 2 × Rank × Length.</summary>
    [Parameter(2, nameof(Rank), nameof(Length), FanIn = nameof(Length))] public partial Tensor<float> E { get; }

    float Projected(Func<int, int, int, float> x, int p, int n, int t, int k, int d) => Sum(Width, e => P[p, k, d, e] * x(n, t, e)) + C[p, k, d];

    float Mixture(Func<int, int, int, float> x, int p, int n, int r, int k, int d) => Sum(Length, s => E[p - 1, r, s] * Projected(x, p, n, s, k, d));

    float Score(Func<int, int, int, float> x, int n, int k, int t, int r) => Sum(Depth, d => Projected(x, 0, n, t, k, d) * Mixture(x, 1, n, r, k, d)) / Sqrt((float)Depth);

    float Share(Func<int, int, int, float> x, int n, int k, int t, int r) => Exp(Score(x, n, k, t, r) - LogSumExp(Rank, u => Score(x, n, k, t, u)));

    float Mixed(Func<int, int, int, float> x, int n, int t, int k, int d) => Sum(Rank, r => Share(x, n, k, t, r) * Mixture(x, 2, n, r, k, d));

    /// <summary>Element e at place t of row n of the result, for the sequences x(n, place, element).</summary>
    [Maps(From = [nameof(Length), nameof(Width)], To = [nameof(Length), nameof(Width)])]
    public float Y(Func<int, int, int, float> x, int n, int t, int e) => Sum(Heads, Depth, (k, d) => O[e, k, d] * Mixed(x, n, t, k, d)) + B[e];
}
