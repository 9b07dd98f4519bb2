using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>A convolution along one axis; beyond the borders the signal is zero.</summary>
[Model]
public partial class Convolution1D
{
    public const int Taps = 5;

    [Extent] public partial int Channels { get; }
    [Extent] public partial int Filters { get; }
    [Extent] public partial int Length { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Channels), nameof(Length), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(Filters), nameof(Channels), Taps)] public partial Tensor<float> F { get; }
    [Parameter(nameof(Filters))] public partial Tensor<float> B { get; }

    float At(int n, int c, int i) => i >= 0 && i < Length ? X[n, c, i] : 0;

    [Output(nameof(N), nameof(Filters), nameof(Length))]
    public float Y(int n, int f, int i) => Gelu(Sum(Channels, Taps, (c, q) => F[f, c, q] * At(n, c, i + q - 2)) + B[f]);

    [Loss] public float Loss() => Mean(N, Filters, Length, (n, f, i) => Y(n, f, i) * Y(n, f, i));
}
