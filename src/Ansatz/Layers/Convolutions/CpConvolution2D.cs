using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// A convolution of images whose kernels are a sum of Rank outer products, F[o, c, p, q] = Σ_r U[o, r]·V[r, c]·P[r, p]·Q[r, q]: one over channels, one
/// down each of Rank channels, one across, one over channels again. It has Rank·(Filters + Channels + 2·Kernel) + Filters parameters.
/// Lebedev, Ganin, Rakhuba, Oseledets, Lempitsky, <i>Speeding-up convolutional neural networks using fine-tuned CP-decomposition</i>, 2015.
/// </summary>
[Model]
public partial class CpConvolution2D
{
    /// <summary>How many channels come in.</summary>
    [Extent] public partial int Channels { get; }

    /// <summary>Rows of each channel that comes in.</summary>
    [Extent] public partial int Height { get; }

    /// <summary>Columns of each channel that comes in.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>How many channels go out.</summary>
    [Extent] public partial int Filters { get; }

    /// <summary>How many outer products.</summary>
    [Extent] public partial int Rank { get; }

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

    /// <summary>From channels to terms: Rank × Channels.</summary>
    [Parameter(nameof(Rank), nameof(Channels))] public partial Tensor<float> V { get; }

    /// <summary>Down each term: Rank × Kernel.</summary>
    [Parameter(nameof(Rank), nameof(Kernel))] public partial Tensor<float> P { get; }

    /// <summary>Across each term: Rank × Kernel.</summary>
    [Parameter(nameof(Rank), nameof(Kernel))] public partial Tensor<float> Q { get; }

    /// <summary>From terms to channels: Filters × Rank.</summary>
    [Parameter(nameof(Filters), nameof(Rank))] public partial Tensor<float> U { get; }

    /// <summary>Added to each channel: Filters.</summary>
    [Parameter(nameof(Filters))] public partial Tensor<float> B { get; }

    float Term(Func<int, int, int, int, float> x, int n, int r, int h, int w) => Sum(Channels, c => V[r, c] * x(n, c, h, w));

    float Padded(Func<int, int, int, int, float> x, int n, int r, int h, int w) =>
        h >= Padding && h < Height + Padding && w >= Padding && w < Width + Padding ? Term(x, n, r, h - Padding, w - Padding) : 0;

    float Down(Func<int, int, int, int, float> x, int n, int r, int h, int w) => Sum(Kernel, p => P[r, p] * Padded(x, n, r, Stride * h + Dilation * p, w));

    float Across(Func<int, int, int, int, float> x, int n, int r, int h, int w) => Sum(Kernel, q => Q[r, q] * Down(x, n, r, h, Stride * w + Dilation * q));

    /// <summary>Element (p, q) of the kernel from channel c to channel o.</summary>
    public float Dense(int o, int c, int p, int q) => Sum(Rank, r => U[o, r] * V[r, c] * P[r, p] * Q[r, q]);

    /// <summary>Element (h, w) of channel o of row n of the result, for the images x(n, channel, row, column).</summary>
    [Maps(From = [nameof(Channels), nameof(Height), nameof(Width)], To = [nameof(Filters), nameof(OutHeight), nameof(OutWidth)])]
    public float Y(Func<int, int, int, int, float> x, int n, int o, int h, int w) => Sum(Rank, r => U[o, r] * Across(x, n, r, h, w)) + B[o];
}
