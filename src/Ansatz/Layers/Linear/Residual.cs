namespace Ansatz.Layers;

/// <summary>
/// What goes in, and what a layer makes of it, added: Y[n, i] = x[n, i] + f[n, i].
/// He, Zhang, Ren, Sun, <i>Deep residual learning for image recognition</i>, 2016.
/// </summary>
[Model]
public partial class Residual
{
    /// <summary>Element i of row n of the result.</summary>
    /// <param name="x">What goes in.</param>
    /// <param name="f">What is made of it: an equation with the same indices.</param>
    /// <param name="n">The row.</param>
    /// <param name="i">The element.</param>
    public float Y(Func<int, int, float> x, Func<int, int, float> f, int n, int i) => x(n, i) + f(n, i);
}
