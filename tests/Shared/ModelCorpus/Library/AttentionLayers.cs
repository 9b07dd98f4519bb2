using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Attention of all places, of earlier places, and of mixtures of places.</summary>
[Model]
public partial class AttentionLayers
{
    public const int Length = 3, Width = 4;

    [Batch] public partial int N { get; }

    [Input(nameof(N), Length, Width, Gradient = true)] public partial Tensor<float> X { get; }

    public MultiHeadAttention All { get; } = new(Length: Length, Width: Width, Heads: 2, Depth: 2);
    public CausalAttention Before { get; } = new(Length: Length, Width: Width, Heads: 1, Depth: 3);
    public LowRankAttention Mixtures { get; } = new(Length: Length, Width: Width, Heads: 2, Depth: 1, Rank: 2);

    float Sequence(int n, int t, int e) => X[n, t, e];

    [Output(nameof(N), Length, Width)]
    public float Y(int n, int t, int e) => All.Y(Sequence, n, t, e) + Before.Y(Sequence, n, t, e) + Mixtures.Y(Sequence, n, t, e);

    [Loss] public float Loss() => Mean(N, n => Sum(Length, Width, (t, e) => Y(n, t, e) * Y(n, t, e)));
}
