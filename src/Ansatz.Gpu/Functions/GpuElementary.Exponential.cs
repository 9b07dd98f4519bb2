namespace Ansatz.Gpu;

// exp x = 2ⁿ·exp r with n the integer nearest to x/ln 2, so |r| ≤ ½ ln 2, and exp r = 1 + r + r²·P(r), P minimax.
public static partial class GpuElementary
{
    // ln 2 in two parts; the first has so few bits that its product with n is exact.
    const float Log2ESingle = 1.44269504f, Ln2HighSingle = 0.693359375f, Ln2LowSingle = -2.12194440e-4f;
    const double Log2EDouble = 1.4426950408889634, Ln2HighDouble = 0.6931471803691238, Ln2LowDouble = 1.9082149292705877e-10;

    // x/ln 2 in the lowest bits of a number of that size: the conversion to a whole number would take as long as eight other instructions.
    static float Rounded(float x) => x * Log2ESingle + RoundSingle;

    static int Whole(float rounded) => Bits(rounded) - RoundSingleBits;

    static float Quotient(float x) => Rounded(x) - RoundSingle;

    static double Quotient(double x) => (x * Log2EDouble + RoundDouble) - RoundDouble;

    static float Remainder(float x, float n) => (x - n * Ln2HighSingle) - n * Ln2LowSingle;

    static double Remainder(double x, double n) => (x - n * Ln2HighDouble) - n * Ln2LowDouble;

    /// <summary>2ⁿ for -127 ≤ n ≤ 127; 0 for n = -127.</summary>
    static float PowerSingle(int n) => FromBits((n + 127) << 23);

    /// <summary>2ⁿ for -1023 ≤ n ≤ 1023; 0 for n = -1023.</summary>
    static double PowerDouble(int n) => FromBits((long)(n + 1023) << 52);

    /// <summary>exp r - 1 for |r| ≤ ½ ln 2.</summary>
    static float ExpTail(float r)
    {
        var p = 0.00138145389f;
        p = p * r + 0.00836874515f;
        p = p * r + 0.0416683908f;
        p = p * r + 0.166665204f;
        p = p * r + 0.499999934f;
        return p * (r * r) + r;
    }

    /// <summary>exp r - 1 for |r| ≤ ½ ln 2.</summary>
    static double ExpTail(double r)
    {
        var p = 2.500001784611935759e-8;
        p = p * r + 2.763030634758800971e-7;
        p = p * r + 2.755758680797183328e-6;
        p = p * r + 0.00002480149294935910877;
        p = p * r + 0.0001984126950576761913;
        p = p * r + 0.001388888894376022497;
        p = p * r + 0.008333333333494981258;
        p = p * r + 0.04166666666652972731;
        p = p * r + 0.166666666666664115;
        p = p * r + 0.5000000000000010669;
        return p * (r * r) + r;
    }

    /// <summary>exp(x + small)·2^shift, |small| far below 1.</summary>
    static float ExpScaled(float x, float small, int shift)
    {
        // Beyond these the result is 0 or infinite; a NaN passes both comparisons.
        x = x < -105 ? -105 : x > 90 ? 90 : x;
        var rounded = Rounded(x);
        var tail = ExpTail(Remainder(x, rounded - RoundSingle) + small);

        // 2ⁿ in two factors: n may be beyond the exponents of normal numbers.
        var whole = Whole(rounded) + shift;
        var half = whole >> 1;
        return (1 + tail) * PowerSingle(half) * PowerSingle(whole - half);
    }

    /// <summary>exp(x + small)·2^shift, |small| far below 1.</summary>
    static double ExpScaled(double x, double small, int shift)
    {
        x = x < -747 ? -747 : x > 711 ? 711 : x;
        var n = Quotient(x);
        var tail = ExpTail(Remainder(x, n) + small);
        var whole = (int)n + shift;
        var half = whole >> 1;
        return (1 + tail) * PowerDouble(half) * PowerDouble(whole - half);
    }

    /// <summary>exp(x + small) for -10⁶ ≤ x ≤ 0, with 0 in place of subnormal results.</summary>
    static float ExpOfNegative(float x, float small)
    {
        var n = Quotient(x);
        var tail = ExpTail(Remainder(x, n) + small);
        var scale = PowerSingle(n < -127 ? -127 : (int)n);
        return tail * scale + scale;
    }

