using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;
using Layers;

namespace Corpus;

/// <summary>One layer used twice: its weights are tied and their gradients add up.</summary>
[Model]
public partial class TiedLayer
{
    [Extent] public partial int Width { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Width))] public partial Tensor<float> X { get; }

    public Linear Layer { get => field ??= new(In: Width, Out: Width); }

    float H(int n, int i) => Tanh(Layer.Y((b, j) => X[b, j], n, i));

    [Output(nameof(N), nameof(Width))] public float Y(int n, int i) => Tanh(Layer.Y(H, n, i));

    [Loss] public float Loss() => Mean(N, Width, (n, i) => Y(n, i) * Y(n, i));
}
