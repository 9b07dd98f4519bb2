namespace Ansatz.Gpu;

// x = m·2ᵉ with m in [√½, √2); log m by a minimax polynomial.
public static partial class GpuElementary
{
    const int RootHalfSingle = 0x3F3504F3;
    const long RootHalfDouble = 0x3FE6A09E667F3BCD;

    /// <summary>e and f = m - 1 of a positive finite number, subnormal ones included.</summary>
    static (float Exponent, float Fraction) Split(float x)
    {
        var small = x < 1.17549435e-38f;
        var bits = Bits(small ? x * 8388608f : x) - RootHalfSingle;
        return ((bits >> 23) - (small ? 23 : 0), FromBits((bits & 0x7FFFFF) + RootHalfSingle) - 1);
    }

    /// <summary>e and f = m - 1 of a positive finite number, subnormal ones included.</summary>
    static (double Exponent, double Fraction) Split(double x)
    {
        var small = x < 2.2250738585072014e-308;
        var bits = Bits(small ? x * 18014398509481984.0 : x) - RootHalfDouble;
        return ((int)(bits >> 52) - (small ? 54 : 0), FromBits((bits & 0xFFFFFFFFFFFFF) + RootHalfDouble) - 1);
    }

    /// <summary>log(1 + f) - f for m = 1 + f in [√½, √2).</summary>
    static float LogTail(float f)
    {
        var p = 0.0674663909f;
        p = p * f + -0.116756503f;
        p = p * f + 0.118881621f;
        p = p * f + -0.124055892f;
        p = p * f + 0.142195524f;
        p = p * f + -0.166679958f;
        p = p * f + 0.200021187f;
        p = p * f + -0.250000096f;
        p = p * f + 0.333333126f;
        var square = f * f;
        return p * f * square - 0.5f * square;
    }

    /// <summary>log(1 + f) - f for m = 1 + f in [√½, √2): s = f/(2 + f), 2 artanh s = f - (f²/2 - s·(f²/2 + R(s²))).</summary>
    static double LogTail(double f, double extra)
    {
        var s = f / (f + 2);
        var z = s * s;
        var p = 0.1479672884395561703;
        p = p * z + 0.1531397691742541513;
        p = p * z + 0.1818356703094738;
        p = p * z + 0.2222219852465176801;
        p = p * z + 0.2857142874282419503;
        p = p * z + 0.3999999999941289134;
        p = p * z + 0.6666666666666734653;
        var half = f * f * 0.5;
        return (extra + s * (p * z + half)) - half;
    }

    /// <summary>What a logarithm is where its argument is no positive finite number: -∞ for 0, NaN below and for NaN, ∞ for ∞.</summary>
    static float OddLog(float x) => x == 0 ? float.NegativeInfinity : x < 0 ? float.NaN : x;

    /// <summary>What a logarithm is where its argument is no positive finite number: -∞ for 0, NaN below and for NaN, ∞ for ∞.</summary>
    static double OddLog(double x) => x == 0 ? double.NegativeInfinity : x < 0 ? double.NaN : x;

    /// <summary>The natural logarithm. Error below 1.5 ulp.</summary>
    public static float Log(float x)
    {
        var (e, f) = Split(x);
        return x > 0 && x < float.PositiveInfinity ? e * Ln2HighSingle + (f + (e * Ln2LowSingle + LogTail(f))) : OddLog(x);
    }

    /// <summary>The natural logarithm. Error below 1.5 ulp.</summary>
    public static double Log(double x)
    {
        var (e, f) = Split(x);
        return x > 0 && x < double.PositiveInfinity ? e * Ln2HighDouble + (f + LogTail(f, e * Ln2LowDouble)) : OddLog(x);
    }

    /// <summary>The binary logarithm; exact for powers of two.</summary>
    public static float Log2(float x)
    {
        var (e, f) = Split(x);
        return x > 0 && x < float.PositiveInfinity ? e + (f + LogTail(f)) * Log2ESingle : OddLog(x);
    }

    /// <summary>The binary logarithm; exact for powers of two.</summary>
    public static double Log2(double x)
    {
        var (e, f) = Split(x);
        return x > 0 && x < double.PositiveInfinity ? e + (f + LogTail(f, 0)) * Log2EDouble : OddLog(x);
    }

    /// <summary>The decimal logarithm.</summary>
    public static float Log10(float x)
    {
        // log₁₀ 2 in two parts, the first of few bits.
        var (e, f) = Split(x);
        return x > 0 && x < float.PositiveInfinity ? e * 0.301025391f + (e * 4.60503907e-6f + (f + LogTail(f)) * 0.434294482f) : OddLog(x);
    }

    /// <summary>The decimal logarithm.</summary>
    public static double Log10(double x)
    {
        var (e, f) = Split(x);
        return x > 0 && x < double.PositiveInfinity ? e * 0.30102999566406652 + (e * -8.5323443170571066e-14 + (f + LogTail(f, 0)) * 0.43429448190325182) : OddLog(x);
    }

    /// <summary>log(1 + u) for 0 ≤ u ≤ 1: 2 artanh s with s = u/(2 + u) ≤ ⅓.</summary>
    static float LogOnePlus(float u)
    {
        var s = u / (u + 2);
        var z = s * s;
        var p = 0.121504656f;
        p = p * z + 0.107138295f;
        p = p * z + 0.143084423f;
        p = p * z + 0.199994389f;
        p = p * z + 0.333333378f;
        s += s;
        return p * z * s + s;
    }

    /// <summary>log(1 + u) for 0 ≤ u ≤ 1: 2 artanh s with s = u/(2 + u) ≤ ⅓.</summary>
    static double LogOnePlus(double u)
    {
        var s = u / (u + 2);
        var z = s * s;
        var p = 0.08027930850306823289;
        p = p * z + 0.02898834600886551483;
        p = p * z + 0.05047110410503567598;
        p = p * z + 0.05227843145394793365;
        p = p * z + 0.05885264692804840032;
        p = p * z + 0.0666650334173567794;
        p = p * z + 0.07692313915465870194;
        p = p * z + 0.09090908933249500517;
        p = p * z + 0.1111111111364911206;
        p = p * z + 0.1428571428571039388;
        p = p * z + 0.2000000000000011289;
        p = p * z + 0.3333333333333333315;
        s += s;
        return p * z * s + s;
    }
}
