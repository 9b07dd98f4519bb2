using System.ComponentModel;

namespace Ansatz.Gpu;

/// <summary>
/// The functions of the operator table for one thread of a GPU, with the accuracy that <c>Ansatz.Numerics.Elementary</c> has on the CPU.
/// </summary>
/// <remarks>
/// ILGPU's own are approximations of few digits. Here are only +, -, *, /, √ and operations on bits, so that a GPU computes what the CPU
/// does up to rounding; there is no fused multiply-add, but a compiler may contract a·b + c, which every function tolerates.
/// No function has an out parameter: the address of a local would put it into memory.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class GpuElementary
{
    // 1.5·2²³ and 1.5·2⁵²: adding and subtracting one of them rounds to a whole number, halves to even.
    const float RoundSingle = 12582912f;
    const int RoundSingleBits = 0x4B400000;
    const double RoundDouble = 6755399441055744.0;

    static int Bits(float x) => BitConverter.SingleToInt32Bits(x);

    static long Bits(double x) => BitConverter.DoubleToInt64Bits(x);

    static float FromBits(int bits) => BitConverter.Int32BitsToSingle(bits);

    static double FromBits(long bits) => BitConverter.Int64BitsToDouble(bits);

    /// <summary>|magnitude| with the sign bit of <paramref name="sign"/>.</summary>
    public static float CopySign(float magnitude, float sign) => FromBits((Bits(magnitude) & int.MaxValue) | (Bits(sign) & int.MinValue));

    /// <inheritdoc cref="CopySign(float, float)"/>
    public static double CopySign(double magnitude, double sign) => FromBits((Bits(magnitude) & long.MaxValue) | (Bits(sign) & long.MinValue));

    /// <summary>Whether it is not a number.</summary>
    public static bool IsNaN(float x) => (Bits(x) & int.MaxValue) > 0x7F800000;

    /// <summary>Whether it is not a number.</summary>
    public static bool IsNaN(double x) => (Bits(x) & long.MaxValue) > 0x7FF0000000000000;

    /// <summary>√x, correctly rounded.</summary>
    public static float Sqrt(float x) => MathF.Sqrt(x);

    /// <summary>√x, correctly rounded.</summary>
    public static double Sqrt(double x) => Math.Sqrt(x);

    /// <summary>|x|.</summary>
    public static float Abs(float x) => FromBits(Bits(x) & int.MaxValue);

    /// <summary>|x|.</summary>
    public static double Abs(double x) => FromBits(Bits(x) & long.MaxValue);

    /// <summary>-1, 0 or 1; NaN for NaN.</summary>
    public static float Sign(float x) => x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x;

    /// <summary>-1, 0 or 1; NaN for NaN.</summary>
    public static double Sign(double x) => x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x;

    /// <summary>The larger; NaN if either is; 0 is larger than -0.</summary>
    public static float Max(float a, float b) => a > b ? a : b > a ? b : a == b ? FromBits(Bits(a) & Bits(b)) : a + b;

    /// <summary>The larger; NaN if either is; 0 is larger than -0.</summary>
    public static double Max(double a, double b) => a > b ? a : b > a ? b : a == b ? FromBits(Bits(a) & Bits(b)) : a + b;

    /// <summary>The larger.</summary>
    public static long Max(long a, long b) => a > b ? a : b;

    /// <summary>The smaller; NaN if either is; -0 is smaller than 0.</summary>
    public static float Min(float a, float b) => a < b ? a : b < a ? b : a == b ? FromBits(Bits(a) | Bits(b)) : a + b;

    /// <summary>The smaller; NaN if either is; -0 is smaller than 0.</summary>
    public static double Min(double a, double b) => a < b ? a : b < a ? b : a == b ? FromBits(Bits(a) | Bits(b)) : a + b;

    /// <summary>The smaller.</summary>
    public static long Min(long a, long b) => a < b ? a : b;

    /// <summary>The nearest whole number, halves to even.</summary>
    public static float Round(float x)
    {
        var a = Abs(x);
        return a < 8388608f ? CopySign(a + 8388608f - 8388608f, x) : x;
    }

    /// <summary>The nearest whole number, halves to even.</summary>
    public static double Round(double x)
    {
        var a = Abs(x);
        return a < 4503599627370496.0 ? CopySign(a + 4503599627370496.0 - 4503599627370496.0, x) : x;
    }

    /// <summary>x without its fraction.</summary>
    public static float Truncate(float x)
    {
        var a = Abs(x);
        var nearest = Abs(Round(x));
        return a < 8388608f ? CopySign(nearest > a ? nearest - 1 : nearest, x) : x;
    }

    /// <summary>x without its fraction.</summary>
    public static double Truncate(double x)
    {
        var a = Abs(x);
        var nearest = Abs(Round(x));
        return a < 4503599627370496.0 ? CopySign(nearest > a ? nearest - 1 : nearest, x) : x;
    }

    /// <summary>The largest whole number not above x.</summary>
    public static float Floor(float x)
    {
        var nearest = Round(x);
        return nearest > x ? nearest - 1 : nearest;
    }

    /// <summary>The largest whole number not above x.</summary>
    public static double Floor(double x)
    {
        var nearest = Round(x);
        return nearest > x ? nearest - 1 : nearest;
    }

    /// <summary>The smallest whole number not below x.</summary>
    public static float Ceiling(float x) => -Floor(-x);

    /// <summary>The smallest whole number not below x.</summary>
    public static double Ceiling(double x) => -Floor(-x);
}
