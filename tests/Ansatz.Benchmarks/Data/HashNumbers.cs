namespace Ansatz.Benchmarks.Data;

/// <summary>Numbers from an integer hash, which the peers in other languages reproduce to the last bit.</summary>
internal static class HashNumbers
{
    /// <summary><paramref name="count"/> numbers in [-scale, scale); a and b choose the sequence.</summary>
    public static float[] Single(int count, double a, double b, double scale)
    {
        var numbers = new float[count];
        uint seed = Seed(a, b);
        for (int i = 0; i < count; i++) numbers[i] = (float)(scale * Unit(seed, i));
        return numbers;
    }

    /// <summary>The same sequence before it is rounded to single precision.</summary>
    public static double[] Double(int count, double a, double b, double scale)
    {
        var numbers = new double[count];
        uint seed = Seed(a, b);
        for (int i = 0; i < count; i++) numbers[i] = scale * Unit(seed, i);
        return numbers;
    }

    /// <summary>Whole numbers from 0 to <paramref name="limit"/> - 1.</summary>
    public static int[] Int32(int count, double a, double b, int limit)
    {
        var numbers = new int[count];
        uint seed = Seed(a, b);
        for (int i = 0; i < count; i++) numbers[i] = (int)(((long)Bits(seed, i) * limit) >> 24);
        return numbers;
    }

    private static uint Seed(double a, double b) => unchecked((uint)(((int)Math.Round(a * 1e4) * 7919) + (int)Math.Round(b * 1e3)));

    private static double Unit(uint seed, int index) => (2.0 * (Bits(seed, index) / 16777216.0)) - 1.0;

    private static uint Bits(uint seed, int index)
    {
        unchecked
        {
            uint h = ((uint)index * 0x9E3779B9) + (seed * 0x85EBCA6B);
            h = (h ^ (h >> 16)) * 0x7FEB352D;
            h = (h ^ (h >> 15)) * 0x846CA68B;
            h ^= h >> 16;
            return h >> 8;
        }
    }
}
