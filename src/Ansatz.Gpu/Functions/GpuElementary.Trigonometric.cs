namespace Ansatz.Gpu;

// Sine, cosine and tangent in double precision: x = quarters·π/2 + r + low with |r| ≤ π/4.
public static partial class GpuElementary
{
    // π/2 in three parts of 33 bits: their products with the number of quarter turns are exact up to the bound.
    const double QuarterHigh = 1.5707963267341256, QuarterMiddle = 6.077100506303966e-11, QuarterLow = 2.0222662487111665e-21, LargestReduced = 100_000;

    static (double Angle, double Low, int Quarters) Quarter(double x)
    {
        var a = Abs(x);
        if (!(a <= LargestReduced)) return a < double.PositiveInfinity ? QuarterOfLarge(x) : (x - x, 0, 0);
        var n = (x * 0.63661977236758134 + RoundDouble) - RoundDouble;

        // What each subtraction rounds away is kept in low.
        var first = x - n * QuarterHigh;
        var part = n * QuarterMiddle;
        var second = first - part;
        var low = (first - second) - part;
        part = n * QuarterLow;
        var rest = second - part;
        low += (second - rest) - part;
        return (rest, low, (int)n);
    }

    /// <summary>
    /// The same for large |x| = m·2ᵉ: of the product of m with 2/π only the bits are computed that are no multiple of four quarter
    /// turns (M. Payne and R. Hanek, ACM SIGNUM Newsletter 18 (1983) 19–24), 128 of them.
    /// </summary>
    static (double Angle, double Low, int Quarters) QuarterOfLarge(double x)
    {
        var bits = Bits(x) & long.MaxValue;
        var m = (ulong)((bits & 0xFFFFFFFFFFFFF) | 0x10000000000000);

        // Bit k of 2/π counts 2^(e-k)·m quarter turns: the first that matters is bit e - 1. Word 0 stands before the binary point.
        var start = (int)(bits >> 52) - 1075 + 62;
        var (word, shift) = (start >> 6, start & 63);
        var (w0, w1, w2, w3) = (TwoOverPi(word), TwoOverPi(word + 1), TwoOverPi(word + 2), TwoOverPi(word + 3));
        if (shift > 0)
        {
            w0 = w0 << shift | w1 >> (64 - shift);
            w1 = w1 << shift | w2 >> (64 - shift);
            w2 = w2 << shift | w3 >> (64 - shift);
        }

        // The fraction of a full turn in 128 bits.
        var low = m * w1 + HighProduct(m, w2);
        var high = m * w0 + HighProduct(m, w1) + (low < m * w1 ? 1UL : 0UL);
        var quarters = (int)(high + 0x2000000000000000 >> 62);
        var rest = (long)(high - ((ulong)quarters << 62));

        // Times 2π/2⁶⁴ in two parts.
        var a = (double)rest;
        var b = (double)(rest - (long)a) + (double)low * 5.4210108624275222e-20;
        var product = a * 3.4061215800865545e-19;
        var error = ProductError(a, 3.4061215800865545e-19, product) + (a * 1.3277647201629795e-35 + b * 3.4061215800865545e-19);
        var sum = product + error;
        error = (product - sum) + error;
        return x < 0 ? (-sum, -error, -quarters) : (sum, error, quarters);
    }

    /// <summary>The upper half of the product.</summary>
    static ulong HighProduct(ulong a, ulong b)
    {
        ulong lowA = a & 0xFFFFFFFF, highA = a >> 32, lowB = b & 0xFFFFFFFF, highB = b >> 32;
        var middle = highA * lowB + (lowA * lowB >> 32);
        var other = lowA * highB + (middle & 0xFFFFFFFF);
        return highA * highB + (middle >> 32) + (other >> 32);
    }

    /// <summary>64 binary digits of 2/π: word 1 holds the first behind the point. A kernel has no constant arrays.</summary>
    static ulong TwoOverPi(int word) => word switch
    {
        1 => 0xA2F9836E4E441529,
        2 => 0xFC2757D1F534DDC0,
        3 => 0xDB6295993C439041,
        4 => 0xFE5163ABDEBBC561,
        5 => 0xB7246E3A424DD2E0,
        6 => 0x06492EEA09D1921C,
        7 => 0xFE1DEB1CB129A73E,
        8 => 0xE88235F52EBB4484,
        9 => 0xE99C7026B45F7E41,
        10 => 0x3991D639835339F4,
        11 => 0x9C845F8BBDF9283B,
        12 => 0x1FF897FFDE05980F,
        13 => 0xEF2F118B5A0A6D1F,
        14 => 0x6D367ECF27CB09B7,
        15 => 0x4F463F669E5FEA2D,
        16 => 0x7527BAC7EBE5F17B,
        17 => 0x3D0739F78A5292EA,
        18 => 0x6BFB5FB11F8D5D08,
        19 => 0x56033046FC7B6BAB,
        20 => 0xF0CFBC209AF4361D,
        _ => 0,
    };

    static double SineOf(double r, double low)
    {
        var z = r * r;
        var s = 1.589650497731550915e-10;
        s = s * z + -2.505075326506601234e-8;
        s = s * z + 2.755731366206092508e-6;
        s = s * z + -0.0001984126982972521399;
        s = s * z + 0.008333333333322315166;
        s = s * z + -0.1666666666666663165;
        return r + (s * z * r + low);
    }

    static double CosineOf(double r, double low)
    {
        var z = r * r;
        var c = -1.135831047826217008e-11;
        c = c * z + 2.087569657240716055e-9;
        c = c * z + -2.755731414862277201e-7;
        c = c * z + 0.00002480158728874818769;
        c = c * z + -0.001388888888887289513;
        c = c * z + 0.04166666666666659202;
        var half = z * 0.5;
        var cosine = 1 - half;
        return cosine + (((1 - cosine) - half) + (c * z * z - r * low));
    }

    /// <summary>sin x, x in radians. Error below 1.5 ulp; NaN for ±∞.</summary>
    public static double Sin(double x)
    {
        var (r, low, quarters) = Quarter(x);
        var value = (quarters & 1) == 0 ? SineOf(r, low) : CosineOf(r, low);
        return x == 0 ? x : (quarters & 2) == 0 ? value : -value;
    }

    /// <summary>sin x, x in radians. Error below 1 ulp; NaN for ±∞.</summary>
    public static float Sin(float x) => (float)Sin((double)x);

    /// <summary>cos x, x in radians. Error below 1.5 ulp; NaN for ±∞.</summary>
    public static double Cos(double x)
    {
        var (r, low, quarters) = Quarter(x);
        var value = (quarters & 1) == 0 ? CosineOf(r, low) : SineOf(r, low);
        return (quarters + 1 & 2) == 0 ? value : -value;
    }

    /// <summary>cos x, x in radians. Error below 1 ulp; NaN for ±∞.</summary>
    public static float Cos(float x) => (float)Cos((double)x);

    /// <summary>tan x, x in radians. Error below 2.5 ulp; NaN for ±∞.</summary>
    public static double Tan(double x)
    {
        var (r, low, quarters) = Quarter(x);
        double sine = SineOf(r, low), cosine = CosineOf(r, low);
        return x == 0 ? x : (quarters & 1) == 0 ? sine / cosine : -cosine / sine;
    }

    /// <summary>tan x, x in radians. Error below 1 ulp; NaN for ±∞.</summary>
    public static float Tan(float x) => (float)Tan((double)x);
}
