using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Ansatz.Benchmarks.Models.Networks;

/// <summary>512 → 512, all of the matrix.</summary>
[Model]
public partial class DenseMap
{
    public const int In = 512, Out = 512;

    [Batch] public partial int N { get; }
    [Input(nameof(N), In, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), Out)] public partial Tensor<float> G { get; }

    [Parameter(Out, In)] public partial Tensor<float> W { get; }
    [Parameter(Out)] public partial Tensor<float> B { get; }

    [Output(nameof(N), Out)] public float Y(int n, int o) => Sum(In, i => W[o, i] * X[n, i]) + B[o];

    [Loss] public float Loss() => Sum(N, Out, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>512 → 512 by way of 32 numbers.</summary>
[Model]
public partial class LowRankMap
{
    public const int In = 512, Out = 512, Rank = 32;

    [Batch] public partial int N { get; }
    [Input(nameof(N), In, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), Out)] public partial Tensor<float> G { get; }

    [Parameter(Rank, In)] public partial Tensor<float> V { get; }
    [Parameter(Out, Rank)] public partial Tensor<float> U { get; }
    [Parameter(Out)] public partial Tensor<float> B { get; }

    float Code(int n, int r) => Sum(In, i => V[r, i] * X[n, i]);
    [Output(nameof(N), Out)] public float Y(int n, int o) => Sum(Rank, r => U[o, r] * Code(n, r)) + B[o];

    [Loss] public float Loss() => Sum(N, Out, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>8·8·8 → 8·8·8, Tucker's form with a core of rank 6 in each of the six modes.</summary>
[Model]
public partial class TuckerMap
{
    public const int M = 8, R = 6, In = M * M * M, Out = M * M * M;

    [Batch] public partial int N { get; }
    [Input(nameof(N), In, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), Out)] public partial Tensor<float> G { get; }

    [Parameter(R, M)] public partial Tensor<float> A1 { get; }
    [Parameter(R, M)] public partial Tensor<float> A2 { get; }
    [Parameter(R, M)] public partial Tensor<float> A3 { get; }
    [Parameter(M, R)] public partial Tensor<float> C1 { get; }
    [Parameter(M, R)] public partial Tensor<float> C2 { get; }
    [Parameter(M, R)] public partial Tensor<float> C3 { get; }
    [Parameter(R, R, R, R, R, R)] public partial Tensor<float> Core { get; }
    [Parameter(Out)] public partial Tensor<float> B { get; }

    float Code(int n, int p, int q, int r) => Sum(M, M, M, (i, j, k) => A1[p, i] * A2[q, j] * A3[r, k] * X[n, (i * M + j) * M + k]);
    float Mixed(int n, int s, int t, int u) => Sum(R, R, R, (p, q, r) => Core[s, t, u, p, q, r] * Code(n, p, q, r));
    float Full(int n, int i, int j, int k) => Sum(R, R, R, (s, t, u) => C1[i, s] * C2[j, t] * C3[k, u] * Mixed(n, s, t, u));
    [Output(nameof(N), Out)] public float Y(int n, int o) => Full(n, o / (M * M), o / M % M, o % M) + B[o];

    [Loss] public float Loss() => Sum(N, Out, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>8·8·8 → 8·8·8 as a train of three cores.</summary>
[Model]
public partial class TensorTrainMap
{
    public const int M = 8, In = M * M * M, Out = M * M * M;

    [Extent] public partial int R { get; }
    [Batch] public partial int N { get; }
    [Input(nameof(N), In, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), Out)] public partial Tensor<float> G { get; }

    [Parameter(M, M, nameof(R))] public partial Tensor<float> G1 { get; }
    [Parameter(nameof(R), M, M, nameof(R))] public partial Tensor<float> G2 { get; }
    [Parameter(nameof(R), M, M)] public partial Tensor<float> G3 { get; }
    [Parameter(Out)] public partial Tensor<float> B { get; }

    float Full(int n, int o, int p, int q) =>
        Sum(M, M, M, (i, j, k) => Sum(R, R, (r, s) => G1[o, i, r] * G2[r, p, j, s] * G3[s, q, k] * X[n, (i * M + j) * M + k]));
    [Output(nameof(N), Out)] public float Y(int n, int o) => Full(n, o / (M * M), o / M % M, o % M) + B[o];

    [Loss] public float Loss() => Sum(N, Out, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>8·8·8 → 8·8·8 as a sum of products of six vectors.</summary>
[Model]
public partial class ParafacMap
{
    public const int M = 8, In = M * M * M, Out = M * M * M;

    [Extent] public partial int R { get; }
    [Batch] public partial int N { get; }
    [Input(nameof(N), In, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), Out)] public partial Tensor<float> G { get; }

    [Parameter(M, nameof(R))] public partial Tensor<float> A1 { get; }
    [Parameter(M, nameof(R))] public partial Tensor<float> A2 { get; }
    [Parameter(M, nameof(R))] public partial Tensor<float> A3 { get; }
    [Parameter(M, nameof(R))] public partial Tensor<float> C1 { get; }
    [Parameter(M, nameof(R))] public partial Tensor<float> C2 { get; }
    [Parameter(M, nameof(R))] public partial Tensor<float> C3 { get; }
    [Parameter(nameof(R))] public partial Tensor<float> Weight { get; }
    [Parameter(Out)] public partial Tensor<float> B { get; }

    float Code(int n, int r) => Sum(M, M, M, (i, j, k) => A1[i, r] * A2[j, r] * A3[k, r] * X[n, (i * M + j) * M + k]);
    float Full(int n, int o, int p, int q) => Sum(R, r => Weight[r] * C1[o, r] * C2[p, r] * C3[q, r] * Code(n, r));
    [Output(nameof(N), Out)] public float Y(int n, int o) => Full(n, o / (M * M), o / M % M, o % M) + B[o];

    [Loss] public float Loss() => Sum(N, Out, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>768 → 3072, two numbers of every four in each row of the matrix.</summary>
[Model]
public partial class TwoOfFourMap
{
    public const int In = 768, Out = 3072, Kept = 2, Of = 4, Groups = In / Of;

    [Batch] public partial int N { get; }
    [Input(nameof(N), In, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), Out)] public partial Tensor<float> G { get; }

    [Parameter(Out, Groups, Kept)] public partial Tensor<float> W { get; }
    [State(Out, Groups, Kept)] public partial Tensor<int> Place { get; }
    [Parameter(Out)] public partial Tensor<float> B { get; }

    [Output(nameof(N), Out)] public float Y(int n, int o) => Sum(Groups, Kept, (g, k) => W[o, g, k] * X[n, g * Of + Functions.Max(0, Functions.Min(Place[o, g, k], Of - 1))]) + B[o];

    [Loss] public float Loss() => Sum(N, Out, (n, o) => G[n, o] * Y(n, o));
}
