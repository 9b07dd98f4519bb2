using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Convolutions of images, with padding and in steps of two.</summary>
[Model]
public partial class ImageConvolutions
{
    public const int Channels = 2, Height = 5, Width = 6, Filters = 3, Kernel = 3, Stride = 2, Padding = 1, Dilation = 1, OutHeight = 3, OutWidth = 3;

    [Batch] public partial int N { get; }

    [Input(nameof(N), Channels, Height, Width, Gradient = true)] public partial Tensor<float> X { get; }

    public Convolution2D Full { get; } = new(Channels: 2, Height: 5, Width: 6, Filters: 3, Kernel: 3, Stride: 2, Padding: 1, Dilation: 1);
    public CpConvolution2D Cp { get; } = new(Channels: 2, Height: 5, Width: 6, Filters: 3, Rank: 2, Kernel: 3, Stride: 2, Padding: 1, Dilation: 1);
    public TuckerConvolution2D Tucker { get; } = new(Channels: 2, Height: 5, Width: 6, Filters: 3, InRank: 1, OutRank: 2, Kernel: 3, Stride: 2, Padding: 1, Dilation: 1);
    public SeparableConvolution2D Separable { get; } = new(Channels: 2, Height: 5, Width: 6, Filters: 3, Kernel: 3, Stride: 2, Padding: 1, Dilation: 1);

    float Image(int n, int c, int h, int w) => X[n, c, h, w];

    float Inside(int n, int c, int h, int w) => h >= 0 && h < Height && w >= 0 && w < Width ? X[n, c, h, w] : 0;

    float Kernels(int o, int c, int p, int q) => Full.Dense(o, c, p, q) + Cp.Dense(o, c, p, q) + Tucker.Dense(o, c, p, q) + Separable.Dense(o, c, p, q);

    [Output(nameof(N), Filters, OutHeight, OutWidth)]
    public float Y(int n, int o, int h, int w) => Full.Y(Image, n, o, h, w) + Cp.Y(Image, n, o, h, w) + Tucker.Y(Image, n, o, h, w) + Separable.Y(Image, n, o, h, w);

    [Output(nameof(N), Filters, OutHeight, OutWidth)]
    public float YByDense(int n, int o, int h, int w) =>
        Sum(Channels, Kernel, Kernel, (c, p, q) => Kernels(o, c, p, q) * Inside(n, c, Stride * h + Dilation * p - Padding, Stride * w + Dilation * q - Padding))
        + Full.B[o] + Cp.B[o] + Tucker.B[o] + Separable.B[o];

    [Loss] public float Loss() => Mean(N, n => Sum(Filters, OutHeight, OutWidth, (o, h, w) => Y(n, o, h, w) * Y(n, o, h, w)));
}
