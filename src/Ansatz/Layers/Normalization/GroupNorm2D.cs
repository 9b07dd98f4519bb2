using System.Numerics.Tensors;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// Channels of images in groups, each group of each image shifted and scaled to mean 0 and variance 1, then each channel by a learned gain and shift.
/// Wu, He, <i>Group normalization</i>, 2018.
/// </summary>
[Model]
public partial class GroupNorm2D
{
    const float Epsilon = 1e-5f;

    /// <summary>How many groups there are.</summary>
    [Extent] public partial int Groups { get; }

    /// <summary>How many channels a group has.</summary>
    [Extent] public partial int Each { get; }

    /// <summary>Rows of each channel.</summary>
    [Extent] public partial int Height { get; }

    /// <summary>Columns of each channel.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>How many channels there are.</summary>
    public int Channels => Groups * Each;

    /// <summary>Factor of each channel: Channels.</summary>
    [Parameter(nameof(Channels), Initial = Initial.One)] public partial Tensor<float> Gain { get; }

    /// <summary>Added to each channel: Channels.</summary>
    [Parameter(nameof(Channels))] public partial Tensor<float> Shift { get; }

    float Center(Func<int, int, int, int, float> x, int n, int g) => Mean(Each, Height, Width, (c, h, w) => x(n, g * Each + c, h, w));

    float Variance(Func<int, int, int, int, float> x, int n, int g) => Mean(Each, Height, Width, (c, h, w) =>
        (x(n, g * Each + c, h, w) - Center(x, n, g)) * (x(n, g * Each + c, h, w) - Center(x, n, g)));

    /// <summary>Element (c, h, w) of row n of the result, for the images x(n, channel, row, column).</summary>
    [Maps(From = [nameof(Channels), nameof(Height), nameof(Width)], To = [nameof(Channels), nameof(Height), nameof(Width)])]
    public float Y(Func<int, int, int, int, float> x, int n, int c, int h, int w) =>
        (x(n, c, h, w) - Center(x, n, c / Each)) / Sqrt(Variance(x, n, c / Each) + Epsilon) * Gain[c] + Shift[c];
}
