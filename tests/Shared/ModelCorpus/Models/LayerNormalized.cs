using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using Layers;

namespace Corpus;

/// <summary>Layer normalisation of the library, all gradients.</summary>
[Model]
public partial class LayerNormalized
{
    [Extent] public partial int Width { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Width), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), nameof(Width))] public partial Tensor<float> Target { get; }

    public LayerNorm Norm { get => field ??= new(Width: Width); }

    [Output(nameof(N), nameof(Width))] public float Y(int n, int i) => Norm.Y((b, j) => X[b, j], n, i);

    [Loss] public float Loss() => Mean(N, n => Sum(Width, i => (Y(n, i) - Target[n, i]) * (Y(n, i) - Target[n, i])));
}
