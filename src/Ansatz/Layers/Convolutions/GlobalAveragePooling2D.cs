using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// The mean of each channel of an image: Y[n, c] = Mean_{h, w} X[n, c, h, w].
/// Lin, Chen, Yan, <i>Network in network</i>, 2014.
/// </summary>
[Model]
public partial class GlobalAveragePooling2D
{
    /// <summary>How many channels come in.</summary>
    [Extent] public partial int Channels { get; }

    /// <summary>Rows of each channel that comes in.</summary>
    [Extent] public partial int Height { get; }

    /// <summary>Columns of each channel that comes in.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>Channel c of row n of the result, for the images x(n, channel, row, column).</summary>
    [Maps(From = [nameof(Channels), nameof(Height), nameof(Width)], To = [nameof(Channels)])]
    public float Y(Func<int, int, int, int, float> x, int n, int c) => Mean(Height, Width, (h, w) => x(n, c, h, w));
}
