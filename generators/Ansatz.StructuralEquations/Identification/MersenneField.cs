using System.Globalization;

namespace Ansatz.StructuralEquations;

/// <summary>
/// Arithmetic modulo the prime p = 2³¹ − 1. A polynomial that is not zero is zero at a random point with a probability of at most its degree over p
/// (Schwartz, Zippel), so that a generic rank is exact but for a chance of about one in a million, and less where a second point is tried.
/// </summary>
internal static class MersenneField
{
    /// <summary>The prime, 2³¹ − 1; sums of products of two residues and of one partly reduced number fit into 64 bits.</summary>
    public const uint P = int.MaxValue;

    /// <summary>Below 2³³ for any 64-bit number, and congruent to it.</summary>
    public static ulong Fold(ulong x) => (x & P) + (x >> 31);

    public static uint Reduce(ulong x)
    {
        x = Fold(Fold(x));
        x = Fold(x);
        return x >= P ? (uint)(x - P) : (uint)x;
    }

    public static uint Add(uint a, uint b) => a + b >= P ? a + b - P : a + b;

    public static uint Subtract(uint a, uint b) => a >= b ? a - b : a + P - b;

    public static uint Negate(uint a) => a == 0 ? 0 : P - a;

    public static uint Multiply(uint a, uint b) => Reduce((ulong)a * b);

    public static uint Power(uint a, uint exponent)
    {
        uint result = 1;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0) result = Multiply(result, a);
            a = Multiply(a, a);
        }

        return result;
    }

    /// <summary>The inverse of a residue that is not 0, by Fermat's little theorem.</summary>
    public static uint Inverse(uint a) => Power(a, P - 2);

    /// <summary>The residue of an integer.</summary>
    public static uint Of(long value) => (uint)(((value % P) + P) % P);

    /// <summary>The residue of the shortest decimal fraction that reads as this number, so that 0.3 is exactly 3/10; null where it is not finite.</summary>
    public static uint? Of(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value)) return null;
        return Parse(value.ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>The residue of a decimal fraction such as <c>-12.5e-3</c>; null if it is none.</summary>
    public static uint? Parse(string text)
    {
        uint mantissa = 0;
        var exponent = 0;
        var (negative, fraction, digits) = (false, false, false);
        for (var k = 0; k < text.Length; k++)
        {
            var c = text[k];
            if (c is >= '0' and <= '9')
            {
                mantissa = Reduce((ulong)mantissa * 10 + (ulong)(c - '0'));
                digits = true;
                if (fraction) exponent--;
            }
            else if (c == '.' && !fraction) fraction = true;
            else if (c is '-' or '+' && k == 0) negative = c == '-';
            else if (c is 'e' or 'E' && digits)
            {
                if (!int.TryParse(text.Substring(k + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power) || Math.Abs(power) > 400) return null;
                exponent += power;
                break;
            }
            else return null;
        }

        if (!digits) return null;
        var scale = Power(10, (uint)Math.Abs(exponent));
        var result = Multiply(mantissa, exponent < 0 ? Inverse(scale) : scale);
        return negative ? Negate(result) : result;
    }

    /// <summary>T = A⁻¹, n × n, row by row; null if A is singular modulo p.</summary>
    public static uint[,]? Inverse(uint[,] matrix)
    {
        var n = matrix.GetLength(0);
        var (a, t) = ((uint[,])matrix.Clone(), new uint[n, n]);
        for (var k = 0; k < n; k++) t[k, k] = 1;
        for (var c = 0; c < n; c++)
        {
            var pivot = c;
            while (pivot < n && a[pivot, c] == 0) pivot++;
            if (pivot == n) return null;
            if (pivot != c)
            {
                for (var k = 0; k < n; k++)
                {
                    (a[c, k], a[pivot, k]) = (a[pivot, k], a[c, k]);
                    (t[c, k], t[pivot, k]) = (t[pivot, k], t[c, k]);
                }
            }

            var inverse = Inverse(a[c, c]);
            for (var k = 0; k < n; k++)
            {
                a[c, k] = Multiply(a[c, k], inverse);
                t[c, k] = Multiply(t[c, k], inverse);
            }

            for (var r = 0; r < n; r++)
            {
                if (r == c || a[r, c] == 0) continue;
                var factor = Negate(a[r, c]);
                for (var k = 0; k < n; k++)
                {
                    if (a[c, k] != 0) a[r, k] = Reduce((ulong)factor * a[c, k] + a[r, k]);
                    if (t[c, k] != 0) t[r, k] = Reduce((ulong)factor * t[c, k] + t[r, k]);
                }
            }
        }

        return t;
    }

    /// <summary>The determinant of a square matrix.</summary>
    public static uint Determinant(uint[,] matrix)
    {
        var n = matrix.GetLength(0);
        var a = (uint[,])matrix.Clone();
        uint result = 1;
        for (var c = 0; c < n; c++)
        {
            var pivot = c;
            while (pivot < n && a[pivot, c] == 0) pivot++;
            if (pivot == n) return 0;
            if (pivot != c)
            {
                for (var k = c; k < n; k++) (a[c, k], a[pivot, k]) = (a[pivot, k], a[c, k]);
                result = Negate(result);
            }

            result = Multiply(result, a[c, c]);
            var inverse = Inverse(a[c, c]);
            for (var r = c + 1; r < n; r++)
            {
                if (a[r, c] == 0) continue;
                var factor = Negate(Multiply(a[r, c], inverse));
                for (var k = c; k < n; k++) a[r, k] = Reduce((ulong)factor * a[c, k] + a[r, k]);
            }
        }

        return result;
    }
}

/// <summary>Residues that look random and are the same in every run.</summary>
internal sealed class PrimeRandom
{
    private ulong _state;

    public PrimeRandom(int seed) => _state = 0x9E3779B97F4A7C15UL * (ulong)(seed + 1);

    /// <summary>A residue that is not 0.</summary>
    public uint Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return 1 + (uint)((_state * 0x2545F4914F6CDD1DUL >> 33) % (MersenneField.P - 1));
    }

    /// <summary>A number below a limit.</summary>
    public int Below(int limit) => (int)(Next() % (uint)limit);
}
