using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// The mean of the vectors of several indices: Y[n, d] = Mean_f E[token(n, f), d]. It has Rows·Width parameters; a gradient takes the time of the rows that
/// are read.
/// Joulin, Grave, Bojanowski, Mikolov, <i>Bag of tricks for efficient text classification</i>, 2017.
/// </summary>
[Model]
public partial class EmbeddingBag
{
    /// <summary>How many different indices there are.</summary>
    [Extent] public partial int Rows { get; }

    /// <summary>How many indices a row has.</summary>
    [Extent] public partial int Fields { get; }

    /// <summary>Length of a vector.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>The vectors: Rows × Width.</summary>
    [Parameter(nameof(Rows), nameof(Width), FanIn = 1)] public partial Tensor<float> E { get; }

    /// <summary>Element d of the vector of index row.</summary>
    public float Dense(int row, int d) => E[row, d];

    /// <summary>Element d of the mean vector of row n.</summary>
    /// <param name="token">The indices of each row and field: at least 0 and less than Rows.</param>
    /// <param name="n">The row.</param>
    /// <param name="d">The element of its vector.</param>
    [Maps(From = [nameof(Fields)], To = [nameof(Width)])]
    public float Y(Func<int, int, int> token, int n, int d) => Mean(Fields, f => E[token(n, f), d]);
}
