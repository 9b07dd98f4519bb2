using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace Ansatz.Benchmarks.Models;

/// <summary>y = gelu((x·V)·U + b), 512 → 32 → 512, in the layout of the hand-written prototype; the loss weighs y by G, so that dy = G.</summary>
[Model(Onnx = true)]
public partial class LowRankLayer
{
    public const int In = 512, Rank = 32, Out = 512;

    [Batch] public partial int N { get; }

    [Input(nameof(N), In, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), Out)] public partial Tensor<float> G { get; }

    [Parameter(In, Rank)] public partial Tensor<float> V { get; }
    [Parameter(Rank, Out)] public partial Tensor<float> U { get; }
    [Parameter(Out)] public partial Tensor<float> B { get; }

    float Code(int n, int r) => Sum(In, i => V[i, r] * X[n, i]);

    [Output(nameof(N), Out)] public float Y(int n, int o) => Gelu(Sum(Rank, r => U[r, o] * Code(n, r)) + B[o]);

    [Loss] public float Loss() => Sum(N, Out, (n, o) => G[n, o] * Y(n, o));
}
