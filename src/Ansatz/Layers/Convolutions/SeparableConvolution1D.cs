using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// A depthwise separable convolution of series: one kernel for each channel, then a matrix over channels, F[o, c, p] = U[o, c]·D[c, p]. It has
/// Channels·(Kernel + Filters) + Filters parameters. See <see cref="SeparableConvolution2D"/>.
/// </summary>
[Model]
public partial class SeparableConvolution1D
{
    /// <summary>How many channels come in.</summary>
    [Extent] public partial int Channels { get; }

    /// <summary>Length of each channel that comes in.</summary>
    [Extent] public partial int Length { get; }

    /// <summary>How many channels go out.</summary>
    [Extent] public partial int Filters { get; }

    /// <summary>Length of the kernel.</summary>
    [Extent] public partial int Kernel { get; }

    /// <summary>How far the window moves from one element of the result to the next.</summary>
    [Extent] public partial int Stride { get; }

    /// <summary>How many zeros stand before and after each channel; may be 0.</summary>
    [Extent(Least = 0)] public partial int Padding { get; }

    /// <summary>How far apart the elements are that the kernel looks at.</summary>
    [Extent] public partial int Dilation { get; }

    /// <summary>Length of each channel that goes out.</summary>
    public int OutLength => (Length + 2 * Padding - Dilation * (Kernel - 1) - 1) / Stride + 1;

    /// <summary>A kernel for each channel: Channels × Kernel.</summary>
    [Parameter(nameof(Channels), nameof(Kernel))] public partial Tensor<float> D { get; }

    /// <summary>From channels to channels: Filters × Channels.</summary>
    [Parameter(nameof(Filters), nameof(Channels))] public partial Tensor<float> U { get; }

    /// <summary>Added to each channel: Filters.</summary>
    [Parameter(nameof(Filters))] public partial Tensor<float> B { get; }

    float Padded(Func<int, int, int, float> x, int n, int c, int t) => t >= Padding && t < Length + Padding ? x(n, c, t - Padding) : 0;

    float Depthwise(Func<int, int, int, float> x, int n, int c, int t) => Sum(Kernel, p => D[c, p] * Padded(x, n, c, Stride * t + Dilation * p));

    /// <summary>Element p of the kernel from channel c to channel o.</summary>
    public float Dense(int o, int c, int p) => U[o, c] * D[c, p];

    /// <summary>Element t of channel o of row n of the result, for the series x(n, channel, time).</summary>
    [Maps(From = [nameof(Channels), nameof(Length)], To = [nameof(Filters), nameof(OutLength)])]
    public float Y(Func<int, int, int, float> x, int n, int o, int t) => Sum(Channels, c => U[o, c] * Depthwise(x, n, c, t)) + B[o];
}
