using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Benchmarks.Models;

/// <summary>One attention head: softmax(Q·Kᵀ / 8)·V, 256 × 64.</summary>
[Model]
public partial class AttentionHead
{
    public const int T = 256, D = 64;

    [Input(T, D)] public partial Tensor<float> Q { get; }
    [Input(T, D)] public partial Tensor<float> K { get; }
    [Input(T, D)] public partial Tensor<float> V { get; }

    float Score(int t, int s) => Sum(D, d => Q[t, d] * K[s, d]) / 8;
    float Weight(int t, int s) => Exp(Score(t, s) - LogSumExp(T, u => Score(t, u)));

    [Output(T, D)] public float Y(int t, int d) => Sum(T, s => Weight(t, s) * V[s, d]);
}
