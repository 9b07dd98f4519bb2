using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

public static partial class Elementary
{
    // π/2 in three parts of 33 bits: their products with the number of quarter turns are exact up to this bound.
    const double QuarterHigh = 1.5707963267341256, QuarterMiddle = 6.077100506303966e-11, QuarterLow = 2.0222662487111665e-21, LargestReduced = 100_000;

    /// <summary>sin x, x in radians. Error below 1 ulp; NaN for ±∞. Vectors are computed here up to |x| = 100000, beyond that lane by lane.</summary>
    [MethodImpl(AggressiveInlining)] public static float Sin(float x) => Sin(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Sin(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Sin(double x) => Sin(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Sin(float)"/>
    public static Vector256<float> Sin(Vector256<float> x)
    {
        var (low, high) = Vector256.Widen(x);
        return Vector256.Narrow(Sin(low), Sin(high));
    }

    /// <inheritdoc cref="Sin(float)"/>
    public static Vector256<double> Sin(Vector256<double> x)
    {
        var result = Turn(x, 0);
        var large = ~Vector256.LessThanOrEqual(Vector256.Abs(x), Vector256.Create(LargestReduced));
        return Vector256.EqualsAll(large.AsInt64(), default) ? result : Vector256.ConditionalSelect(large, Vector256.Create(Math.Sin(x[0]), Math.Sin(x[1]), Math.Sin(x[2]), Math.Sin(x[3])), result);
    }

    /// <summary>cos x, x in radians. Error below 1 ulp; NaN for ±∞. Vectors are computed here up to |x| = 100000, beyond that lane by lane.</summary>
    [MethodImpl(AggressiveInlining)] public static float Cos(float x) => Cos(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Cos(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Cos(double x) => Cos(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Cos(float)"/>
    public static Vector256<float> Cos(Vector256<float> x)
    {
        var (low, high) = Vector256.Widen(x);
        return Vector256.Narrow(Cos(low), Cos(high));
    }

    /// <inheritdoc cref="Cos(float)"/>
    public static Vector256<double> Cos(Vector256<double> x)
    {
        var result = Turn(x, 1);
        var large = ~Vector256.LessThanOrEqual(Vector256.Abs(x), Vector256.Create(LargestReduced));
        return Vector256.EqualsAll(large.AsInt64(), default) ? result : Vector256.ConditionalSelect(large, Vector256.Create(Math.Cos(x[0]), Math.Cos(x[1]), Math.Cos(x[2]), Math.Cos(x[3])), result);
    }

    /// <summary>sin(x + quarters·π/2), with the quarter turns counted exactly.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> Turn(Vector256<double> x, long quarters)
    {
        var rounded = Lanes.MultiplyAdd(x, Vector256.Create(0.63661977236758134), Vector256.Create(RoundDouble));
        var n = rounded - Vector256.Create(RoundDouble);
        // r + low = x - n·π/2; what each subtraction rounds away is kept in low
        var first = x - n * Vector256.Create(QuarterHigh);
        var part = n * Vector256.Create(QuarterMiddle);
        var second = first - part;
        var low = first - second - part;
        part = n * Vector256.Create(QuarterLow);
        var r = second - part;
        low += second - r - part;

        var z = r * r;
        var s = Vector256.Create(1.589650497731550915e-10);
        s = Lanes.MultiplyAdd(s, z, Vector256.Create(-2.505075326506601234e-8));
        s = Lanes.MultiplyAdd(s, z, Vector256.Create(2.755731366206092508e-6));
        s = Lanes.MultiplyAdd(s, z, Vector256.Create(-0.0001984126982972521399));
        s = Lanes.MultiplyAdd(s, z, Vector256.Create(0.008333333333322315166));
        s = Lanes.MultiplyAdd(s, z, Vector256.Create(-0.1666666666666663165));
        var sine = r + Lanes.MultiplyAdd(s * z, r, low);
        var c = Vector256.Create(-1.135831047826217008e-11);
        c = Lanes.MultiplyAdd(c, z, Vector256.Create(2.087569657240716055e-9));
        c = Lanes.MultiplyAdd(c, z, Vector256.Create(-2.755731414862277201e-7));
        c = Lanes.MultiplyAdd(c, z, Vector256.Create(0.00002480158728874818769));
        c = Lanes.MultiplyAdd(c, z, Vector256.Create(-0.001388888888887289513));
        c = Lanes.MultiplyAdd(c, z, Vector256.Create(0.04166666666666659202));
        var half = z * Vector256.Create(0.5);
        var cosine = Vector256<double>.One - half;
        cosine += Vector256<double>.One - cosine - half + Lanes.MultiplyAdd(c * z, z, -r * low);

        var turns = rounded.AsInt64() + Vector256.Create(quarters);
        var odd = Vector256.Equals(turns & Vector256<long>.One, Vector256<long>.One).AsDouble();
        var sign = Vector256.ShiftLeft(turns & Vector256.Create(2L), 62).AsDouble();
        // sin of -0 is -0: r is 0 there, and adding low to it would lose the sign
        return Vector256.ConditionalSelect(odd, cosine, Vector256.ConditionalSelect(Vector256.Equals(x, default), x, sine)) ^ sign;
    }
}
