using System.Numerics.Tensors;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// A vector for each index from a table that is shorter than there are indices: the sum of Hashes rows, at places that a hash function spreads over
/// the Buckets rows of the table, Y[n, d] = Σ_k E[h_k(token(n)), d]. Different indices may share rows, but with two hashes or more seldom all of them. It
/// has Buckets·Width parameters, whatever indices there are. The hash is Ansatz' counter-based random number.
/// Weinberger, Dasgupta, Langford, Smola, Attenberg, <i>Feature hashing for large scale multitask learning</i>, 2009; Svenstrup, Hansen, Winther,
/// <i>Hash embeddings for efficient word representations</i>, 2017.
/// </summary>
[Model]
public partial class HashedEmbedding
{
    /// <summary>How many rows the table has.</summary>
    [Extent] public partial int Buckets { get; }

    /// <summary>How many of them make a vector.</summary>
    [Extent] public partial int Hashes { get; }

    /// <summary>Length of a vector.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>The table: Buckets × Width.</summary>
    [Parameter(nameof(Buckets), nameof(Width), FanIn = nameof(Hashes))] public partial Tensor<float> E { get; }

    /// <summary>Element d of the vector of index row.</summary>
    public float Dense(int row, int d) => Y(token => token, row, d);

    /// <summary>Element d of the vector of row n.</summary>
    /// <param name="token">The index of each row: any whole number.</param>
    /// <param name="n">The row.</param>
    /// <param name="d">The element of its vector.</param>
    [Maps(From = [], To = [nameof(Width)])]
    public float Y(Func<int, int> token, int n, int d) => Sum(Hashes, k => E[Clamp((int)(CounterRandomF.Uniform(k, token(n)) * Buckets), 0, Buckets - 1), d]);
}
