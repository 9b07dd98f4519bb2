using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>A low-rank layer with gelu.</summary>
[Model]
public partial class LowRankLayer
{
    [Batch] public partial int N { get; }

    [Input(nameof(N), 48)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 32)] public partial Tensor<float> Target { get; }

    public LowRank Layer { get; } = new(In: 48, Rank: 8, Out: 32);

    [Output(nameof(N), 32)] public float Y(int n, int o) => Gelu(Layer.Y((b, i) => X[b, i], n, o));

    [Loss] public float Loss() => Mean(N, 32, (n, o) => (Y(n, o) - Target[n, o]) * (Y(n, o) - Target[n, o]));
}
