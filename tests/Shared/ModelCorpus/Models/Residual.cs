using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using Layers;

namespace Corpus;

/// <summary>Two residual blocks of the library, which are made of layers: three levels.</summary>
[Model]
public partial class Residual
{
    [Extent] public partial int Width { get; }
    [Batch] public partial int N { get; }

    public int Inner => 2 * Width - 1;

    [Input(nameof(N), nameof(Width), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), nameof(Width))] public partial Tensor<float> Target { get; }

    public ResidualBlock First { get => field ??= new(Width: Width, Inner: Inner); }
    public ResidualBlock Second { get => field ??= new(Width: Width, Inner: 3); }

    float H(int n, int i) => First.Y((b, j) => X[b, j], n, i);

    [Output(nameof(N), nameof(Width))] public float Y(int n, int i) => Second.Y(H, n, i);

    [Loss] public float Loss() => Mean(N, Width, (n, i) => (Y(n, i) - Target[n, i]) * (Y(n, i) - Target[n, i]));
}
