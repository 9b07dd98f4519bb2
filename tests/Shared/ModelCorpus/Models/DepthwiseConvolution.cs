using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>A depthwise convolution and the pointwise one behind it (MobileNet): every channel has its own window.</summary>
[Model]
public partial class DepthwiseConvolution
{
    public const int Kernel = 3;

    [Extent] public partial int Channels { get; }
    [Extent] public partial int Filters { get; }
    [Extent] public partial int Side { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Side), nameof(Side), nameof(Channels), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(Kernel, Kernel, nameof(Channels))] public partial Tensor<float> Depthwise { get; }
    [Parameter(nameof(Channels), nameof(Filters))] public partial Tensor<float> Pointwise { get; }

    float At(int n, int y, int x, int c) => y >= 0 && y < Side && x >= 0 && x < Side ? X[n, y, x, c] : 0;

    float Window(int n, int y, int x, int c) => Sum(Kernel, Kernel, (p, q) => Depthwise[p, q, c] * At(n, y + p - 1, x + q - 1, c));

    [Output(nameof(N), nameof(Side), nameof(Side), nameof(Filters))]
    public float Y(int n, int y, int x, int f) => Sum(Channels, c => Pointwise[c, f] * Silu(Window(n, y, x, c)));

    [Loss] public float Loss() => Mean(N, Side, Side, Filters, (n, y, x, f) => Y(n, y, x, f) * Y(n, y, x, f));
}
