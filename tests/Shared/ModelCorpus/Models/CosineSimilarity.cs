using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>All cosines between vectors: a matrix of inner products, read by rows and on its diagonal.</summary>
[Model]
public partial class CosineSimilarity
{
    [Extent] public partial int Width { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Width))] public partial Tensor<float> X { get; }
    [Parameter(nameof(Width))] public partial Tensor<float> Scale { get; }

    float Product(int i, int j) => Sum(Width, d => Scale[d] * X[i, d] * X[j, d] * Scale[d]) + (i == j ? 0.5f : 0f);

    [Output(nameof(N), nameof(N))] public float Cosine(int i, int j) => Product(i, j) / System.MathF.Sqrt(Product(i, i) * Product(j, j));

    [Loss] public float Loss() => Mean(N, N, (i, j) => Cosine(i, j) * Cosine(i, j));
}
