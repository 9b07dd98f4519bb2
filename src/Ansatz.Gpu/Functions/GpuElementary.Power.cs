namespace Ansatz.Gpu;

public static partial class GpuElementary
{
    /// <summary>∛x: a third of the bits, then iterations of third order. Error below 2 ulp.</summary>
    public static float Cbrt(float x)
    {
        var a = Abs(x);
        if (!(a > 0 && a < float.PositiveInfinity)) return x;
        var small = a < 1.17549435e-38f;
        if (small) a *= 16777216f;
        var y = FromBits(Bits(a) / 3 + 0x2A5137A0);
        for (var k = 0; k < 2; k++)
        {
            // Divided by a, since the cube of a large y overflows.
            var cube = y / a * y * y;
            y *= (cube + 2) / (2 * cube + 1);
        }

        y -= (y - a / y / y) / 3;
        return CopySign(small ? y * 0.00390625f : y, x);
    }

    /// <summary>∛x: a third of the bits, then iterations of third order. Error below 2 ulp.</summary>
    public static double Cbrt(double x)
    {
        var a = Abs(x);
        if (!(a > 0 && a < double.PositiveInfinity)) return x;
        var small = a < 2.2250738585072014e-308;
        if (small) a *= 18014398509481984.0;
        var y = FromBits(Bits(a) / 3 + 0x2A9F7893782DA1CE);
        for (var k = 0; k < 3; k++)
        {
            var cube = y / a * y * y;
            y *= (cube + 2) / (2 * cube + 1);
        }

        y -= (y - a / y / y) / 3;
        return CopySign(small ? y * 3.814697265625e-6 : y, x);
    }

    /// <summary>xʸ with the special cases of <c>MathF.Pow</c>. Error below 1 ulp.</summary>
    public static float Pow(float x, float y)
    {
        var magnitude = (float)Exp(y * Log((double)Abs(x)));
        return PowSpecial(x, y, magnitude);
    }

    /// <summary>xʸ with the special cases of <c>Math.Pow</c>. Error below 2 ulp.</summary>
    public static double Pow(double x, double y)
    {
        var a = Abs(x);
        var (high, low) = LogPair(a);
        var product = y * high;
        var magnitude = product > 710 ? double.PositiveInfinity : product < -746 ? 0 : ExpScaled(product, ProductError(y, high, product) + y * low, 0);
        return PowSpecial(x, y, magnitude);
    }

    static float PowSpecial(float x, float y, float magnitude) => (float)PowSpecial((double)x, (double)y, (double)magnitude);

    static double PowSpecial(double x, double y, double magnitude)
    {
        var a = Abs(x);
        if (y == 0 || x == 1) return 1;
        if (IsNaN(x) || IsNaN(y)) return x + y;
        if (Abs(y) == double.PositiveInfinity) return a == 1 ? 1 : a > 1 == y > 0 ? double.PositiveInfinity : 0;
        if (a == 0 || a == double.PositiveInfinity) magnitude = (a == 0) == (y > 0) ? 0 : double.PositiveInfinity;
        if (Bits(x) >= 0) return magnitude;
        if (Floor(y) != y) return a == 0 || a == double.PositiveInfinity ? magnitude : double.NaN;
        var half = y * 0.5;
        return Floor(half) != half ? -magnitude : magnitude;
    }

    /// <summary>log x of a positive finite number as a sum of two, good to about 2⁻⁶⁵ of itself.</summary>
    static (double High, double Low) LogPair(double x)
    {
        var (e, f) = Split(x);

        // s = f/(2 + f) in two parts
        var d = f + 2;
        var dLow = f - (d - 2);
        var s = f / d;
        var product = s * d;
        var sLow = (((f - product) - ProductError(s, d, product)) - s * dLow) / d;

        // log m = 2s + s³·(⅔ + T), T = Σ 2/(2k + 3)·s²ᵏ: the first term in two parts, too
        var z = s * s;
        var t = 2 / 25.0;
        t = t * z + 2 / 23.0;
        t = t * z + 2 / 21.0;
        t = t * z + 2 / 19.0;
        t = t * z + 2 / 17.0;
        t = t * z + 2 / 15.0;
        t = t * z + 2 / 13.0;
        t = t * z + 2 / 11.0;
        t = t * z + 2 / 9.0;
        t = t * z + 2 / 7.0;
        t = t * z + 2 / 5.0;
        t *= z;
        var (zHigh, zLow) = (z, ProductError(s, s, z) + 2 * s * sLow);
        var q = 0.66666666666666663 + t;
        var qLow = (0.66666666666666663 - q) + t + 3.7007434154171883e-17;
        var u = zHigh * q;
        var uLow = ProductError(zHigh, q, u) + (zHigh * qLow + zLow * q);
        var v = s * u;
        var vLow = ProductError(s, u, v) + (s * uLow + sLow * u);

        // e·log 2 + 2s + v; each is smaller than the one before it, or the one before it is 0
        var exponent = e * Ln2HighDouble;
        var sum = exponent + 2 * s;
        var sumLow = (exponent - sum) + 2 * s;
        var total = sum + v;
        var totalLow = (sum - total) + v;
        var low = totalLow + (sumLow + (e * Ln2LowDouble + (2 * sLow + vLow)));
        var high = total + low;
        return (high, (total - high) + low);
    }
}
