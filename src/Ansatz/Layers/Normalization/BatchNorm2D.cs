using System.Numerics.Tensors;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// Each channel of images shifted and scaled to mean 0 and variance 1 over the batch and all places, then by a learned gain and shift. While a gradient is computed, mean
/// and variance are those of the batch, and running ones approach them by a tenth at each step; otherwise the running ones are used.
/// Ioffe, Szegedy, <i>Batch normalization: accelerating deep network training by reducing internal covariate shift</i>, 2015. The running variance is that of the batch as a sample (divided by one less than its size).
/// </summary>
[Model]
public partial class BatchNorm2D
{
    const float Epsilon = 1e-5f, Momentum = 0.1f;

    /// <summary>The rows of the batch.</summary>
    [Batch] public partial int N { get; }

    /// <summary>Whether a gradient is computed.</summary>
    [Training] public partial bool Training { get; set; }

    /// <summary>How many channels there are.</summary>
    [Extent] public partial int Channels { get; }

    /// <summary>Rows of each channel.</summary>
    [Extent] public partial int Height { get; }

    /// <summary>Columns of each channel.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>Factor of each channel: Channels.</summary>
    [Parameter(nameof(Channels), Initial = Initial.One)] public partial Tensor<float> Gain { get; }

    /// <summary>Added to each channel: Channels.</summary>
    [Parameter(nameof(Channels))] public partial Tensor<float> Shift { get; }

    /// <summary>Mean of each channel, averaged over batches: Channels.</summary>
    [State(nameof(Channels))] public partial Tensor<float> RunningMean { get; }

    /// <summary>Variance of each channel, averaged over batches: Channels.</summary>
    [State(nameof(Channels), Initial = Initial.One)] public partial Tensor<float> RunningVariance { get; }

    float Center(Func<int, int, int, int, float> x, int c) => Mean(N, Height, Width, (n, h, w) => x(n, c, h, w));

    float Variance(Func<int, int, int, int, float> x, int c) => Mean(N, Height, Width, (n, h, w) => (x(n, c, h, w) - Center(x, c)) * (x(n, c, h, w) - Center(x, c)));

    float Unbiased(Func<int, int, int, int, float> x, int c) => Variance(x, c) * (N * Height * Width) / Max((N * Height * Width) - 1, 1);

    [Update(nameof(RunningMean))] float NextMean(Func<int, int, int, int, float> x, int c) => (1 - Momentum) * RunningMean[c] + Momentum * Center(x, c);

    [Update(nameof(RunningVariance))] float NextVariance(Func<int, int, int, int, float> x, int c) => (1 - Momentum) * RunningVariance[c] + Momentum * Unbiased(x, c);

    /// <summary>Element (c, h, w) of row n of the result, for x.</summary>
    [Maps(From = [nameof(Channels), nameof(Height), nameof(Width)], To = [nameof(Channels), nameof(Height), nameof(Width)])]
    public float Y(Func<int, int, int, int, float> x, int n, int c, int h, int w) =>
        (x(n, c, h, w) - (Training ? Center(x, c) : RunningMean[c])) / Sqrt((Training ? Variance(x, c) : RunningVariance[c]) + Epsilon) * Gain[c] + Shift[c];
}
