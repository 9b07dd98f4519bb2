using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace TuckerAdapters;

/// <summary>A frozen convolution with a FLoRA adapter, along its factors and by the kernel that they make.</summary>
[Model]
public partial class AdaptedConvolution
{
    public const int Channels = 32, Kernel = 3, Size = 8;

    [Batch] public partial int N { get; }
    [Input(nameof(N), Channels, Size, Size)] public partial Tensor<float> X { get; }

    [Frozen] public Convolution2D Look { get; } = new(Channels: Channels, Height: Size, Width: Size, Filters: Channels, Kernel: Kernel, Stride: 1, Padding: 1, Dilation: 1);
    public FloraConvolution2D Adapter { get => field ??= new(InRank: 4, OutRank: 4, KernelRank: 2, Scale: 1, @base: Look); }

    float Adapted(int o, int c, int p, int q) => Adapter.Dense(o, c, p, q);

    [Output(nameof(N), Channels, Size, Size)] public float Plain(int n, int o, int h, int w) => Look.Y((b, c, y, x) => X[b, c, y, x], n, o, h, w);

    [Output(nameof(N), Channels, Size, Size)] public float Factorized(int n, int o, int h, int w) => Adapter.Y((b, c, y, x) => X[b, c, y, x], n, o, h, w);

    [Output(nameof(N), Channels, Size, Size)]
    public float Materialized(int n, int o, int h, int w) => Look.B[o] + Sum(Channels, Kernel, Kernel, (c, p, q) =>
        h + p >= 1 && h + p < Size + 1 && w + q >= 1 && w + q < Size + 1 ? Adapted(o, c, p, q) * X[n, c, h + p - 1, w + q - 1] : 0);
}
