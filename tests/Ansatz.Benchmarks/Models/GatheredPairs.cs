using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Ansatz.Benchmarks.Models;

/// <summary>The pairs of a factorization machine over embeddings that are gathered already; the loss weighs y by G.</summary>
[Model]
public partial class GatheredPairs
{
    public const int Fields = 26, Rank = 16;

    [Batch] public partial int N { get; }

    [Input(nameof(N), Fields, Rank, Gradient = true)] public partial Tensor<float> E { get; }
    [Input(nameof(N))] public partial Tensor<float> G { get; }

    float Total(int n, int r) => Sum(Fields, f => E[n, f, r]);
    float Squares(int n, int r) => Sum(Fields, f => E[n, f, r] * E[n, f, r]);

    [Output(nameof(N))] public float Y(int n) => 0.5f * Sum(Rank, r => Total(n, r) * Total(n, r) - Squares(n, r));

    [Loss] public float Loss() => Sum(N, n => G[n] * Y(n));
}
