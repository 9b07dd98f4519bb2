using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Attention within rows and within columns of an image.</summary>
[Model]
public partial class AxialImage
{
    public const int Channels = 2, Height = 2, Width = 3;

    [Batch] public partial int N { get; }

    [Input(nameof(N), Channels, Height, Width, Gradient = true)] public partial Tensor<float> X { get; }

    public AxialAttention Attention { get; } = new(Channels: Channels, Height: Height, Width: Width, Heads: 1, Depth: 2);

    [Output(nameof(N), Channels, Height, Width)]
    public float Y(int n, int c, int h, int w) => X[n, c, h, w] + Attention.Y((b, k, y, x) => X[b, k, y, x], n, c, h, w);

    [Loss] public float Loss() => Mean(N, n => Sum(Channels, Height, Width, (c, h, w) => Y(n, c, h, w) * Y(n, c, h, w)));
}
