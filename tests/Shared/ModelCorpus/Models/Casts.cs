#pragma warning disable ANZ1035 // n / 2 is meant to be a whole number
using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Indices and extents as numbers, index data in arithmetic.</summary>
[Model]
public partial class Casts
{
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(D))] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Count { get; }

    [Parameter(nameof(D))] public partial Tensor<float> W { get; }

    float Position(int i) => (float)i / D;
    float Wave(int i) => Sin(2 * PI * (i + 0.25f) / D);

    [Output(nameof(N))] public float Y(int n) => Sum(D, i => W[i] * (X[n, i] * Position(i) + Wave(i) - i)) / (float)(1 + Count[n]);

    [Output(nameof(N))] public float Scaled(int n) => Y(n) * (Count[n] * 2 - 3) + (n % 2) - n / 2;

    [Loss] public float Loss() => Sum(N, n => Scaled(n) * Scaled(n)) / (N * D);
}
