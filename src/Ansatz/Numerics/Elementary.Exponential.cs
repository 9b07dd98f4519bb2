using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

// exp x = 2ⁿ·exp r with n the integer nearest to x/ln 2, so |r| ≤ ½ ln 2, and exp r = 1 + r + r²·P(r), P minimax.
// Adding 1.5·2²³ (2⁵²) rounds to an integer and leaves that integer in the low bits, ready to be shifted into an exponent.
public static partial class Elementary
{
    const float RoundSingle = 1.5f * (1 << 23), Log2ESingle = 1.44269504f, Ln2HighSingle = 0.693359375f, Ln2LowSingle = -2.12194440e-4f;
    const double RoundDouble = 1.5 * (1L << 52), Log2EDouble = 1.4426950408889634, Ln2HighDouble = 0.6931471803691238, Ln2LowDouble = 1.9082149292705877e-10;

    /// <summary>eˣ. Error at most 1 ulp; 0 below about -103.97 (float) or -745.13 (double), +∞ above 88.72 or 709.78, subnormal results included.</summary>
    [MethodImpl(AggressiveInlining)] public static float Exp(float x) => Exp(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Exp(double x) => Exp(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        // Beyond these the result is 0 or infinite. The constant comes first: of two operands the native minimum returns the second if one is NaN.
        return ExpWithin(Vector256.MinNative(Vector256.Create(89f), Vector256.MaxNative(Vector256.Create(-104f), x)));
    }

    /// <summary>eˣ for x ≤ 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> ExpOfNegative(Vector256<float> x) => ExpWithin(Vector256.MaxNative(Vector256.Create(-104f), x));

    [MethodImpl(AggressiveInlining)]
    static Vector256<float> ExpWithin(Vector256<float> x)
    {
        var n = Round(x, out var r);
        // The same bits: both ways round once, at the end.
        if (Avx512F.VL.IsSupported) return Avx512F.VL.Scale(Vector256<float>.One + Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r), n);
        // 2ⁿ in two factors: n may be beyond the exponents of normal numbers
        var half = Lanes.MultiplyAdd(n, Vector256.Create(0.5f), Vector256.Create(RoundSingle));
        var other = n - (half - Vector256.Create(RoundSingle)) + Vector256.Create(RoundSingle);
        return (Vector256<float>.One + Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r)) * Power(half) * Power(other);
    }

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x)
    {
        return ExpWithin(Vector256.MinNative(Vector256.Create(710d), Vector256.MaxNative(Vector256.Create(-746d), x)));
    }

    /// <summary>eˣ for x ≤ 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> ExpOfNegative(Vector256<double> x) => ExpWithin(Vector256.MaxNative(Vector256.Create(-746d), x));

    [MethodImpl(AggressiveInlining)]
    static Vector256<double> ExpWithin(Vector256<double> x)
    {
        var n = Round(x, out var r);
        if (Avx512F.VL.IsSupported) return Avx512F.VL.Scale(Vector256<double>.One + Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r), n);
        var half = Lanes.MultiplyAdd(n, Vector256.Create(0.5), Vector256.Create(RoundDouble));
        var other = n - (half - Vector256.Create(RoundDouble)) + Vector256.Create(RoundDouble);
        return (Vector256<double>.One + Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r)) * Power(half) * Power(other);
    }

    /// <summary>
    /// exp(x + small) for x ≤ 0 and no less than the logarithm of the smallest normal number or, for a result of 0, of half of it (within ±¼): what is
    /// needed where x is clamped anyway. Less scaling than <see cref="Exp(float)"/>, and shorter chains of dependent operations.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> ExpOfNegative(Vector256<float> x, Vector256<float> small)
    {
        var rounded = Lanes.MultiplyAdd(x, Vector256.Create(Log2ESingle), Vector256.Create(RoundSingle));
        var n = rounded - Vector256.Create(RoundSingle);
        var r = Lanes.MultiplyAdd(n, Vector256.Create(-Ln2HighSingle), x) + Lanes.MultiplyAdd(n, Vector256.Create(-Ln2LowSingle), small);
        var scale = Power(rounded);
        return Lanes.MultiplyAdd(Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r), scale, scale);
    }

    /// <inheritdoc cref="ExpOfNegative(Vector256{float}, Vector256{float})"/>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> ExpOfNegative(Vector256<double> x, Vector256<double> small)
    {
        var rounded = Lanes.MultiplyAdd(x, Vector256.Create(Log2EDouble), Vector256.Create(RoundDouble));
        var n = rounded - Vector256.Create(RoundDouble);
        var r = Lanes.MultiplyAdd(n, Vector256.Create(-Ln2HighDouble), x) + Lanes.MultiplyAdd(n, Vector256.Create(-Ln2LowDouble), small);
        var scale = Power(rounded);
        return Lanes.MultiplyAdd(Lanes.MultiplyAdd(ExpPolynomial(r), r * r, r), scale, scale);
    }

    /// <summary>The integer n nearest to x/ln 2, and r = x - n·ln 2. The first product is exact even without fused operations: ln 2 begins with few bits.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> Round(Vector256<float> x, out Vector256<float> r)
    {
        var n = Lanes.MultiplyAdd(x, Vector256.Create(Log2ESingle), Vector256.Create(RoundSingle)) - Vector256.Create(RoundSingle);
        r = Lanes.MultiplyAdd(n, Vector256.Create(-Ln2LowSingle), Lanes.MultiplyAdd(n, Vector256.Create(-Ln2HighSingle), x));
        return n;
    }

    /// <inheritdoc cref="Round(Vector256{float}, out Vector256{float})"/>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> Round(Vector256<double> x, out Vector256<double> r)
    {
        var n = Lanes.MultiplyAdd(x, Vector256.Create(Log2EDouble), Vector256.Create(RoundDouble)) - Vector256.Create(RoundDouble);
        r = Lanes.MultiplyAdd(n, Vector256.Create(-Ln2LowDouble), Lanes.MultiplyAdd(n, Vector256.Create(-Ln2HighDouble), x));
        return n;
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

    /// <summary>2ⁿ from n + 1.5·2²³, for -127 ≤ n ≤ 127; 0 for n = -127.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> Power(Vector256<float> rounded) => Vector256.ShiftLeft(rounded.AsInt32() + Vector256.Create(127), 23).AsSingle();

    /// <summary>2ⁿ from n + 1.5·2⁵², for -1023 ≤ n ≤ 1023; 0 for n = -1023.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> Power(Vector256<double> rounded) => Vector256.ShiftLeft(rounded.AsInt64() + Vector256.Create(1023L), 52).AsDouble();
}
