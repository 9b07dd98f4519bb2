using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Functions;

namespace Layers;

/// <summary>x + Down(gelu(Up(norm(x)))): a model made of models.</summary>
[Model]
public partial class ResidualBlock
{
    [Extent] public partial int Width { get; }
    [Extent] public partial int Inner { get; }

    public LayerNorm Norm { get => field ??= new(Width: Width); }
    public Linear Up { get => field ??= new(In: Width, Out: Inner); }
    public Linear Down { get => field ??= new(In: Inner, Out: Width); }

    float H(Func<int, int, float> x, int n, int j) => Gelu(Up.Y((b, i) => Norm.Y(x, b, i), n, j));

    public float Y(Func<int, int, float> x, int n, int i) => x(n, i) + Down.Y((b, j) => H(x, b, j), n, i);
}
