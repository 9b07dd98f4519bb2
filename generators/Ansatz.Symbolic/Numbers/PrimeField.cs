using System.Numerics;

namespace Ansatz.Symbolic;

/// <summary>
/// The integers modulo a prime below 2³¹, as numbers 0 … p − 1. What holds for rational functions at random points of such a field holds over the rationals except
/// with probability about degree / p.
/// </summary>
public sealed class PrimeField
{
    /// <summary>The integers modulo a prime.</summary>
    /// <param name="prime">A prime, 2 &lt; prime &lt; 2³¹; that it is prime is tested.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not such a prime.</exception>
    public PrimeField(uint prime)
    {
        if (prime is < 3 or > int.MaxValue || !IsPrime(prime)) throw new ArgumentOutOfRangeException(nameof(prime), prime, "The modulus is a prime between 3 and 2³¹ − 1.");
        Prime = prime;
    }

    /// <summary>The integers modulo 2³¹ − 1.</summary>
    public static PrimeField Default { get; } = new(2147483647);

    /// <summary>The prime.</summary>
    public uint Prime { get; }

    /// <summary>The largest primes below 2³¹, in falling order: for answers that are put together from several.</summary>
    public static IEnumerable<PrimeField> Descending()
    {
        for (var p = 2147483647u; p > 2; p -= 2)
        {
            if (IsPrime(p)) yield return new PrimeField(p);
        }
    }

    /// <summary>a + b.</summary>
    public uint Add(uint a, uint b)
    {
        var sum = a + b;
        return sum >= Prime ? sum - Prime : sum;
    }

    /// <summary>a − b.</summary>
    public uint Subtract(uint a, uint b) => a >= b ? a - b : a + Prime - b;

    /// <summary>−a.</summary>
    public uint Negate(uint a) => a == 0 ? 0 : Prime - a;

    /// <summary>a · b.</summary>
    public uint Multiply(uint a, uint b) => (uint)((ulong)a * b % Prime);

    /// <summary>a to a power that is not negative.</summary>
    public uint Power(uint a, uint exponent)
    {
        uint result = 1, square = a;
        for (; exponent != 0; exponent >>= 1, square = Multiply(square, square))
        {
            if ((exponent & 1) != 0) result = Multiply(result, square);
        }

        return result;
    }

    /// <summary>1 / a.</summary>
    /// <exception cref="DivideByZeroException">a is 0.</exception>
    public uint Invert(uint a)
    {
        if (a == 0) throw new DivideByZeroException("0 has no inverse modulo a prime.");
        long r = Prime, next = a, t = 0, nextT = 1;
        while (next != 0)
        {
            var q = r / next;
            (r, next) = (next, r - q * next);
            (t, nextT) = (nextT, t - q * nextT);
        }

        return (uint)(t < 0 ? t + Prime : t);
    }

    /// <summary>The residue of an integer.</summary>
    public uint Of(int value) => Of((long)value);

    /// <summary>The residue of an integer.</summary>
    public uint Of(long value)
    {
        var r = value % Prime;
        return (uint)(r < 0 ? r + Prime : r);
    }

    /// <summary>The residue of an integer.</summary>
    public uint Of(BigInteger value)
    {
        var r = (long)BigInteger.Remainder(value, Prime);
        return (uint)(r < 0 ? r + Prime : r);
    }

    /// <summary>The residue of a rational number.</summary>
    /// <exception cref="DivideByZeroException">The prime divides the denominator.</exception>
    public uint Of(Rational value) => value.IsInteger ? Of(value.Numerator) : Multiply(Of(value.Numerator), Invert(Of(value.Denominator)));

    /// <summary>A random element, uniform.</summary>
    public uint Random(Random random) => (uint)((((ulong)(uint)random.Next(1 << 24) << 24) | (uint)random.Next(1 << 24)) % Prime);

    /// <summary>A random element other than 0.</summary>
    public uint RandomUnit(Random random)
    {
        for (;;)
        {
            if (Random(random) is not 0 and var value) return value;
        }
    }

    // Miller-Rabin with the bases 2, 3, 5 and 7 is certain below 3.2e9.
    private static bool IsPrime(uint n)
    {
        foreach (var small in (uint[])[2, 3, 5, 7])
        {
            if (n % small == 0) return n == small;
        }

        var (d, twos) = (n - 1, 0);
        for (; (d & 1) == 0; d >>= 1) twos++;
        foreach (var witness in (uint[])[2, 3, 5, 7])
        {
            ulong x = 1, square = witness;
            for (var e = d; e != 0; e >>= 1, square = square * square % n)
            {
                if ((e & 1) != 0) x = x * square % n;
            }

            if (x == 1 || x == n - 1) continue;
            var composite = true;
            for (var k = 1; k < twos && composite; k++)
            {
                x = x * x % n;
                composite = x != n - 1;
            }

            if (composite) return false;
        }

        return true;
    }
}
