using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// The mean of each window of an image: Y[n, c, h, w] = Mean_{p, q} X[n, c, Stride·h + p, Stride·w + q].
/// LeCun, Bottou, Bengio, Haffner, <i>Gradient-based learning applied to document recognition</i>, 1998.
/// </summary>
[Model]
public partial class AveragePooling2D
{
    /// <summary>How many channels come in.</summary>
    [Extent] public partial int Channels { get; }

    /// <summary>Rows of each channel that comes in.</summary>
    [Extent] public partial int Height { get; }

    /// <summary>Columns of each channel that comes in.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>Rows and columns of a window.</summary>
    [Extent] public partial int Window { get; }

    /// <summary>How far the window moves from one element of the result to the next.</summary>
    [Extent] public partial int Stride { get; }

    /// <summary>Rows of each channel that goes out; what is left over below is not read.</summary>
    public int OutHeight => (Height - Window) / Stride + 1;

    /// <summary>Columns of each channel that goes out; what is left over at the right is not read.</summary>
    public int OutWidth => (Width - Window) / Stride + 1;

    /// <summary>Element (h, w) of channel c of row n of the result, for the images x(n, channel, row, column).</summary>
    [Maps(From = [nameof(Channels), nameof(Height), nameof(Width)], To = [nameof(Channels), nameof(OutHeight), nameof(OutWidth)])]
    public float Y(Func<int, int, int, int, float> x, int n, int c, int h, int w) => Mean(Window, Window, (p, q) => x(n, c, Stride * h + p, Stride * w + q));
}
