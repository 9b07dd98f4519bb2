using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>A bag of embeddings: weighted sums of the rows of a table, of as many words as each text has, with padding at the end.</summary>
[Model]
public partial class EmbeddingBag
{
    [Extent] public partial int Words { get; }
    [Extent] public partial int D { get; }
    [Extent] public partial int Length { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Length))] public partial Tensor<int> Word { get; }
    [Input(nameof(N), nameof(Length), Gradient = true)] public partial Tensor<float> Weight { get; }
    [Input(nameof(N))] public partial Tensor<int> Count { get; }
    [Input(nameof(N))] public partial Tensor<float> Target { get; }

    [Parameter(nameof(Words), nameof(D))] public partial Tensor<float> E { get; }
    [Parameter(nameof(D))] public partial Tensor<float> V { get; }

    float Bag(int n, int d) => Sum(Length, t => t <= Count[n] ? Weight[n, t] * E[Word[n, t], d] : 0);

    [Output(nameof(N))] public float Z(int n) => Sum(D, d => V[d] * Bag(n, d));

    [Loss] public float Loss() => Mean(N, n => Softplus(Z(n)) - Target[n] * Z(n));
}
