using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Ansatz.Benchmarks.Models;

/// <summary>A 3 × 3 convolution of 28 × 28 images, 16 → 32 channels, with a border of zeros; the loss weighs y by G.</summary>
[Model]
public partial class Convolution3x3
{
    public const int In = 16, Out = 32, Size = 28;

    [Batch] public partial int N { get; }

    [Input(nameof(N), In, Size, Size, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), Out, Size, Size)] public partial Tensor<float> G { get; }

    [Parameter(Out, In, 3, 3)] public partial Tensor<float> F { get; }

    float Padded(int n, int c, int v, int u) => v >= 1 && v <= Size && u >= 1 && u <= Size ? X[n, c, v - 1, u - 1] : 0;

    [Output(nameof(N), Out, Size, Size)]
    public float Y(int n, int o, int v, int u) => Sum(In, 3, 3, (c, p, q) => F[o, c, p, q] * Padded(n, c, v + p, u + q));

    [Loss] public float Loss() => Sum(N, Out, Size, Size, (n, o, v, u) => G[n, o, v, u] * Y(n, o, v, u));
}
