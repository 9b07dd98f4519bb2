namespace Ansatz.Gpu;

// Inverse sine, cosine and tangent: odd minimax polynomials on a short interval, everything else by symmetries.
public static partial class GpuElementary
{
    const float HalfPiSingle = 1.57079637f, HalfPiLowSingle = -4.37113883e-8f, QuarterPiSingle = 0.785398185f, QuarterPiLowSingle = -2.18556941e-8f;
    const double HalfPiDouble = 1.5707963267948966, HalfPiLowDouble = 6.123233995736766e-17, QuarterPiDouble = 0.78539816339744828, QuarterPiLowDouble = 3.061616997868383e-17;

    /// <summary>arcsin x - x for |x| ≤ ½, z = x².</summary>
    static float AsinTail(float x, float z)
    {
        var p = 0.0375781842f;
        p = p * z + 0.0143937869f;
        p = p * z + 0.0318198241f;
        p = p * z + 0.0445154719f;
        p = p * z + 0.0750051215f;
        p = p * z + 0.166666597f;
        return p * z * x;
    }

    /// <summary>arcsin x - x for |x| ≤ ½, z = x².</summary>
    static double AsinTail(double x, double z)
    {
        var p = 0.03198182386383800757;
        p = p * z + -0.01632689324084576205;
        p = p * z + 0.01959447206827982096;
        p = p * z + 0.006503470986381972539;
        p = p * z + 0.01217495421180743963;
        p = p * z + 0.01388434849804624088;
        p = p * z + 0.01735979586592269197;
        p = p * z + 0.02237175192042302821;
        p = p * z + 0.03038195939633415998;
        p = p * z + 0.0446428568219518554;
        p = p * z + 0.07500000000344833606;
        p = p * z + 0.1666666666666537511;
        return p * z * x;
    }

    /// <summary>arcsin x, in radians; NaN beyond ±1. Error below 2 ulp.</summary>
    public static float Asin(float x)
    {
        var a = Abs(x);
        if (a <= 0.5f) return x + AsinTail(x, x * x);
        var z = (1 - a) * 0.5f;
        var s = Sqrt(z);
        return CopySign(HalfPiSingle - (2 * (s + AsinTail(s, z)) - HalfPiLowSingle), x);
    }

    /// <summary>arcsin x, in radians; NaN beyond ±1. Error below 2 ulp.</summary>
    public static double Asin(double x)
    {
        var a = Abs(x);
        if (a <= 0.5) return x + AsinTail(x, x * x);
        var z = (1 - a) * 0.5;
        var s = Sqrt(z);
        return CopySign(HalfPiDouble - (2 * (s + AsinTail(s, z)) - HalfPiLowDouble), x);
    }

    /// <summary>arccos x, in radians; NaN beyond ±1. Error below 2 ulp.</summary>
    public static float Acos(float x)
    {
        var a = Abs(x);
        if (a <= 0.5f) return HalfPiSingle - (x - (HalfPiLowSingle - AsinTail(x, x * x)));
        var z = (1 - a) * 0.5f;
        var s = Sqrt(z);
        var angle = 2 * (s + AsinTail(s, z));
        return x < 0 ? 2 * HalfPiSingle - (angle - 2 * HalfPiLowSingle) : angle;
    }

    /// <summary>arccos x, in radians; NaN beyond ±1. Error below 2 ulp.</summary>
    public static double Acos(double x)
    {
        var a = Abs(x);
        if (a <= 0.5) return HalfPiDouble - (x - (HalfPiLowDouble - AsinTail(x, x * x)));
        var z = (1 - a) * 0.5;
        var s = Sqrt(z);
        var angle = 2 * (s + AsinTail(s, z));
        return x < 0 ? 2 * HalfPiDouble - (angle - 2 * HalfPiLowDouble) : angle;
    }

    /// <summary>arctan a for a ≥ 0.</summary>
    static float AtanOfPositive(float a)
    {
        // Down to tan π/8: by a quarter of π in the middle, by half of π beyond tan 3π/8.
        var t = a > 2.41421354f ? -1 / a : a > 0.414213568f ? (a - 1) / (a + 1) : a;
        var z = t * t;
        var p = -0.0608175173f;
        p = p * z + 0.105953634f;
        p = p * z + -0.142437667f;
        p = p * z + 0.199984848f;
        p = p * z + -0.333333164f;
        var tail = p * z * t;
        return a > 2.41421354f ? HalfPiSingle + (t + (tail + HalfPiLowSingle)) : a > 0.414213568f ? QuarterPiSingle + (t + (tail + QuarterPiLowSingle)) : t + tail;
    }

