using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// A depthwise separable convolution of images: one kernel for each channel, then a matrix over channels, F[o, c, p, q] = U[o, c]·D[c, p, q]. It has
/// Channels·(Kernel² + Filters) + Filters parameters.
/// Chollet, <i>Xception: deep learning with depthwise separable convolutions</i>, 2017; Howard et al., <i>MobileNets</i>, 2017.
/// </summary>
[Model]
public partial class SeparableConvolution2D
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

    int Window => Kernel * Kernel;

    /// <summary>A kernel for each channel: Channels × Kernel × Kernel.</summary>
    [Parameter(nameof(Channels), nameof(Kernel), nameof(Kernel), FanIn = nameof(Window))] public partial Tensor<float> D { get; }

    /// <summary>From channels to channels: Filters × Channels.</summary>
    [Parameter(nameof(Filters), nameof(Channels))] public partial Tensor<float> U { get; }

    /// <summary>Added to each channel: Filters.</summary>
    [Parameter(nameof(Filters))] public partial Tensor<float> B { get; }

    float Padded(Func<int, int, int, int, float> x, int n, int c, int h, int w) =>
        h >= Padding && h < Height + Padding && w >= Padding && w < Width + Padding ? x(n, c, h - Padding, w - Padding) : 0;

    float Depthwise(Func<int, int, int, int, float> x, int n, int c, int h, int w) =>
        Sum(Kernel, Kernel, (p, q) => D[c, p, q] * Padded(x, n, c, Stride * h + Dilation * p, Stride * w + Dilation * q));

    /// <summary>Element (p, q) of the kernel from channel c to channel o.</summary>
    public float Dense(int o, int c, int p, int q) => U[o, c] * D[c, p, q];

    /// <summary>Element (h, w) of channel o of row n of the result, for the images x(n, channel, row, column).</summary>
    [Maps(From = [nameof(Channels), nameof(Height), nameof(Width)], To = [nameof(Filters), nameof(OutHeight), nameof(OutWidth)])]
    public float Y(Func<int, int, int, int, float> x, int n, int o, int h, int w) => Sum(Channels, c => U[o, c] * Depthwise(x, n, c, h, w)) + B[o];
}
