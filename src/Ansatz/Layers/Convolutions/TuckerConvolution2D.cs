using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// A convolution of images between fewer channels, F[o, c, p, q] = Σ_{a, b} U[o, a]·G[a, b, p, q]·V[b, c]: the kernels' Tucker form in the two modes of
/// channels. It has Filters·OutRank + OutRank·InRank·Kernel² + InRank·Channels + Filters parameters.
/// Kim, Park, Yoo, Choi, Yang, Shin, <i>Compression of deep convolutional neural networks for fast and low power mobile applications</i>, 2016.
/// </summary>
[Model]
public partial class TuckerConvolution2D
{
    /// <summary>How many channels come in.</summary>
    [Extent] public partial int Channels { get; }

    /// <summary>Rows of each channel that comes in.</summary>
    [Extent] public partial int Height { get; }

    /// <summary>Columns of each channel that comes in.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>How many channels go out.</summary>
    [Extent] public partial int Filters { get; }

    /// <summary>How many channels the inner convolution reads.</summary>
    [Extent] public partial int InRank { get; }

    /// <summary>How many channels the inner convolution writes.</summary>
    [Extent] public partial int OutRank { get; }

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

    /// <summary>From channels to the inner ones: InRank × Channels.</summary>
    [Parameter(nameof(InRank), nameof(Channels))] public partial Tensor<float> V { get; }

    /// <summary>The inner kernels: OutRank × InRank × Kernel × Kernel.</summary>
    [Parameter(nameof(OutRank), nameof(InRank), nameof(Kernel), nameof(Kernel))] public partial Tensor<float> G { get; }

    /// <summary>From the inner channels: Filters × OutRank.</summary>
    [Parameter(nameof(Filters), nameof(OutRank))] public partial Tensor<float> U { get; }

    /// <summary>Added to each channel: Filters.</summary>
    [Parameter(nameof(Filters))] public partial Tensor<float> B { get; }

    float Inner(Func<int, int, int, int, float> x, int n, int b, int h, int w) => Sum(Channels, c => V[b, c] * x(n, c, h, w));

    float Padded(Func<int, int, int, int, float> x, int n, int b, int h, int w) =>
        h >= Padding && h < Height + Padding && w >= Padding && w < Width + Padding ? Inner(x, n, b, h - Padding, w - Padding) : 0;

    float Core(Func<int, int, int, int, float> x, int n, int a, int h, int w) =>
        Sum(InRank, Kernel, Kernel, (b, p, q) => G[a, b, p, q] * Padded(x, n, b, Stride * h + Dilation * p, Stride * w + Dilation * q));

    /// <summary>Element (p, q) of the kernel from channel c to channel o.</summary>
    public float Dense(int o, int c, int p, int q) => Sum(OutRank, InRank, (a, b) => U[o, a] * G[a, b, p, q] * V[b, c]);

    /// <summary>Element (h, w) of channel o of row n of the result, for the images x(n, channel, row, column).</summary>
    [Maps(From = [nameof(Channels), nameof(Height), nameof(Width)], To = [nameof(Filters), nameof(OutHeight), nameof(OutWidth)])]
    public float Y(Func<int, int, int, int, float> x, int n, int o, int h, int w) => Sum(OutRank, a => U[o, a] * Core(x, n, a, h, w)) + B[o];
}
