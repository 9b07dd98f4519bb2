using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace Ansatz.Benchmarks.Models.Networks;

/// <summary>28 × 28 images: convolution 3 × 3 to 16 channels, pooling, convolution 3 × 3 to 32, pooling, 10 classes.</summary>
[Model]
public partial class ImageNetwork
{
    public const int Size = 28, Classes = 10;

    [Batch] public partial int N { get; }
    [Input(nameof(N), Size, Size)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }

    public Convolution2D First { get; } = new(Channels: 1, Height: 28, Width: 28, Filters: 16, Kernel: 3, Stride: 1, Padding: 1, Dilation: 1);
    public Convolution2D Second { get; } = new(Channels: 16, Height: 14, Width: 14, Filters: 32, Kernel: 3, Stride: 1, Padding: 1, Dilation: 1);
    public Linear Head { get; } = new(In: 32 * 7 * 7, Out: Classes);

    float C1(int n, int o, int y, int x) => First.Y((m, c, v, u) => X[m, v, u], n, o, y, x);
    float P1(int n, int o, int y, int x) => Relu(Max(2, 2, (p, q) => C1(n, o, 2 * y + p, 2 * x + q)));
    float C2(int n, int o, int y, int x) => Second.Y(P1, n, o, y, x);
    float P2(int n, int o, int y, int x) => Relu(Max(2, 2, (p, q) => C2(n, o, 2 * y + p, 2 * x + q)));
    [Output(nameof(N), Classes)] public float Logit(int n, int k) => Head.Y((m, i) => P2(m, i / 49, i / 7 % 7, i % 7), n, k);
    [Loss] public float Loss() => Mean(N, n => LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n]));
}
