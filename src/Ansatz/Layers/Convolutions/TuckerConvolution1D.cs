using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// A convolution of series between fewer channels, F[o, c, p] = Σ_{a, b} U[o, a]·G[a, b, p]·V[b, c]. It has
/// Filters·OutRank + OutRank·InRank·Kernel + InRank·Channels + Filters parameters. See <see cref="TuckerConvolution2D"/>.
/// </summary>
[Model]
public partial class TuckerConvolution1D
{
    /// <summary>How many channels come in.</summary>
    [Extent] public partial int Channels { get; }

    /// <summary>Length of each channel that comes in.</summary>
    [Extent] public partial int Length { get; }

    /// <summary>How many channels go out.</summary>
    [Extent] public partial int Filters { get; }

    /// <summary>How many channels the inner convolution reads.</summary>
    [Extent] public partial int InRank { get; }

    /// <summary>How many channels the inner convolution writes.</summary>
    [Extent] public partial int OutRank { get; }

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

    /// <summary>From channels to the inner ones: InRank × Channels.</summary>
    [Parameter(nameof(InRank), nameof(Channels))] public partial Tensor<float> V { get; }

    /// <summary>The inner kernels: OutRank × InRank × Kernel.</summary>
    [Parameter(nameof(OutRank), nameof(InRank), nameof(Kernel))] public partial Tensor<float> G { get; }

    /// <summary>From the inner channels: Filters × OutRank.</summary>
    [Parameter(nameof(Filters), nameof(OutRank))] public partial Tensor<float> U { get; }

    /// <summary>Added to each channel: Filters.</summary>
    [Parameter(nameof(Filters))] public partial Tensor<float> B { get; }

    float Inner(Func<int, int, int, float> x, int n, int b, int t) => Sum(Channels, c => V[b, c] * x(n, c, t));

    float Padded(Func<int, int, int, float> x, int n, int b, int t) => t >= Padding && t < Length + Padding ? Inner(x, n, b, t - Padding) : 0;

    float Core(Func<int, int, int, float> x, int n, int a, int t) => Sum(InRank, Kernel, (b, p) => G[a, b, p] * Padded(x, n, b, Stride * t + Dilation * p));

    /// <summary>Element p of the kernel from channel c to channel o.</summary>
    public float Dense(int o, int c, int p) => Sum(OutRank, InRank, (a, b) => U[o, a] * G[a, b, p] * V[b, c]);

    /// <summary>Element t of channel o of row n of the result, for the series x(n, channel, time).</summary>
    [Maps(From = [nameof(Channels), nameof(Length)], To = [nameof(Filters), nameof(OutLength)])]
    public float Y(Func<int, int, int, float> x, int n, int o, int t) => Sum(OutRank, a => U[o, a] * Core(x, n, a, t)) + B[o];
}
