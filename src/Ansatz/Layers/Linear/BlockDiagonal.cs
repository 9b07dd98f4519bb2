using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map whose matrix has Blocks blocks along its diagonal and zeros elsewhere; block b maps its part of the row to its part of the
/// result. It has Blocks·BlockOut·BlockIn + Out parameters.
/// </summary>
[Model]
public partial class BlockDiagonal
{
    /// <summary>How many blocks.</summary>
    [Extent] public partial int Blocks { get; }

    /// <summary>Columns of a block.</summary>
    [Extent] public partial int BlockIn { get; }

    /// <summary>Rows of a block.</summary>
    [Extent] public partial int BlockOut { get; }

    /// <summary>Length of the rows that come in.</summary>
    public int In => Blocks * BlockIn;

    /// <summary>Length of the rows that go out.</summary>
    public int Out => Blocks * BlockOut;

    /// <summary>The blocks: Blocks × BlockOut × BlockIn.</summary>
    [Parameter(nameof(Blocks), nameof(BlockOut), nameof(BlockIn), FanIn = nameof(BlockIn))] public partial Tensor<float> W { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    float Product(Func<int, int, float> x, int n, int b, int o) => Sum(BlockIn, i => W[b, o, i] * x(n, b * BlockIn + i));

    /// <summary>Element (o, i) of the matrix.</summary>
    public float Dense(int o, int i) => o / BlockOut == i / BlockIn ? W[o / BlockOut, o % BlockOut, i % BlockIn] : 0;

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Product(x, n, o / BlockOut, o % BlockOut) + B[o];
}
