namespace Ansatz.Numerics;

/// <summary>A seed and indices to 32 well mixed bits, and these to a number.</summary>
static class CounterHash
{
    const uint Golden = 0x9E3779B9;   // 2³²/φ: keeps (0, 0, …) from being a fixed point and tells positions apart

    internal static uint Of(int seed) => Mix((uint)seed + Golden);
    internal static uint Of(int seed, int i) => Next(Of(seed), i);
    internal static uint Of(int seed, int i, int j) => Next(Of(seed, i), j);
    internal static uint Of(int seed, int i, int j, int k) => Next(Of(seed, i, j), k);
    internal static uint Of(int seed, int i, int j, int k, int l) => Next(Of(seed, i, j, k), l);

    static uint Next(uint hash, int index) => Mix(hash + Golden ^ Mix((uint)index + Golden));

    /// <summary>A bijection of 32-bit words in which every input bit flips every output bit with probability near ½ (T. Mueller's and C. Wellons' searched constants).</summary>
    static uint Mix(uint x)
    {
        x = (x ^ x >> 16) * 0x7FEB352D;
        x = (x ^ x >> 15) * 0x846CA68B;
        return x ^ x >> 16;
    }

    /// <summary>The midpoint of one of 2²³ cells of (0, 1): 24 significant bits, so exact.</summary>
    internal static float Single(uint hash) => ((hash >> 9) + 0.5f) * (1f / (1 << 23));

    /// <summary>The midpoint of one of 2⁵² cells of (0, 1).</summary>
    internal static double Double(uint high, uint low) => ((((ulong)high << 32 | low) >> 12) + 0.5) * (1.0 / (1L << 52));

    /// <summary>A second seed, for the second word of a double.</summary>
    internal static int Second(int seed) => (int)Mix((uint)seed ^ 0xB5297A4D);
}
