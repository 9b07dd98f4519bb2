using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Convolution, batch normalisation, pooling, group normalisation, and a head on the flattened image.</summary>
[Model]
public partial class ConvolutionalClassifier
{
    public const int Classes = 3;

    [Batch] public partial int N { get; }
    [Training] public partial bool Training { get; set; }

    [Input(nameof(N), 1, 6, 6, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }

    public Convolution2D First { get; } = new(Channels: 1, Height: 6, Width: 6, Filters: 4, Kernel: 3, Stride: 1, Padding: 1, Dilation: 1);
    public BatchNorm2D Norm { get; } = new(Channels: 4, Height: 6, Width: 6);
    public MaxPooling2D Pool { get; } = new(Channels: 4, Height: 6, Width: 6, Window: 2, Stride: 2);
    public GroupNorm2D Groups { get; } = new(Groups: 2, Each: 2, Height: 3, Width: 3);
    public AveragePooling2D Smooth { get; } = new(Channels: 4, Height: 3, Width: 3, Window: 2, Stride: 1);
    public Flatten2D Flat { get; } = new(Channels: 4, Height: 2, Width: 2);
    public GlobalAveragePooling2D Whole { get; } = new(Channels: 4, Height: 3, Width: 3);
    public Linear Head { get; } = new(In: 16, Out: Classes);
    public Linear Side { get; } = new(In: 4, Out: Classes);
    public Ansatz.Layers.Losses.SoftmaxCrossEntropy Entropy { get; } = new(Classes: Classes);

    float Features(int n, int c, int h, int w) => First.Y((b, k, y, x) => X[b, k, y, x], n, c, h, w);
    float Normal(int n, int c, int h, int w) => Norm.Y(Features, n, c, h, w);
    float Pooled(int n, int c, int h, int w) => Pool.Y((b, k, y, x) => Ansatz.Functions.Gelu(Normal(b, k, y, x)), n, c, h, w);
    float Grouped(int n, int c, int h, int w) => Groups.Y(Pooled, n, c, h, w);
    float Smoothed(int n, int c, int h, int w) => Smooth.Y(Grouped, n, c, h, w);
    float Row(int n, int i) => Flat.Y(Smoothed, n, i);

    [Output(nameof(N), Classes)] public float Logit(int n, int k) => Head.Y(Row, n, k) + Side.Y((b, c) => Whole.Y(Grouped, b, c), n, k);

    [Loss] public float Loss() => Mean(N, n => Entropy.Smoothed(Logit, b => Label[b], 0.1f, n));
}
