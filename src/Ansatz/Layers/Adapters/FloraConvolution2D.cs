using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// A convolution of images that stays as it is, plus trained kernels in Tucker form over all four modes,
/// ΔF[o, c, p, q] = Scale·Σ_{a, b, s, t} U[o, a]·G[a, b, s, t]·V[b, c]·P[s, p]·Q[t, q]. At first G = 0, so nothing is added.
/// Si, Wang, Yang, Xu, Li, Dai, Qiao, Yang, Shen, <i>FLoRA: low-rank core space for N-dimension</i>, 2024.
/// </summary>
[Model]
public partial class FloraConvolution2D
{
    /// <summary>The layer that is adapted; its own parameters stay as they are.</summary>
    [Frozen] public partial Convolution2D Base { get; }

    /// <summary>Rank of what is added, in the channels that come in.</summary>
    [Extent] public partial int InRank { get; }

    /// <summary>Rank of what is added, in the channels that go out.</summary>
    [Extent] public partial int OutRank { get; }

    /// <summary>Rank of what is added, in the rows and in the columns of the kernel.</summary>
    [Extent] public partial int KernelRank { get; }

    /// <summary>By what it is multiplied.</summary>
    [Extent] public partial int Scale { get; }

    /// <summary>How many channels come in.</summary>
    public int Channels => Base.Channels;

    /// <summary>How many channels go out.</summary>
    public int Filters => Base.Filters;

    /// <summary>Rows and columns of the kernel.</summary>
    public int Kernel => Base.Kernel;

    /// <summary>Rows of each channel that comes in.</summary>
    public int Height => Base.Height;

    /// <summary>Columns of each channel that comes in.</summary>
    public int Width => Base.Width;

    /// <summary>Rows of each channel that goes out.</summary>
    public int OutHeight => Base.OutHeight;

    /// <summary>Columns of each channel that goes out.</summary>
    public int OutWidth => Base.OutWidth;

    /// <summary>From channels to the inner ones: InRank × Channels.</summary>
    [Parameter(nameof(InRank), nameof(Channels), Initial = Initial.Uniform)] public partial Tensor<float> V { get; }

    /// <summary>Rows of the kernel: KernelRank × Kernel.</summary>
    [Parameter(nameof(KernelRank), nameof(Kernel), Initial = Initial.Uniform)] public partial Tensor<float> P { get; }

    /// <summary>Columns of the kernel: KernelRank × Kernel.</summary>
    [Parameter(nameof(KernelRank), nameof(Kernel), Initial = Initial.Uniform)] public partial Tensor<float> Q { get; }

    /// <summary>The core: OutRank × InRank × KernelRank × KernelRank.</summary>
    [Parameter(nameof(OutRank), nameof(InRank), nameof(KernelRank), nameof(KernelRank), Initial = Initial.Zero)] public partial Tensor<float> G { get; }

    /// <summary>From the inner channels: Filters × OutRank.</summary>
    [Parameter(nameof(Filters), nameof(OutRank), Initial = Initial.Uniform)] public partial Tensor<float> U { get; }

    float Inner(Func<int, int, int, int, float> x, int n, int b, int h, int w) => Sum(Channels, c => V[b, c] * x(n, c, h, w));

    float Padded(Func<int, int, int, int, float> x, int n, int b, int h, int w) =>
        h >= Base.Padding && h < Height + Base.Padding && w >= Base.Padding && w < Width + Base.Padding ? Inner(x, n, b, h - Base.Padding, w - Base.Padding) : 0;

    float Window(int a, int b, int p, int q) => Sum(KernelRank, KernelRank, (s, t) => G[a, b, s, t] * P[s, p] * Q[t, q]);

    float Core(Func<int, int, int, int, float> x, int n, int a, int h, int w) =>
        Sum(InRank, Kernel, Kernel, (b, p, q) => Window(a, b, p, q) * Padded(x, n, b, Base.Stride * h + Base.Dilation * p, Base.Stride * w + Base.Dilation * q));

    /// <summary>Element (p, q) of the kernel from channel c to channel o, what is added included.</summary>
    public float Dense(int o, int c, int p, int q) => Base.Dense(o, c, p, q) + Scale * Sum(OutRank, InRank, (a, b) => U[o, a] * Window(a, b, p, q) * V[b, c]);

    /// <summary>Element (h, w) of channel o of row n of the result, for the images x(n, channel, row, column).</summary>
    [Maps(From = [nameof(Channels), nameof(Height), nameof(Width)], To = [nameof(Filters), nameof(OutHeight), nameof(OutWidth)])]
    public float Y(Func<int, int, int, int, float> x, int n, int o, int h, int w) => Base.Y(x, n, o, h, w) + Scale * Sum(OutRank, a => U[o, a] * Core(x, n, a, h, w));
}
