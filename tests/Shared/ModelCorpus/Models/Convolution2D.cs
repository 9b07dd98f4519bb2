using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>A strided convolution over images: reads at 2 y + p.</summary>
[Model]
public partial class Convolution2D
{
    public const int C = 2, Size = 9, Kernel = 3, O = 3, Half = (Size - Kernel) / 2 + 1;

    [Batch] public partial int N { get; }

    [Input(nameof(N), C, Size, Size, Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(O, C, Kernel, Kernel)] public partial Tensor<float> F { get; }
    [Parameter(O)] public partial Tensor<float> B { get; }

    [Output(nameof(N), O, Half, Half)]
    public float Y(int n, int o, int y, int x) =>
        Silu(Sum(C, Kernel, Kernel, (c, p, q) => F[o, c, p, q] * X[n, c, 2 * y + p, 2 * x + q]) + B[o]);

    [Loss] public float Loss() => Mean(N, O, Half, Half, (n, o, y, x) => Y(n, o, y, x) * Y(n, o, y, x));
}
