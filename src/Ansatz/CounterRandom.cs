using Ansatz.Numerics;

namespace Ansatz;

/// <summary>
/// Random numbers as functions of a seed and up to four indices, in double precision: the same arguments give the same number, in whatever
/// order and on whatever machine, down to the last bit.
/// </summary>
/// <remarks>
/// The seed and the indices go one after the other through a 32-bit mixing function; only integer operations, +, -, *, / and √ are used, which IEEE 754
/// fixes. Good for initial values, dropout and Monte Carlo; not for cryptography.
/// </remarks>
public static class CounterRandom
{
    /// <inheritdoc cref="Uniform(int, int)"/>
    public static double Uniform(int seed) => CounterHash.Double(CounterHash.Of(seed), CounterHash.Of(CounterHash.Second(seed)));

    /// <summary>Uniform in the open interval (0, 1): the midpoints of 2⁵² equal cells.</summary>
    public static double Uniform(int seed, int i) => CounterHash.Double(CounterHash.Of(seed, i), CounterHash.Of(CounterHash.Second(seed), i));

    /// <inheritdoc cref="Uniform(int, int)"/>
    public static double Uniform(int seed, int i, int j) => CounterHash.Double(CounterHash.Of(seed, i, j), CounterHash.Of(CounterHash.Second(seed), i, j));

    /// <inheritdoc cref="Uniform(int, int)"/>
    public static double Uniform(int seed, int i, int j, int k) => CounterHash.Double(CounterHash.Of(seed, i, j, k), CounterHash.Of(CounterHash.Second(seed), i, j, k));

    /// <inheritdoc cref="Uniform(int, int)"/>
    public static double Uniform(int seed, int i, int j, int k, int l) => CounterHash.Double(CounterHash.Of(seed, i, j, k, l), CounterHash.Of(CounterHash.Second(seed), i, j, k, l));

    /// <inheritdoc cref="Normal(int, int)"/>
    public static double Normal(int seed) => NormalQuantile.Of(CounterHash.Double(CounterHash.Of(seed), CounterHash.Of(CounterHash.Second(seed))));

    /// <summary>Standard normal: the inverse distribution function of <see cref="Uniform(int, int)"/>.</summary>
    public static double Normal(int seed, int i) => NormalQuantile.Of(CounterHash.Double(CounterHash.Of(seed, i), CounterHash.Of(CounterHash.Second(seed), i)));

    /// <inheritdoc cref="Normal(int, int)"/>
    public static double Normal(int seed, int i, int j) => NormalQuantile.Of(CounterHash.Double(CounterHash.Of(seed, i, j), CounterHash.Of(CounterHash.Second(seed), i, j)));

    /// <inheritdoc cref="Normal(int, int)"/>
    public static double Normal(int seed, int i, int j, int k) => NormalQuantile.Of(CounterHash.Double(CounterHash.Of(seed, i, j, k), CounterHash.Of(CounterHash.Second(seed), i, j, k)));

    /// <inheritdoc cref="Normal(int, int)"/>
    public static double Normal(int seed, int i, int j, int k, int l) => NormalQuantile.Of(CounterHash.Double(CounterHash.Of(seed, i, j, k, l), CounterHash.Of(CounterHash.Second(seed), i, j, k, l)));
}
