using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// A convolution of images: Y[n, o, h, w] = Σ_{c, p, q} F[o, c, p, q]·X[n, c, Stride·h + Dilation·p − Padding, Stride·w + Dilation·q − Padding] + B[o],
/// with zeros outside. It has Filters·Channels·Kernel² + Filters parameters. (It is a cross-correlation: the kernel is not turned.)
/// LeCun, Boser, Denker, Henderson, Howard, Hubbard, Jackel, <i>Backpropagation applied to handwritten zip code recognition</i>, 1989.
/// </summary>
[Model]
public partial class Convolution2D
{
    /// <summary>How many channels come in.</summary>
    [Extent] public partial int Channels { get; }

    /// <summary>Rows of each channel that comes in.</summary>
    [Extent] public partial int Height { get; }

    /// <summary>Columns of each channel that comes in.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>How many channels go out.</summary>
    [Extent] public partial int Filters { get; }

    /// <summary>Rows and columns of the kernel.</summary>
    [Extent] public partial int Kernel { get; }

    /// <summary>How far the window moves from one element of the result to the next.</summary>
    [Extent] public partial int Stride { get; }

    /// <summary>How many zeros stand around each channel, on every side; may be 0.</summary>
    [Extent(Least = 0)] public partial int Padding { get; }

    /// <summary>How far apart the elements are that the kernel looks at.</summary>
    [Extent] public partial int Dilation { get; }

    /// <summary>Rows of each channel that goes out.</summary>
    public int OutHeight => (Height + 2 * Padding - Dilation * (Kernel - 1) - 1) / Stride + 1;

    /// <summary>Columns of each channel that goes out.</summary>
    public int OutWidth => (Width + 2 * Padding - Dilation * (Kernel - 1) - 1) / Stride + 1;

    /// <summary>The kernels: Filters × Channels × Kernel × Kernel.</summary>
    [Parameter(nameof(Filters), nameof(Channels), nameof(Kernel), nameof(Kernel))] public partial Tensor<float> F { get; }

    /// <summary>Added to each channel: Filters.</summary>
    [Parameter(nameof(Filters))] public partial Tensor<float> B { get; }

    float Padded(Func<int, int, int, int, float> x, int n, int c, int h, int w) =>
        h >= Padding && h < Height + Padding && w >= Padding && w < Width + Padding ? x(n, c, h - Padding, w - Padding) : 0;

    /// <summary>Element (p, q) of the kernel from channel c to channel o.</summary>
    public float Dense(int o, int c, int p, int q) => F[o, c, p, q];

    /// <summary>Element (h, w) of channel o of row n of the result, for the images x(n, channel, row, column).</summary>
    [Maps(From = [nameof(Channels), nameof(Height), nameof(Width)], To = [nameof(Filters), nameof(OutHeight), nameof(OutWidth)])]
    public float Y(Func<int, int, int, int, float> x, int n, int o, int h, int w) =>
        Sum(Channels, Kernel, Kernel, (c, p, q) => F[o, c, p, q] * Padded(x, n, c, Stride * h + Dilation * p, Stride * w + Dilation * q)) + B[o];
}
