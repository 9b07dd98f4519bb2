using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// A convolution of series whose kernels are a sum of Rank outer products, F[o, c, p] = Σ_r U[o, r]·V[r, c]·P[r, p]. It has
/// Rank·(Filters + Channels + Kernel) + Filters parameters. See <see cref="CpConvolution2D"/>.
/// </summary>
[Model]
public partial class CpConvolution1D
{
    /// <summary>How many channels come in.</summary>
    [Extent] public partial int Channels { get; }

    /// <summary>Length of each channel that comes in.</summary>
    [Extent] public partial int Length { get; }

    /// <summary>How many channels go out.</summary>
    [Extent] public partial int Filters { get; }

    /// <summary>How many outer products.</summary>
    [Extent] public partial int Rank { get; }

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

    /// <summary>From channels to terms: Rank × Channels.</summary>
    [Parameter(nameof(Rank), nameof(Channels))] public partial Tensor<float> V { get; }

    /// <summary>Along each term: Rank × Kernel.</summary>
    [Parameter(nameof(Rank), nameof(Kernel))] public partial Tensor<float> P { get; }

    /// <summary>From terms to channels: Filters × Rank.</summary>
    [Parameter(nameof(Filters), nameof(Rank))] public partial Tensor<float> U { get; }

    /// <summary>Added to each channel: Filters.</summary>
    [Parameter(nameof(Filters))] public partial Tensor<float> B { get; }

    float Term(Func<int, int, int, float> x, int n, int r, int t) => Sum(Channels, c => V[r, c] * x(n, c, t));

    float Padded(Func<int, int, int, float> x, int n, int r, int t) => t >= Padding && t < Length + Padding ? Term(x, n, r, t - Padding) : 0;

    float Along(Func<int, int, int, float> x, int n, int r, int t) => Sum(Kernel, p => P[r, p] * Padded(x, n, r, Stride * t + Dilation * p));

    /// <summary>Element p of the kernel from channel c to channel o.</summary>
    public float Dense(int o, int c, int p) => Sum(Rank, r => U[o, r] * V[r, c] * P[r, p]);

    /// <summary>Element t of channel o of row n of the result, for the series x(n, channel, time).</summary>
    [Maps(From = [nameof(Channels), nameof(Length)], To = [nameof(Filters), nameof(OutLength)])]
    public float Y(Func<int, int, int, float> x, int n, int o, int t) => Sum(Rank, r => U[o, r] * Along(x, n, r, t)) + B[o];
}