    /// <summary>arctan a for a ≥ 0.</summary>
    static double AtanOfPositive(double a)
    {
        var t = a > 2.4142135623730949 ? -1 / a : a > 0.41421356237309503 ? (a - 1) / (a + 1) : a;
        var z = t * t;
        var p = -0.01791120922343539257;
        p = p * z + 0.03806841432633265021;
        p = p * z + -0.05039464039428651759;
        p = p * z + 0.05847926255700768016;
        p = p * z + -0.06663109319002386011;
        p = p * z + 0.07692060691819836704;
        p = p * z + -0.09090897785032110712;
        p = p * z + 0.1111111078441595762;
        p = p * z + -0.1428571428021555012;
        p = p * z + 0.1999999999995377142;
        p = p * z + -0.333333333333331982562;
        var tail = p * z * t;
        return a > 2.4142135623730949 ? HalfPiDouble + (t + (tail + HalfPiLowDouble)) : a > 0.41421356237309503 ? QuarterPiDouble + (t + (tail + QuarterPiLowDouble)) : t + tail;
    }

    /// <summary>arctan x, in radians. Error below 2 ulp.</summary>
    public static float Atan(float x) => CopySign(AtanOfPositive(Abs(x)), x);

    /// <summary>arctan x, in radians. Error below 2 ulp.</summary>
    public static double Atan(double x) => CopySign(AtanOfPositive(Abs(x)), x);

    /// <summary>The angle of the point (x, y), in radians from -π to π. Error below 3 ulp.</summary>
    public static float Atan2(float y, float x)
    {
        float a = Abs(y), b = Abs(x);
        var angle = a == b ? (a == 0 ? 0 : QuarterPiSingle)
            : a < b ? AtanOfPositive(a / b) : HalfPiSingle - (AtanOfPositive(b / a) - HalfPiLowSingle);
        return CopySign(Bits(x) < 0 ? 2 * HalfPiSingle - (angle - 2 * HalfPiLowSingle) : angle, y);
    }

    /// <summary>The angle of the point (x, y), in radians from -π to π. Error below 3 ulp.</summary>
    public static double Atan2(double y, double x)
    {
        double a = Abs(y), b = Abs(x);
        var angle = a == b ? (a == 0 ? 0 : QuarterPiDouble)
            : a < b ? AtanOfPositive(a / b) : HalfPiDouble - (AtanOfPositive(b / a) - HalfPiLowDouble);
        return CopySign(Bits(x) < 0 ? 2 * HalfPiDouble - (angle - 2 * HalfPiLowDouble) : angle, y);
    }

    /// <summary>sign(x)·log(1 + a + a²/(1 + √(1 + a²))), a = |x|.</summary>
    public static float Asinh(float x)
    {
        var a = Abs(x);
        if (a < 1e-4f) return x;
        return CopySign(a > 4096 ? Log(a) + 0.693147180f : LogOf1Plus(a + a * a / (1 + Sqrt(1 + a * a))), x);
    }

    /// <summary>log(1 + t + √(2t + t²)), t = x - 1.</summary>
    public static float Acosh(float x)
    {
        var t = x - 1;
        return x > 4096 ? Log(x) + 0.693147180f : t < 0 ? float.NaN : LogOf1Plus(t + Sqrt(t * (2 + t)));
    }

    /// <summary>½·log(1 + 2x/(1 - x)).</summary>
    public static float Atanh(float x)
    {
        var a = Abs(x);
        if (a < 1e-4f) return x;
        return CopySign(0.5f * LogOf1Plus(2 * a / (1 - a)), x);
    }

    /// <summary>log(1 + u) for u ≥ 0; NaN below.</summary>
    static float LogOf1Plus(float u) => u < 0 ? float.NaN : u <= 1 ? LogOnePlus(u) : Log(1 + u);

    /// <summary>sign(x)·log(1 + a + a²/(1 + √(1 + a²))), a = |x|.</summary>
    public static double Asinh(double x)
    {
        var a = Abs(x);
        if (a < 1e-8) return x;
        return CopySign(a > 67108864 ? Log(a) + 0.693147180559945309 : LogOf1Plus(a + a * a / (1 + Sqrt(1 + a * a))), x);
    }

    /// <summary>log(1 + t + √(2t + t²)), t = x - 1.</summary>
    public static double Acosh(double x)
    {
        var t = x - 1;
        return x > 67108864 ? Log(x) + 0.693147180559945309 : t < 0 ? double.NaN : LogOf1Plus(t + Sqrt(t * (2 + t)));
    }

    /// <summary>½·log(1 + 2x/(1 - x)).</summary>
    public static double Atanh(double x)
    {
        var a = Abs(x);
        if (a < 1e-8) return x;
        return CopySign(0.5 * LogOf1Plus(2 * a / (1 - a)), x);
    }

    /// <summary>log(1 + u) for u ≥ 0; NaN below.</summary>
    static double LogOf1Plus(double u) => u < 0 ? double.NaN : u <= 1 ? LogOnePlus(u) : Log(1 + u);
}
