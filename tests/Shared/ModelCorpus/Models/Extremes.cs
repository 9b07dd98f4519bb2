using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Max, Min and LogSumExp over one to four indices, nested and guarded.</summary>
[Model]
public partial class Extremes
{
    [Extent] public partial int A { get; }
    [Extent] public partial int B { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(A), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(A), nameof(B))] public partial Tensor<float> P { get; }
    [Parameter(nameof(A), nameof(B), 2, 3)] public partial Tensor<float> R { get; }

    [Output(nameof(N))] public float Highest(int n) => Max(A, a => X[n, a]);
    [Output(nameof(N))] public float Lowest(int n) => Min(A, B, (a, b) => X[n, a] * P[a, b]);
    [Output(nameof(N))] public float Far(int n) => Max(A, B, 2, 3, (a, b, c, d) => X[n, a] * R[a, b, c, d]);
    [Output(nameof(N))] public float Soft(int n) => LogSumExp(A, B, (a, b) => X[n, a] + P[a, b]);
    [Output(nameof(N))] public float SoftFour(int n) => LogSumExp(A, B, 2, 3, (a, b, c, d) => X[n, a] * R[a, b, c, d]);
    [Output(nameof(N))] public float MinMax(int n) => Min(A, a => Max(B, b => X[n, a] + P[a, b]));
    [Output(nameof(N))] public float Guarded(int n) => Max(A, a => a % 2 == 0 ? X[n, a] : float.NegativeInfinity);
    [Output(nameof(N))] public float Three(int n) => Min(A, B, 2, (a, b, c) => X[n, a] - R[a, b, c, 0]) + LogSumExp(A, B, 2, (a, b, c) => R[a, b, c, 1] * X[n, a]);

    [Loss]
    public float Loss() =>
        Mean(N, n => Highest(n) * Lowest(n) + Far(n) + Soft(n) * SoftFour(n) + MinMax(n) + Guarded(n) * Guarded(n) + Three(n));
}
