using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>Squeeze and excitation: channels weighted by what two small layers make of their means.</summary>
[Model]
public partial class SqueezeExcite
{
    [Extent] public partial int Channels { get; }
    [Extent] public partial int Narrow { get; }
    [Extent] public partial int H { get; }
    [Extent] public partial int W { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Channels), nameof(H), nameof(W), Gradient = true)] public partial Tensor<float> X { get; }
    [Parameter(nameof(Narrow), nameof(Channels))] public partial Tensor<float> Down { get; }
    [Parameter(nameof(Channels), nameof(Narrow))] public partial Tensor<float> Up { get; }

    float Squeezed(int n, int c) => Mean(H, W, (y, x) => X[n, c, y, x]);
    float Reduced(int n, int r) => Silu(Sum(Channels, c => Down[r, c] * Squeezed(n, c)));
    float Weight(int n, int c) => Sigmoid(Sum(Narrow, r => Up[c, r] * Reduced(n, r)));

    [Output(nameof(N), nameof(Channels), nameof(H), nameof(W))] public float Y(int n, int c, int y, int x) => X[n, c, y, x] * Weight(n, c);

    [Loss] public float Loss() => Mean(N, Channels, H, W, (n, c, y, x) => Y(n, c, y, x) * Y(n, c, y, x));
}
