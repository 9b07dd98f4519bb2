using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Sums and means over one to four indices, nested, guarded, and over what does not depend on the index.</summary>
[Model]
public partial class Reductions
{
    [Extent] public partial int A { get; }
    [Extent] public partial int B { get; }
    [Extent] public partial int C { get; }
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(A), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(A), nameof(B))] public partial Tensor<float> P { get; }
    [Parameter(nameof(B), nameof(C))] public partial Tensor<float> Q { get; }
    [Parameter(nameof(A), nameof(B), nameof(C), nameof(D))] public partial Tensor<float> R { get; }

    [Output(nameof(N))] public float One(int n) => Sum(A, a => X[n, a]) + Mean(A, a => X[n, a] * X[n, a]);
    [Output(nameof(N))] public float Two(int n) => Sum(A, B, (a, b) => X[n, a] * P[a, b]) + Mean(A, B, (a, b) => P[a, b] * P[a, b]);

    [Output(nameof(N))]
    public float Three(int n) =>
        Sum(A, B, C, (a, b, c) => X[n, a] * P[a, b] * Q[b, c]) + Mean(A, B, C, (a, b, c) => P[a, b] * Q[b, c] * Q[b, c]);

    [Output(nameof(N))]
    public float Four(int n) =>
        Sum(A, B, C, D, (a, b, c, d) => R[a, b, c, d] * X[n, a]) + Mean(A, B, C, D, (a, b, c, d) => R[a, b, c, d] * R[a, b, c, d]);

    [Output(nameof(N))] public float Nested(int n) => Sum(A, a => X[n, a] * Mean(B, b => P[a, b] * Sum(C, c => Q[b, c] * Q[b, c])));
    [Output(nameof(N))] public float Lower(int n) => Sum(A, B, (a, b) => b <= a ? X[n, a] * P[a, b] : 0);
    [Output(nameof(N))] public float Neighbours(int n) => Sum(A, a => X[n, a] * (a > 0 ? X[n, a - 1] : 1));
    [Output(nameof(N))] public float Absent(int n) => Sum(A, a => Q[0, 0]) + Sum(B, C, (b, c) => X[n, 0] * Q[b, 0]);
    [Output(nameof(A))] public float PerRow(int a) => Sum(B, b => P[a, b]) / B;
    [Output(nameof(N), nameof(A))] public float Cumulative(int n, int a) => Sum(A, k => k <= a ? X[n, k] : 0);

    [Loss]
    public float Loss() =>
        Mean(N, n => One(n) * Two(n) + Three(n) + Four(n) + Nested(n) + Lower(n) + Neighbours(n) + Absent(n))
        + Sum(A, a => PerRow(a) * PerRow(a)) + Mean(N, A, (n, a) => Cumulative(n, a) * Cumulative(n, a));
}
