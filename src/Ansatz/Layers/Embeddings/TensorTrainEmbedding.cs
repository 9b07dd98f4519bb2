using System.Numerics.Tensors;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// A vector for each index from a table in tensor-train form, with its rows and its columns in two modes each:
/// E[(i1, i2), (d1, d2)] = Σ_r G1[i1, d1, r]·G2[i2, r, d2]. It has Rank·(Rows1·Width1 + Rows2·Width2) parameters.
/// Hrinchuk, Khrulkov, Mirvakhabova, Orlova, Oseledets, <i>Tensorized embedding layers</i>, 2020; Yin, Acun, Wu, Liu, <i>TT-Rec: tensor train compression
/// for deep learning recommendation models</i>, 2021.
/// </summary>
[Model]
public partial class TensorTrainEmbedding
{
    /// <summary>First mode of the indices.</summary>
    [Extent] public partial int Rows1 { get; }

    /// <summary>Second mode of the indices; it runs fastest.</summary>
    [Extent] public partial int Rows2 { get; }

    /// <summary>First mode of the vectors.</summary>
    [Extent] public partial int Width1 { get; }

    /// <summary>Second mode of the vectors; it runs fastest.</summary>
    [Extent] public partial int Width2 { get; }

    /// <summary>Length of the bond between the cores.</summary>
    [Extent] public partial int Rank { get; }

    /// <summary>How many different indices there are.</summary>
    public int Rows => Rows1 * Rows2;

    /// <summary>Length of a vector.</summary>
    public int Width => Width1 * Width2;

    /// <summary>The first core: Rows1 × Width1 × Rank.</summary>
    [Parameter(nameof(Rows1), nameof(Width1), nameof(Rank), FanIn = nameof(Rank))] public partial Tensor<float> G1 { get; }

    /// <summary>The second core: Rows2 × Rank × Width2.</summary>
    [Parameter(nameof(Rows2), nameof(Rank), nameof(Width2), FanIn = 1)] public partial Tensor<float> G2 { get; }

    float Vector(Func<int, int> token, int n, int d, int e) =>
        Sum(Rank, r => G1[token(n) / Rows2, d, r] * G2[token(n) % Rows2, r, e]);

    /// <summary>Element d of the vector of index row.</summary>
    public float Dense(int row, int d) => Sum(Rank, r => G1[row / Rows2, d / Width2, r] * G2[row % Rows2, r, d % Width2]);

    /// <summary>Element d of the vector of row n.</summary>
    /// <param name="token">The index of each row: at least 0 and less than Rows.</param>
    /// <param name="n">The row.</param>
    /// <param name="d">The element of its vector.</param>
    [Maps(From = [], To = [nameof(Width)])]
    public float Y(Func<int, int> token, int n, int d) => Vector(token, n, d / Width2, d % Width2);
}
