using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers.Double;
using static Ansatz.Reduce;

namespace TuckerAdapters;

/// <summary>A small one in double precision with a loss, for its gradient.</summary>
[Model]
public partial class SmallAdapter
{
    public const int Channels = 3, Size = 4;

    [Batch] public partial int N { get; }
    [Input(nameof(N), Channels, Size, Size)] public partial Tensor<double> X { get; }

    [Frozen] public Convolution2D Look { get; } = new(Channels: Channels, Height: Size, Width: Size, Filters: Channels, Kernel: 3, Stride: 1, Padding: 1, Dilation: 1);
    public FloraConvolution2D Adapter { get => field ??= new(InRank: 2, OutRank: 2, KernelRank: 2, Scale: 1, @base: Look); }

    double Y(int n, int o, int h, int w) => Adapter.Y((b, c, y, x) => X[b, c, y, x], n, o, h, w);

    [Loss] public double Loss() => Mean(N, n => Sum(Channels, Size, Size, (o, h, w) => Y(n, o, h, w) * Y(n, o, h, w)));
}
