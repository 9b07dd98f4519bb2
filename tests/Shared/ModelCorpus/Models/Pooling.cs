using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Overlapping max-pooling, average-pooling that counts only what is inside, and their sum over the image.</summary>
[Model]
public partial class Pooling
{
    public const int Window = 3, Stride = 2;

    [Extent] public partial int Channels { get; }
    [Extent] public partial int Half { get; }
    [Batch] public partial int N { get; }

    public int Side => 2 * Half + 1;

    [Input(nameof(N), nameof(Channels), nameof(Side), nameof(Side), Gradient = true)] public partial Tensor<float> X { get; }
    [Parameter(nameof(Channels))] public partial Tensor<float> W { get; }

    float Signal(int n, int c, int y, int x) => W[c] * X[n, c, y, x];

    [Output(nameof(N), nameof(Channels), nameof(Half), nameof(Half))]
    public float Largest(int n, int c, int y, int x) => Max(Window, Window, (p, q) => Signal(n, c, Stride * y + p, Stride * x + q));

    float Inside(int y, int x) => y >= 0 && y < Side && x >= 0 && x < Side ? 1 : 0;

    float Padded(int n, int c, int y, int x) => y >= 0 && y < Side && x >= 0 && x < Side ? Signal(n, c, y, x) : 0;

    [Output(nameof(N), nameof(Channels), nameof(Half), nameof(Half))]
    public float Average(int n, int c, int y, int x) => Sum(Window, Window, (p, q) => Padded(n, c, Stride * y + p - 1, Stride * x + q - 1))
        / Sum(Window, Window, (p, q) => Inside(Stride * y + p - 1, Stride * x + q - 1));

    [Loss]
    public float Loss() => Mean(N, Channels, Half, Half, (n, c, y, x) => Largest(n, c, y, x) * Largest(n, c, y, x) + Average(n, c, y, x) * Largest(n, c, y, x));
}
