namespace Ansatz.Layers;

/// <summary>
/// While a gradient is computed, a share of all elements, chosen at random, is set to 0 and the others are divided by what is left; otherwise nothing happens.
/// Which elements these are is a function of the seed and of their place, the same on every back end and for any number of threads.
/// Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, <i>Dropout: a simple way to prevent neural networks from overfitting</i>, 2014.
/// </summary>
[Model]
public partial class Dropout
{
    /// <summary>Whether a gradient is computed.</summary>
    [Training] public partial bool Training { get; set; }

    /// <summary>Element i of row n of the result, for the rows x.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="rate">The share of elements that are set to 0: at least 0, less than 1.</param>
    /// <param name="seed">Another number at every step, and for every layer: an input plus a constant, say.</param>
    /// <param name="n">The row.</param>
    /// <param name="i">The element.</param>
    public float Y(Func<int, int, float> x, float rate, int seed, int n, int i) =>
        Training ? CounterRandomF.Uniform(seed, n, i) < rate ? 0 : x(n, i) / (1 - rate) : x(n, i);
}
