using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace Ansatz.Benchmarks.Models.Networks;

/// <summary>A factorization machine over 39 fields of one table of 100,000 rows: linear weights and pairs of vectors of 16.</summary>
[Model]
public partial class ClickNetwork
{
    public const int Rows = 100_000, Fields = 39, Rank = 16;

    [Batch] public partial int N { get; }
    [Input(nameof(N), Fields)] public partial Tensor<int> Index { get; }
    [Input(nameof(N))] public partial Tensor<float> Label { get; }

    [Parameter(Rows, Rank)] public partial Tensor<float> E { get; }
    [Parameter(Rows)] public partial Tensor<float> W { get; }

    float Total(int n, int k) => Sum(Fields, f => E[Index[n, f], k]);
    float Squares(int n, int k) => Sum(Fields, f => E[Index[n, f], k] * E[Index[n, f], k]);
    [Output(nameof(N))] public float Logit(int n) => 0.5f * Sum(Rank, k => Total(n, k) * Total(n, k) - Squares(n, k)) + Sum(Fields, f => W[Index[n, f]]);
    [Loss] public float Loss() => Mean(N, n => Softplus(Logit(n)) - Label[n] * Logit(n));
}
