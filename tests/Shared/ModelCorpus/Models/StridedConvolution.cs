using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>A convolution over images with stride, dilation, padding and groups, as the libraries of layers have it.</summary>
[Model]
public partial class StridedConvolution
{
    public const int Groups = 2, Kernel = 3, Stride = 2, Dilation = 2, Padding = 2;

    [Extent] public partial int Ins { get; }
    [Extent] public partial int Outs { get; }
    [Extent] public partial int Height { get; }
    [Extent] public partial int Width { get; }
    [Batch] public partial int N { get; }

    public int Channels => Groups * Ins;
    public int Filters => Groups * Outs;
    public int Rows => (Height + 2 * Padding - Dilation * (Kernel - 1) - 1) / Stride + 1;
    public int Columns => (Width + 2 * Padding - Dilation * (Kernel - 1) - 1) / Stride + 1;

    [Input(nameof(N), nameof(Channels), nameof(Height), nameof(Width), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(Filters), nameof(Ins), Kernel, Kernel)] public partial Tensor<float> W { get; }
    [Parameter(nameof(Filters))] public partial Tensor<float> B { get; }

    float Padded(int n, int c, int y, int x) => y >= 0 && y < Height && x >= 0 && x < Width ? X[n, c, y, x] : 0;

    [Output(nameof(N), nameof(Filters), nameof(Rows), nameof(Columns))]
    public float Y(int n, int f, int y, int x) => B[f] + Sum(Ins, Kernel, Kernel, (c, p, q) =>
        W[f, c, p, q] * Padded(n, f / Outs * Ins + c, Stride * y + Dilation * p - Padding, Stride * x + Dilation * q - Padding));

    [Loss] public float Loss() => Mean(N, Filters, Rows, Columns, (n, f, y, x) => Softplus(Y(n, f, y, x)) * Y(n, f, y, x));
}
