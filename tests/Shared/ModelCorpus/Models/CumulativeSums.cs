using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Cumulative sums and products, from either end.</summary>
[Model]
public partial class CumulativeSums
{
    [Extent] public partial int Length { get; }

    [Input(nameof(Length), Gradient = true)] public partial Tensor<float> X { get; }
    [Parameter(nameof(Length))] public partial Tensor<float> W { get; }

    [Output(nameof(Length))] public float Sums(int i) => (i > 0 ? Sums(i - 1) : 0) + X[i];
    [Output(nameof(Length))] public float Rest(int i) => i < Length - 1 ? Rest(i + 1) + X[i] * W[i] : X[i];

    float Products(int i) => i == 0 ? 1 + 0.1f * X[i] : Products(i - 1) * (1 + 0.1f * X[i]);

    [Loss] public float Loss() => Sum(Length, i => W[i] * Sin(Sums(i)) + Rest(i) * Products(i));
}
