using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Extents computed from others: halves of a signal, averaged in pairs; the last pair of an odd signal is one sample.</summary>
[Model]
public partial class ComputedExtents
{
    public const int Margin = 1;

    [Extent] public partial int H { get; }
    [Batch] public partial int N { get; }

    public int Half => (H + 1) / 2;
    int Padded => Half + 2 * Margin;

    [Input(nameof(N), nameof(H), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(Half))] public partial Tensor<float> W { get; }
    [Parameter(nameof(Padded), FanIn = nameof(Half))] public partial Tensor<float> V { get; }

    float Pair(int n, int i) => 2 * i + 1 < H ? (X[n, 2 * i] + X[n, 2 * i + 1]) / 2 : X[n, 2 * i];

    [Output(nameof(N), nameof(Half))] public float Y(int n, int i) => W[i] * Pair(n, i) + V[i + Margin];

    [Output(nameof(Padded))] public float Bias(int i) => V[i] * V[i];

    [Loss] public float Loss() => Mean(N, Half, (n, i) => Y(n, i) * Y(n, i)) + Sum(Padded, i => Bias(i));
}
