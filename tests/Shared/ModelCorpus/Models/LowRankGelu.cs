using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;
using Layers;

namespace Corpus;

/// <summary>One low-rank layer of the library with gelu, sized by the owner's extents; all gradients.</summary>
[Model]
public partial class LowRankGelu
{
    [Extent] public partial int Width { get; }
    [Extent] public partial int Rank { get; }
    [Extent] public partial int Height { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Width), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), nameof(Height))] public partial Tensor<float> Target { get; }

    public LowRank Layer { get => field ??= new(In: Width, Rank: Rank, Out: Height); }

    [Output(nameof(N), nameof(Height))] public float Y(int n, int o) => Gelu(Layer.Y((b, i) => X[b, i], n, o));

    [Loss]
    public float Loss() => Sum(N, Height, (n, o) => (Y(n, o) - Target[n, o]) * (Y(n, o) - Target[n, o])) / 2;
}
