using static Ansatz.Functions;

namespace Ansatz.Layers;

/// <summary>
/// A residual block of two affine maps: Y = x + Second(Gelu(First(Norm(x)))), with the normalisation before the maps.
/// He, Zhang, Ren, Sun, <i>Identity mappings in deep residual networks</i>, 2016; Vaswani et al., <i>Attention is all you need</i>, 2017.
/// </summary>
[Model]
public partial class ResidualBlock
{
    /// <summary>Length of the rows.</summary>
    [Extent] public partial int In { get; }

    /// <summary>Length of the rows between the two maps.</summary>
    [Extent] public partial int Hidden { get; }

    /// <summary>The normalisation.</summary>
    public LayerNorm Norm { get => field ??= new(In: In); }

    /// <summary>The first map: In to Hidden.</summary>
    public Linear First { get => field ??= new(In: In, Out: Hidden); }

    /// <summary>The second map: Hidden to In.</summary>
    public Linear Second { get => field ??= new(In: Hidden, Out: In); }

    float Normal(Func<int, int, float> x, int n, int i) => Norm.Y(x, n, i);

    float Inner(Func<int, int, float> x, int n, int j) => Gelu(First.Y((b, i) => Normal(x, b, i), n, j));

    /// <summary>Element i of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(In)])]
    public float Y(Func<int, int, float> x, int n, int i) => x(n, i) + Second.Y((b, j) => Inner(x, b, j), n, i);
}
