using System.Numerics.Tensors;
using Ansatz;

namespace Layers;

/// <summary>A table of vectors; its rows are read as they are.</summary>
[Model]
public partial class Table
{
    [Extent] public partial int Rows { get; }
    [Extent] public partial int Width { get; }

    [Parameter(nameof(Rows), nameof(Width), Initial = Initial.Normal)] public partial Tensor<float> E { get; }
    [Parameter(1, Initial = Initial.One)] public partial Tensor<float> Scale { get; }

    public float Value(int row, int d) => Scale[0] * E[row, d];
}
