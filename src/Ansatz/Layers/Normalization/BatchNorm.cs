using System.Numerics.Tensors;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// Each element of the rows shifted and scaled to mean 0 and variance 1 over the batch, then by a learned gain and shift. While a gradient is computed, mean
/// and variance are those of the batch, and running ones approach them by a tenth at each step; otherwise the running ones are used.
/// Ioffe, Szegedy, <i>Batch normalization: accelerating deep network training by reducing internal covariate shift</i>, 2015. The running variance is that of the batch as a sample (divided by one less than its size).
/// </summary>
[Model]
public partial class BatchNorm
{
    const float Epsilon = 1e-5f, Momentum = 0.1f;

    /// <summary>The rows of the batch.</summary>
    [Batch] public partial int N { get; }

    /// <summary>Whether a gradient is computed.</summary>
    [Training] public partial bool Training { get; set; }

    /// <summary>Length of the rows.</summary>
    [Extent] public partial int In { get; }

    /// <summary>Factor of each element: In.</summary>
    [Parameter(nameof(In), Initial = Initial.One)] public partial Tensor<float> Gain { get; }

    /// <summary>Added to each element: In.</summary>
    [Parameter(nameof(In))] public partial Tensor<float> Shift { get; }

    /// <summary>Mean of each element, averaged over batches: In.</summary>
    [State(nameof(In))] public partial Tensor<float> RunningMean { get; }

    /// <summary>Variance of each element, averaged over batches: In.</summary>
    [State(nameof(In), Initial = Initial.One)] public partial Tensor<float> RunningVariance { get; }

    float Center(Func<int, int, float> x, int c) => Mean(N, (n) => x(n, c));

    float Variance(Func<int, int, float> x, int c) => Mean(N, (n) => (x(n, c) - Center(x, c)) * (x(n, c) - Center(x, c)));

    float Unbiased(Func<int, int, float> x, int c) => Variance(x, c) * N / Max(N - 1, 1);

    [Update(nameof(RunningMean))] float NextMean(Func<int, int, float> x, int c) => (1 - Momentum) * RunningMean[c] + Momentum * Center(x, c);

    [Update(nameof(RunningVariance))] float NextVariance(Func<int, int, float> x, int c) => (1 - Momentum) * RunningVariance[c] + Momentum * Unbiased(x, c);

    /// <summary>Element (c) of row n of the result, for x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(In)])]
    public float Y(Func<int, int, float> x, int n, int c) =>
        (x(n, c) - (Training ? Center(x, c) : RunningMean[c])) / Sqrt((Training ? Variance(x, c) : RunningVariance[c]) + Epsilon) * Gain[c] + Shift[c];
}
