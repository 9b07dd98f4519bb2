using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>A transposed convolution with stride 2: what a strided convolution's adjoint computes, as a layer.</summary>
[Model]
public partial class TransposedConvolution
{
    public const int Kernel = 3, Stride = 2;

    [Extent] public partial int Channels { get; }
    [Extent] public partial int Filters { get; }
    [Extent] public partial int Length { get; }
    [Batch] public partial int N { get; }

    public int Long => Stride * (Length - 1) + Kernel;

    [Input(nameof(N), nameof(Channels), nameof(Length), Gradient = true)] public partial Tensor<float> X { get; }
    [Parameter(nameof(Channels), nameof(Filters), Kernel)] public partial Tensor<float> W { get; }
    [Parameter(nameof(Filters))] public partial Tensor<float> B { get; }

    // The taps that fall on an input: those with (i - k) divisible by the stride.
    float Tap(int n, int c, int f, int i, int k) =>
        i >= k && (i - k) % Stride == 0 && (i - k) / Stride < Length ? X[n, c, (i - k) / Stride] * W[c, f, k] : 0;

    [Output(nameof(N), nameof(Filters), nameof(Long))]
    public float Y(int n, int f, int i) => B[f] + Sum(Channels, Kernel, (c, k) => Tap(n, c, f, i, k));

    [Loss] public float Loss() => Mean(N, Filters, Long, (n, f, i) => Gelu(Y(n, f, i)) * Y(n, f, i));
}
