using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Adapters on layers that the model owns.</summary>
[Model]
public partial class AdaptedLayers
{
    public const int In = 4, Out = 3, Channels = 2, Size = 4, Filters = 2, Kernel = 3;

    [Batch] public partial int N { get; }

    [Input(nameof(N), In, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), Channels, Size, Size)] public partial Tensor<float> Picture { get; }

    public Linear Plain { get; } = new(In: In, Out: Out);
    public Convolution2D Look { get; } = new(Channels: Channels, Height: Size, Width: Size, Filters: Filters, Kernel: Kernel, Stride: 1, Padding: 1, Dilation: 1);
    public Lora Low { get => field ??= new(Rank: 2, Alpha: 4, @base: Plain); }
    public Flora Core { get => field ??= new(InRank: 2, OutRank: 2, Scale: 2, @base: Plain); }
    public FloraConvolution2D CoreLook { get => field ??= new(InRank: 1, OutRank: 2, KernelRank: 2, Scale: 2, @base: Look); }

    float Row(int n, int i) => X[n, i];

    float Kernels(int o, int c, int p, int q) => CoreLook.Dense(o, c, p, q);

    [Output(nameof(N), Out)] public float Y(int n, int o) => Low.Y(Row, n, o) + Core.Y(Row, n, o);

    [Output(nameof(N), Out)] public float YByDense(int n, int o) => Sum(In, i => (Low.Dense(o, i) + Core.Dense(o, i)) * X[n, i]) + 2 * Plain.B[o];

    [Output(nameof(N), Filters, Size, Size)] public float Seen(int n, int o, int h, int w) => CoreLook.Y((b, c, y, x) => Picture[b, c, y, x], n, o, h, w);

    [Output(nameof(N), Filters, Size, Size)]
    public float SeenByDense(int n, int o, int h, int w) => Look.B[o] + Sum(Channels, Kernel, Kernel, (c, p, q) =>
        h + p >= 1 && h + p < Size + 1 && w + q >= 1 && w + q < Size + 1 ? Kernels(o, c, p, q) * Picture[n, c, h + p - 1, w + q - 1] : 0);

    [Loss] public float Loss() => Mean(N, n => Sum(Out, o => Y(n, o) * Y(n, o)) + Sum(Filters, Size, Size, (o, h, w) => Seen(n, o, h, w) * Seen(n, o, h, w)));
}
