using System.Numerics.Tensors;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// A vector for each index, where only the first Head indices, the frequent ones, have vectors of full length; those of the others have Short elements
/// and a common projection: Y[n, d] = E[token, d] if token &lt; Head, otherwise Σ_k P[d, k]·S[token − Head, k]. It has
/// Head·Width + (Rows − Head)·Short + Width·Short parameters.
/// Ginart, Naumov, Mudigere, Yang, Zou, <i>Mixed dimension embeddings with application to memory-efficient recommendation systems</i>, 2019.
/// </summary>
[Model]
public partial class MixedDimensionEmbedding
{
    /// <summary>How many frequent indices there are: 0 … Head − 1.</summary>
    [Extent] public partial int Head { get; }

    /// <summary>How many others there are.</summary>
    [Extent] public partial int Tail { get; }

    /// <summary>Length of their vectors.</summary>
    [Extent] public partial int Short { get; }

    /// <summary>Length of a vector.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>How many different indices there are.</summary>
    public int Rows => Head + Tail;

    /// <summary>Vectors of the frequent indices: Head × Width.</summary>
    [Parameter(nameof(Head), nameof(Width), FanIn = 1)] public partial Tensor<float> E { get; }

    /// <summary>Vectors of the others: Tail × Short.</summary>
    [Parameter(nameof(Tail), nameof(Short), FanIn = 1)] public partial Tensor<float> S { get; }

    /// <summary>Their projection: Width × Short.</summary>
    [Parameter(nameof(Width), nameof(Short))] public partial Tensor<float> P { get; }

    float Projected(Func<int, int> token, int n, int d) => Sum(Short, k => P[d, k] * S[Max(token(n) - Head, 0), k]);

    /// <summary>Element d of the vector of index row.</summary>
    public float Dense(int row, int d) => row < Head ? E[row, d] : Sum(Short, k => P[d, k] * S[row - Head, k]);

    /// <summary>Element d of the vector of row n.</summary>
    /// <param name="token">The index of each row: at least 0 and less than Rows.</param>
    /// <param name="n">The row.</param>
    /// <param name="d">The element of its vector.</param>
    [Maps(From = [], To = [nameof(Width)])]
    public float Y(Func<int, int> token, int n, int d) => token(n) < Head ? E[token(n), d] : Projected(token, n, d);
}
