using Ansatz.Numerics;

namespace Ansatz;

/// <summary>
/// Random numbers as functions of a seed and up to four indices, in single precision: the same arguments give the same number, in whatever
/// order and on whatever machine, down to the last bit.
/// </summary>
/// <remarks>
/// The seed and the indices go one after the other through a 32-bit mixing function; only integer operations, +, -, *, / and √ are used, which IEEE 754
/// fixes. Good for initial values, dropout and Monte Carlo; not for cryptography.
/// </remarks>
public static class CounterRandomF
{
    /// <inheritdoc cref="Uniform(int, int)"/>
    public static float Uniform(int seed) => CounterHash.Single(CounterHash.Of(seed));

    /// <summary>Uniform in the open interval (0, 1): the midpoints of 2²³ equal cells.</summary>
    public static float Uniform(int seed, int i) => CounterHash.Single(CounterHash.Of(seed, i));

    /// <inheritdoc cref="Uniform(int, int)"/>
    public static float Uniform(int seed, int i, int j) => CounterHash.Single(CounterHash.Of(seed, i, j));

    /// <inheritdoc cref="Uniform(int, int)"/>
    public static float Uniform(int seed, int i, int j, int k) => CounterHash.Single(CounterHash.Of(seed, i, j, k));

    /// <inheritdoc cref="Uniform(int, int)"/>
    public static float Uniform(int seed, int i, int j, int k, int l) => CounterHash.Single(CounterHash.Of(seed, i, j, k, l));

    /// <inheritdoc cref="Normal(int, int)"/>
    public static float Normal(int seed) => NormalQuantile.Of(CounterHash.Single(CounterHash.Of(seed)));

    /// <summary>Standard normal: the inverse distribution function of <see cref="Uniform(int, int)"/>.</summary>
    public static float Normal(int seed, int i) => NormalQuantile.Of(CounterHash.Single(CounterHash.Of(seed, i)));

    /// <inheritdoc cref="Normal(int, int)"/>
    public static float Normal(int seed, int i, int j) => NormalQuantile.Of(CounterHash.Single(CounterHash.Of(seed, i, j)));

    /// <inheritdoc cref="Normal(int, int)"/>
    public static float Normal(int seed, int i, int j, int k) => NormalQuantile.Of(CounterHash.Single(CounterHash.Of(seed, i, j, k)));

    /// <inheritdoc cref="Normal(int, int)"/>
    public static float Normal(int seed, int i, int j, int k, int l) => NormalQuantile.Of(CounterHash.Single(CounterHash.Of(seed, i, j, k, l)));
}
