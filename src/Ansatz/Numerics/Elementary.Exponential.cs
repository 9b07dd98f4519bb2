using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

// exp x = 2ⁿ·exp r with n the integer nearest to x/ln 2, so |r| ≤ ½ ln 2, and exp r = 1 + r + r²·P(r), P minimax.
// Adding 1.5·2²³ (2⁵²) rounds to an integer and leaves that integer in the low bits. With the exponents' bias added too, a shift alone makes 2ⁿ of it.
public static partial class Elementary
{
    const float BiasedSingle = 1.5f * (1 << 23) + 127, TwiceBiasedSingle = 1.5f * (1 << 23) + 254;
    const float Log2ESingle = 1.44269504f, Ln2Single = 0.693147182f, Ln2HighSingle = 0.693359375f, Ln2LowSingle = -2.12194440e-4f;
    const double RoundDouble = 1.5 * (1L << 52), BiasedDouble = RoundDouble + 1023, TwiceBiasedDouble = RoundDouble + 2046;
    const double Log2EDouble = 1.4426950408889634, Ln2Double = 0.6931471805599453, Ln2HighDouble = 0.6931471803691238, Ln2LowDouble = 1.9082149292705877e-10;

    /// <summary>eˣ. Error at most 1 ulp; 0 below about -103.97 (float) or -745.13 (double), +∞ above 88.72 or 709.78, subnormal results included.</summary>
    [MethodImpl(AggressiveInlining)] public static float Exp(float x) => Exp(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Exp(double x) => Exp(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        // Beyond these the result is 0 or infinite. The constant comes first: of two operands the native minimum returns the second if one is NaN.
        x = Vector256.MinNative(Vector256.Create(89f), Vector256.MaxNative(Vector256.Create(-104f), x));
        var rounded = Lanes.MultiplyAdd(x, Vector256.Create(Log2ESingle), Vector256.Create(TwiceBiasedSingle));
        var n = rounded - Vector256.Create(TwiceBiasedSingle);
        var r = Lanes.MultiplyAdd(n, Vector256.Create(-Ln2LowSingle), Lanes.MultiplyAdd(n, Vector256.Create(-Ln2HighSingle), x));
        var one = Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r) + Vector256<float>.One;
        // The same bits: both ways round once, at the end.
        if (Avx512F.VL.IsSupported) return Avx512F.VL.Scale(one, n);
        // 2ⁿ in two factors: n may be beyond the exponents of normal numbers.
        var half = Vector256.ShiftRightLogical(rounded.AsInt32(), 1);
        var other = rounded.AsInt32() - half;
        return one * Vector256.ShiftLeft(half, 23).AsSingle() * Vector256.ShiftLeft(other, 23).AsSingle();
    }

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x)
    {
        x = Vector256.MinNative(Vector256.Create(710d), Vector256.MaxNative(Vector256.Create(-746d), x));
        var rounded = Lanes.MultiplyAdd(x, Vector256.Create(Log2EDouble), Vector256.Create(TwiceBiasedDouble));
        var n = rounded - Vector256.Create(TwiceBiasedDouble);
        var r = Lanes.MultiplyAdd(n, Vector256.Create(-Ln2LowDouble), Lanes.MultiplyAdd(n, Vector256.Create(-Ln2HighDouble), x));
        var one = Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r) + Vector256<double>.One;
        if (Avx512F.VL.IsSupported) return Avx512F.VL.Scale(one, n);
        var half = Vector256.ShiftRightLogical(rounded.AsInt64(), 1);
        var other = rounded.AsInt64() - half;
        return one * Vector256.ShiftLeft(half, 52).AsDouble() * Vector256.ShiftLeft(other, 52).AsDouble();
    }

    /// <summary>exp(x) for x ≤ 0; 0 instead of a subnormal number.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> ExpOfNegative(Vector256<float> x)
    {
        // From here on down n is -127, of which Power makes 0.
        x = Vector256.MaxNative(Vector256.Create(-87.8f), x);
        var rounded = Lanes.MultiplyAdd(x, Vector256.Create(Log2ESingle), Vector256.Create(BiasedSingle));
        var n = rounded - Vector256.Create(BiasedSingle);
        var r = Lanes.MultiplyAdd(n, Vector256.Create(-Ln2LowSingle), Lanes.MultiplyAdd(n, Vector256.Create(-Ln2HighSingle), x));
        var scale = Power(rounded);
        return Lanes.MultiplyAdd(Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r), scale, scale);
    }

    /// <inheritdoc cref="ExpOfNegative(Vector256{float})"/>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> ExpOfNegative(Vector256<double> x)
    {
        x = Vector256.MaxNative(Vector256.Create(-709.0), x);
        var rounded = Lanes.MultiplyAdd(x, Vector256.Create(Log2EDouble), Vector256.Create(BiasedDouble));
        var n = rounded - Vector256.Create(BiasedDouble);
        var r = Lanes.MultiplyAdd(n, Vector256.Create(-Ln2LowDouble), Lanes.MultiplyAdd(n, Vector256.Create(-Ln2HighDouble), x));
        var scale = Power(rounded);
        return Lanes.MultiplyAdd(Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r), scale, scale);
    }

    /// <summary>
    /// exp(x + small) for x ≤ 0 and no less than the logarithm of the smallest normal number or, for a result of 0, of half of it (within ±¼): what is
    /// needed where x is clamped anyway. Shorter chains of dependent operations than in <see cref="Exp(float)"/>.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> ExpOfNegative(Vector256<float> x, Vector256<float> small)
    {
        var rounded = Lanes.MultiplyAdd(x, Vector256.Create(Log2ESingle), Vector256.Create(BiasedSingle));
        var n = rounded - Vector256.Create(BiasedSingle);
        var r = Lanes.MultiplyAdd(n, Vector256.Create(-Ln2HighSingle), x) + Lanes.MultiplyAdd(n, Vector256.Create(-Ln2LowSingle), small);
        var scale = Power(rounded);
        return Lanes.MultiplyAdd(Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r), scale, scale);
    }

    /// <inheritdoc cref="ExpOfNegative(Vector256{float}, Vector256{float})"/>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> ExpOfNegative(Vector256<double> x, Vector256<double> small)
    {
        var rounded = Lanes.MultiplyAdd(x, Vector256.Create(Log2EDouble), Vector256.Create(BiasedDouble));
        var n = rounded - Vector256.Create(BiasedDouble);
        var r = Lanes.MultiplyAdd(n, Vector256.Create(-Ln2HighDouble), x) + Lanes.MultiplyAdd(n, Vector256.Create(-Ln2LowDouble), small);
        var scale = Power(rounded);
        return Lanes.MultiplyAdd(Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r), scale, scale);
    }

    /// <summary>exp(2x) - 1 for 0 ≤ x ≤ 20, without cancellation near 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> ExpOfTwiceMinusOne(Vector256<float> x)
    {
        var rounded = Lanes.MultiplyAdd(x, Vector256.Create(2 * Log2ESingle), Vector256.Create(BiasedSingle));
        x += x;
        var n = rounded - Vector256.Create(BiasedSingle);
        // So small an n needs no second part of ln 2, unless the product is rounded.
        var r = Fma.IsSupported
            ? Fma.MultiplyAdd(n, Vector256.Create(-Ln2Single), x)
            : Lanes.MultiplyAdd(n, Vector256.Create(-Ln2LowSingle), Lanes.MultiplyAdd(n, Vector256.Create(-Ln2HighSingle), x));
        var scale = Power(rounded);
        return Lanes.MultiplyAdd(scale, Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r), scale - Vector256<float>.One);
    }

    /// <inheritdoc cref="ExpOfTwiceMinusOne(Vector256{float})"/>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> ExpOfTwiceMinusOne(Vector256<double> x)
    {
        var rounded = Lanes.MultiplyAdd(x, Vector256.Create(2 * Log2EDouble), Vector256.Create(BiasedDouble));
        x += x;
        var n = rounded - Vector256.Create(BiasedDouble);
        var r = Fma.IsSupported
            ? Fma.MultiplyAdd(n, Vector256.Create(-Ln2Double), x)
            : Lanes.MultiplyAdd(n, Vector256.Create(-Ln2LowDouble), Lanes.MultiplyAdd(n, Vector256.Create(-Ln2HighDouble), x));
        var scale = Power(rounded);
        return Lanes.MultiplyAdd(scale, Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r), scale - Vector256<double>.One);
    }

    /// <summary>P in exp r = 1 + r + r²·P(r), |r| ≤ ½ ln 2; relative error of the whole 3.1e-9.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> ExpPolynomial(Vector256<float> r)
    {
        // Pairs of terms side by side: the square is needed anyway, and the chain of dependent operations is shorter.
        var square = r * r;
        var low = Lanes.MultiplyAdd(Vector256.Create(0.166665204f), r, Vector256.Create(0.499999934f));
        var middle = Lanes.MultiplyAdd(Vector256.Create(0.00836874515f), r, Vector256.Create(0.0416683908f));
        return Lanes.MultiplyAdd(Lanes.MultiplyAdd(Vector256.Create(0.00138145389f), square, middle), square, low);
    }

    /// <summary>P in exp r = 1 + r + r²·P(r), |r| ≤ ½ ln 2; relative error of the whole 3.6e-18.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> ExpPolynomial(Vector256<double> r)
    {
        var p = Vector256.Create(2.500001784611935759e-8);
        p = Lanes.MultiplyAdd(p, r, Vector256.Create(2.763030634758800971e-7));
        p = Lanes.MultiplyAdd(p, r, Vector256.Create(2.755758680797183328e-6));
        p = Lanes.MultiplyAdd(p, r, Vector256.Create(0.00002480149294935910877));
        p = Lanes.MultiplyAdd(p, r, Vector256.Create(0.0001984126950576761913));
        p = Lanes.MultiplyAdd(p, r, Vector256.Create(0.001388888894376022497));
        p = Lanes.MultiplyAdd(p, r, Vector256.Create(0.008333333333494981258));
        p = Lanes.MultiplyAdd(p, r, Vector256.Create(0.04166666666652972731));
        p = Lanes.MultiplyAdd(p, r, Vector256.Create(0.166666666666664115));
        return Lanes.MultiplyAdd(p, r, Vector256.Create(0.5000000000000010669));
    }

    /// <summary>2ⁿ from n + 127 + 1.5·2²³, for -127 ≤ n ≤ 127; 0 for n = -127.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> Power(Vector256<float> rounded) => Vector256.ShiftLeft(rounded.AsInt32(), 23).AsSingle();

    /// <summary>2ⁿ from n + 1023 + 1.5·2⁵², for -1023 ≤ n ≤ 1023; 0 for n = -1023.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> Power(Vector256<double> rounded) => Vector256.ShiftLeft(rounded.AsInt64(), 52).AsDouble();
}
