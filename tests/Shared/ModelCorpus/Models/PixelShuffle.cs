using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Channels rearranged into a finer image and back, by quotients and remainders of places.</summary>
[Model]
public partial class PixelShuffle
{
    public const int Scale = 2;

    [Extent] public partial int Colours { get; }
    [Extent] public partial int H { get; }
    [Extent] public partial int W { get; }
    [Batch] public partial int N { get; }

    public int Channels => Colours * Scale * Scale;
    public int Tall => Scale * H;
    public int Wide => Scale * W;

    [Input(nameof(N), nameof(Channels), nameof(H), nameof(W), Gradient = true)] public partial Tensor<float> X { get; }
    [Parameter(nameof(Colours), nameof(Tall), nameof(Wide))] public partial Tensor<float> Gain { get; }
    [Parameter(nameof(Channels))] public partial Tensor<float> Weight { get; }

    [Output(nameof(N), nameof(Colours), nameof(Tall), nameof(Wide))]
    public float Fine(int n, int c, int y, int x) => Gain[c, y, x] * X[n, (c * Scale + y % Scale) * Scale + x % Scale, y / Scale, x / Scale];

    [Output(nameof(N), nameof(Channels), nameof(H), nameof(W))]
    public float Coarse(int n, int k, int y, int x) => Weight[k] * Fine(n, k / (Scale * Scale), Scale * y + k / Scale % Scale, Scale * x + k % Scale);

    [Loss]
    public float Loss() => Mean(N, Channels, H, W, (n, k, y, x) => Coarse(n, k, y, x) * Coarse(n, k, y, x)) + Mean(N, Colours, Tall, Wide, (n, c, y, x) => Fine(n, c, y, x));
}