    /// <summary>exp(x + small) for -10⁶ ≤ x ≤ 0, with 0 in place of subnormal results.</summary>
    static double ExpOfNegative(double x, double small)
    {
        var n = Quotient(x);
        var tail = ExpTail(Remainder(x, n) + small);
        var scale = PowerDouble(n < -1023 ? -1023 : (int)n);
        return tail * scale + scale;
    }

    /// <summary>exp x for -88.1 ≤ x ≤ 0, with 0 in place of subnormal results.</summary>
    static float ExpDown(float x)
    {
        var rounded = Rounded(x);
        var scale = PowerSingle(Whole(rounded));
        return ExpTail(Remainder(x, rounded - RoundSingle)) * scale + scale;
    }

    /// <summary>exp x - 1 for |x| ≤ 40: relative accuracy near 0, too.</summary>
    static float ExpMinusOne(float x)
    {
        var rounded = Rounded(x);
        var scale = PowerSingle(Whole(rounded));
        return ExpTail(Remainder(x, rounded - RoundSingle)) * scale + (scale - 1);
    }

    /// <summary>exp x - 1 for |x| ≤ 80: relative accuracy near 0, too.</summary>
    static double ExpMinusOne(double x)
    {
        var n = Quotient(x);
        var scale = PowerDouble((int)n);
        return ExpTail(Remainder(x, n)) * scale + (scale - 1);
    }

    /// <summary>eˣ. Error at most 1.5 ulp, subnormal results included.</summary>
    public static float Exp(float x) => ExpScaled(x, 0, 0);

    /// <summary>eˣ. Error at most 1.5 ulp, subnormal results included.</summary>
    public static double Exp(double x) => ExpScaled(x, 0, 0);

    /// <summary>sinh x.</summary>
    public static float Sinh(float x)
    {
        var a = Abs(x);
        if (a < 1)
        {
            var m = ExpMinusOne(a);
            return CopySign(0.5f * (m + m / (m + 1)), x);
        }

        var half = ExpScaled(a, 0, -1);
        return CopySign(half - 0.25f / half, x);
    }

    /// <summary>sinh x.</summary>
    public static double Sinh(double x)
    {
        var a = Abs(x);
        if (a < 1)
        {
            var m = ExpMinusOne(a);
            return CopySign(0.5 * (m + m / (m + 1)), x);
        }

        var half = ExpScaled(a, 0, -1);
        return CopySign(half - 0.25 / half, x);
    }

    /// <summary>cosh x.</summary>
    public static float Cosh(float x)
    {
        var half = ExpScaled(Abs(x), 0, -1);
        return half + 0.25f / half;
    }

    /// <summary>cosh x.</summary>
    public static double Cosh(double x)
    {
        var half = ExpScaled(Abs(x), 0, -1);
        return half + 0.25 / half;
    }

    /// <summary>tanh x: E/(E + 2) with E = exp 2|x| - 1; from 9.02 (float) or 19.1 (double) on it rounds to 1.</summary>
    public static float Tanh(float x)
    {
        var a = Abs(x);
        var e = ExpMinusOne(2 * (a > 9.02f ? 9.02f : a));
        return CopySign(e / (e + 2), x);
    }

    /// <summary>tanh x: E/(E + 2) with E = exp 2|x| - 1; from 9.02 (float) or 19.1 (double) on it rounds to 1.</summary>
    public static double Tanh(double x)
    {
        var a = Abs(x);
        var e = ExpMinusOne(2 * (a > 19.1 ? 19.1 : a));
        return CopySign(e / (e + 2), x);
    }

    /// <summary>1/(1 + e⁻ˣ); 0 where it would be subnormal.</summary>
    public static float Sigmoid(float x)
    {
        // 88.1 is beyond 127.1·ln 2, where the power of two is 0; a NaN passes.
        var a = Abs(x);
        var e = ExpDown(-(a > 88.1f ? 88.1f : a));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public static double Sigmoid(double x)
    {
        var e = Exp(-Abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// <summary>log(1 + eˣ), without overflow and with relative accuracy for large negative x.</summary>
    public static float Softplus(float x) => (x > 0 ? x : 0) + LogOnePlus(Exp(-Abs(x)));

    /// <summary>log(1 + eˣ), without overflow and with relative accuracy for large negative x.</summary>
    public static double Softplus(double x) => (x > 0 ? x : 0) + LogOnePlus(Exp(-Abs(x)));

    /// <summary>-log(1 + e⁻ˣ).</summary>
    public static float LogSigmoid(float x) => -Softplus(-x);

    /// <summary>-log(1 + e⁻ˣ).</summary>
    public static double LogSigmoid(double x) => -Softplus(-x);
}
