using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>A convolution of series whose padding is chosen when the object is made, and may be nothing.</summary>
[Model]
public partial class PaddedSeries
{
    [Extent] public partial int Length { get; }
    [Extent(Least = 0)] public partial int Padding { get; }
    [Batch] public partial int N { get; }

    public int OutLength => Length + 2 * Padding;

    [Input(nameof(N), 2, nameof(Length), Gradient = true)] public partial Tensor<float> X { get; }

    public Convolution1D Mix { get => field ??= new(Channels: 2, Length: Length, Filters: 3, Kernel: 1, Stride: 1, Padding: Padding, Dilation: 1); }

    [Output(nameof(N), 3, nameof(OutLength))] public float Y(int n, int o, int t) => Mix.Y((b, c, s) => X[b, c, s], n, o, t);

    [Output(nameof(N), 3, nameof(OutLength))]
    public float YByDense(int n, int o, int t) => Mix.B[o] + (t >= Padding && t < Length + Padding ? Sum(2, c => Mix.Dense(o, c, 0) * X[n, c, t - Padding]) : 0);

    [Loss] public float Loss() => Mean(N, n => Sum(3, OutLength, (o, t) => Y(n, o, t) * Y(n, o, t)));
}
