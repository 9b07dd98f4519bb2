using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Gpu.Benchmarks.Models;

/// <summary>Attention heads: softmax(Q·Kᵀ / 8)·V, 1024 × 64 each.</summary>
[Model]
public partial class AttentionHeads
{
    public const int T = 1024, D = 64;

    [Batch] public partial int H { get; }

    [Input(nameof(H), T, D)] public partial Tensor<float> Q { get; }
    [Input(nameof(H), T, D)] public partial Tensor<float> K { get; }
    [Input(nameof(H), T, D)] public partial Tensor<float> V { get; }

    float Score(int h, int t, int s) => Sum(D, d => Q[h, t, d] * K[h, s, d]) / 8;
    float Weight(int h, int t, int s) => Exp(Score(h, t, s) - LogSumExp(T, u => Score(h, t, u)));

    [Output(nameof(H), T, D)] public float Y(int h, int t, int d) => Sum(T, s => Weight(h, t, s) * V[h, s, d]);
}
