using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Convolutions of series as long as they are given.</summary>
[Model]
public partial class SeriesConvolutions
{
    public const int Channels = 2, Filters = 3, Kernel = 3, Padding = 1;

    [Extent] public partial int Length { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), Channels, nameof(Length), Gradient = true)] public partial Tensor<float> X { get; }

    public Convolution1D Full { get => field ??= new(Channels: 2, Length: Length, Filters: 3, Kernel: 3, Stride: 1, Padding: 1, Dilation: 1); }
    public CpConvolution1D Cp { get => field ??= new(Channels: 2, Length: Length, Filters: 3, Rank: 2, Kernel: 3, Stride: 1, Padding: 1, Dilation: 1); }
    public TuckerConvolution1D Tucker { get => field ??= new(Channels: 2, Length: Length, Filters: 3, InRank: 1, OutRank: 2, Kernel: 3, Stride: 1, Padding: 1, Dilation: 1); }
    public SeparableConvolution1D Separable { get => field ??= new(Channels: 2, Length: Length, Filters: 3, Kernel: 3, Stride: 1, Padding: 1, Dilation: 1); }

    float Series(int n, int c, int t) => X[n, c, t];

    float Kernels(int o, int c, int p) => Full.Dense(o, c, p) + Cp.Dense(o, c, p) + Tucker.Dense(o, c, p) + Separable.Dense(o, c, p);

    [Output(nameof(N), Filters, nameof(Length))]
    public float Y(int n, int o, int t) => Full.Y(Series, n, o, t) + Cp.Y(Series, n, o, t) + Tucker.Y(Series, n, o, t) + Separable.Y(Series, n, o, t);

    [Output(nameof(N), Filters, nameof(Length))]
    public float YByDense(int n, int o, int t) =>
        Sum(Channels, Kernel, (c, p) => t + p - Padding >= 0 && t + p - Padding < Length ? Kernels(o, c, p) * X[n, c, t + p - Padding] : 0) + Full.B[o] + Cp.B[o] + Tucker.B[o] + Separable.B[o];

    [Loss] public float Loss() => Mean(N, n => Sum(Filters, Length, (o, t) => Y(n, o, t) * Y(n, o, t)));
}
