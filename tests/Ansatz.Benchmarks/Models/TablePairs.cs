using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Ansatz.Benchmarks.Models;

/// <summary>The pairs of a factorization machine over rows of a table that index data choose; the loss weighs y by G.</summary>
[Model]
public partial class TablePairs
{
    public const int Rows = 1_000_000, Fields = 26, Rank = 16;

    [Batch] public partial int N { get; }

    [Input(nameof(N), Fields)] public partial Tensor<int> Index { get; }
    [Input(nameof(N))] public partial Tensor<float> G { get; }

    [Parameter(Rows, Rank)] public partial Tensor<float> Table { get; }

    float Total(int n, int r) => Sum(Fields, f => Table[Index[n, f], r]);
    float Squares(int n, int r) => Sum(Fields, f => Table[Index[n, f], r] * Table[Index[n, f], r]);

    [Output(nameof(N))] public float Y(int n) => 0.5f * Sum(Rank, r => Total(n, r) * Total(n, r) - Squares(n, r));

    [Loss] public float Loss() => Sum(N, n => G[n] * Y(n));
}
