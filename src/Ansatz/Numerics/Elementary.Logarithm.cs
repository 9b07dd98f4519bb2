using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

public static partial class Elementary
{
    /// <summary>The natural logarithm. Error below 1 ulp; -∞ for 0, NaN below 0, +∞ for +∞, subnormal arguments included.</summary>
    [MethodImpl(AggressiveInlining)] public static float Log(float x) => Log(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Log(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Log(double x) => Log(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Log(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        const int rootHalf = 0x3F3504F3;
        var small = Vector256.LessThan(x, Vector256.Create(1.17549435e-38f));
        var bits = Vector256.ConditionalSelect(small, x * Vector256.Create(8388608f), x).AsInt32() - Vector256.Create(rootHalf);
        var exponent = Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(bits, 23)) - (small & Vector256.Create(23f));
        // m in [√½, √2), log m = f - f²/2 + f³·P(f) with f = m - 1
        var f = ((bits & Vector256.Create(0x7FFFFF)) + Vector256.Create(rootHalf)).AsSingle() - Vector256<float>.One;
        var p = Vector256.Create(0.0674663909f);
        p = Lanes.MultiplyAdd(p, f, Vector256.Create(-0.116756503f));
        p = Lanes.MultiplyAdd(p, f, Vector256.Create(0.118881621f));
        p = Lanes.MultiplyAdd(p, f, Vector256.Create(-0.124055892f));
        p = Lanes.MultiplyAdd(p, f, Vector256.Create(0.142195524f));
        p = Lanes.MultiplyAdd(p, f, Vector256.Create(-0.166679958f));
        p = Lanes.MultiplyAdd(p, f, Vector256.Create(0.200021187f));
        p = Lanes.MultiplyAdd(p, f, Vector256.Create(-0.250000096f));
        p = Lanes.MultiplyAdd(p, f, Vector256.Create(0.333333126f));
        var square = f * f;
        var tail = Lanes.MultiplyAdd(exponent, Vector256.Create(Ln2LowSingle), p * f * square);
        tail = Lanes.MultiplyAdd(square, Vector256.Create(-0.5f), tail);
        var log = Lanes.MultiplyAdd(exponent, Vector256.Create(Ln2HighSingle), f + tail);
        return OrdinaryLog(x, log);
    }

    /// <inheritdoc cref="Log(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Log(Vector256<double> x)
    {
        const long rootHalf = 0x3FE6A09E667F3BCD;
        var small = Vector256.LessThan(x, Vector256.Create(2.2250738585072014e-308));
        var bits = Vector256.ConditionalSelect(small, x * Vector256.Create(18014398509481984.0), x).AsInt64() - Vector256.Create(rootHalf);
        // No instruction converts 64-bit integers everywhere: the exponent, made positive, becomes the low bits of 2⁵² + exponent.
        var raised = Vector256.ShiftRightLogical(bits + Vector256.Create(1100L << 52), 52) | Vector256.Create(0x4330000000000000);
        var exponent = raised.AsDouble() - Vector256.Create(4503599627370496.0 + 1100) - (small & Vector256.Create(54d));
        // m in [√½, √2), f = m - 1, s = f/(2 + f): log m = 2 artanh s = f - (f²/2 - s·(f²/2 + R(s²)))
        var f = ((bits & Vector256.Create(0xFFFFFFFFFFFFF)) + Vector256.Create(rootHalf)).AsDouble() - Vector256<double>.One;
        var s = f / (f + Vector256.Create(2d));
        var z = s * s;
        var p = Vector256.Create(0.1479672884395561703);
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.1531397691742541513));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.1818356703094738));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.2222219852465176801));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.2857142874282419503));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.3999999999941289134));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.6666666666666734653));
        var half = f * f * Vector256.Create(0.5);
        var tail = Lanes.MultiplyAdd(exponent, Vector256.Create(Ln2LowDouble), s * Lanes.MultiplyAdd(p, z, half)) - half;
        var log = Lanes.MultiplyAdd(exponent, Vector256.Create(Ln2HighDouble), f + tail);
        return OrdinaryLog(x, log);
    }

    /// <summary><paramref name="log"/> where 0 &lt; x &lt; ∞, else what the logarithm is there.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> OrdinaryLog(Vector256<float> x, Vector256<float> log)
    {
        var ordinary = Vector256.GreaterThan(x, default) & Vector256.LessThan(x, Vector256.Create(float.PositiveInfinity));
        var negative = Vector256.ConditionalSelect(Vector256.LessThan(x, default), Vector256.Create(float.NaN), x);
        return Vector256.ConditionalSelect(ordinary, log, Vector256.ConditionalSelect(Vector256.Equals(x, default), Vector256.Create(float.NegativeInfinity), negative));
    }

    /// <inheritdoc cref="OrdinaryLog(Vector256{float}, Vector256{float})"/>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> OrdinaryLog(Vector256<double> x, Vector256<double> log)
    {
        var ordinary = Vector256.GreaterThan(x, default) & Vector256.LessThan(x, Vector256.Create(double.PositiveInfinity));
        var negative = Vector256.ConditionalSelect(Vector256.LessThan(x, default), Vector256.Create(double.NaN), x);
        return Vector256.ConditionalSelect(ordinary, log, Vector256.ConditionalSelect(Vector256.Equals(x, default), Vector256.Create(double.NegativeInfinity), negative));
    }

    /// <summary>log(1 + u) for 0 ≤ u ≤ 1: 2 artanh s with s = u/(2 + u) ≤ ⅓, whose polynomial keeps the relative accuracy of small u.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> LogOnePlus(Vector256<float> u)
    {
        var s = u / (u + Vector256.Create(2f));
        var z = s * s;
        var p = Vector256.Create(0.121504656f);
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.107138295f));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.143084423f));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.199994389f));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.333333378f));
        s += s;
        return Lanes.MultiplyAdd(p * z, s, s);
    }

    /// <inheritdoc cref="LogOnePlus(Vector256{float})"/>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> LogOnePlus(Vector256<double> u)
    {
        var s = u / (u + Vector256.Create(2d));
        var z = s * s;
        var p = Vector256.Create(0.08027930850306823289);
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.02898834600886551483));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.05047110410503567598));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.05227845143394793365));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.05885264692804840032));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.0666650334173567794));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.07692313915465870194));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.09090908933249500517));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.1111111111364911206));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.1428571428569037388));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.2000000000000011289));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.3333333333333333315));
        s += s;
        return Lanes.MultiplyAdd(p * z, s, s);
    }
}
