using System.Numerics.Tensors;
using static Ansatz.Functions;

namespace Ansatz.Layers;

/// <summary>
/// A vector for each index as the product of two, one of its quotient by Buckets and one of its remainder:
/// Y[n, d] = P[token(n) / Buckets, d]·Q[token(n) % Buckets, d]. Different indices have different pairs. It has (⌈Rows / Buckets⌉ + Buckets)·Width parameters.
/// Shi, Mudigere, Naumov, Yang, <i>Compositional embeddings using complementary partitions for memory-efficient recommendation systems</i>, 2020.
/// </summary>
[Model]
public partial class QuotientRemainderEmbedding
{
    /// <summary>How many different indices there are.</summary>
    [Extent] public partial int Rows { get; }

    /// <summary>By what indices are divided; near √Rows for the fewest parameters.</summary>
    [Extent] public partial int Buckets { get; }

    /// <summary>Length of a vector.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>How many quotients there are.</summary>
    public int Quotients => (Rows + Buckets - 1) / Buckets;

    /// <summary>Vectors of quotients: Quotients × Width.</summary>
    [Parameter(nameof(Quotients), nameof(Width), FanIn = 1)] public partial Tensor<float> P { get; }

    /// <summary>Vectors of remainders: Buckets × Width.</summary>
    [Parameter(nameof(Buckets), nameof(Width), FanIn = 1)] public partial Tensor<float> Q { get; }

    /// <summary>Element d of the vector of index row.</summary>
    public float Dense(int row, int d) => P[row / Buckets, d] * Q[row % Buckets, d];

    /// <summary>Element d of the vector of row n.</summary>
    /// <param name="token">The index of each row: at least 0 and less than Rows.</param>
    /// <param name="n">The row.</param>
    /// <param name="d">The element of its vector.</param>
    [Maps(From = [], To = [nameof(Width)])]
    public float Y(Func<int, int> token, int n, int d) => P[token(n) / Buckets, d] * Q[token(n) % Buckets, d];
}
