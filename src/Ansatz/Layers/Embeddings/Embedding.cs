using System.Numerics.Tensors;

namespace Ansatz.Layers;

/// <summary>
/// A vector for each index: Y[n, d] = E[token(n), d]. It has Rows·Width parameters; a gradient takes the time of the rows that are read.
/// Bengio, Ducharme, Vincent, Jauvin, <i>A neural probabilistic language model</i>, 2003.
/// </summary>
[Model]
public partial class Embedding
{
    /// <summary>How many different indices there are.</summary>
    [Extent] public partial int Rows { get; }

    /// <summary>Length of a vector.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>The vectors: Rows × Width.</summary>
    [Parameter(nameof(Rows), nameof(Width), FanIn = 1)] public partial Tensor<float> E { get; }

    /// <summary>Element d of the vector of index row.</summary>
    public float Dense(int row, int d) => E[row, d];

    /// <summary>Element d of the vector of row n.</summary>
    /// <param name="token">The index of each row: at least 0 and less than Rows.</param>
    /// <param name="n">The row.</param>
    /// <param name="d">The element of its vector.</param>
    [Maps(From = [], To = [nameof(Width)])]
    public float Y(Func<int, int> token, int n, int d) => E[token(n), d];
}
