using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

// The normal distribution function Φ and what is made of it. Everything rests on Φ(-a) = exp(-a²/2)·t·P(1 - 2t), a ≥ 0, with t = K/(a + K):
// t maps all a to (0, 1], P is minimax for the relative error, so Φ keeps its relative accuracy far into the tail.
public static partial class Elementary
{
    /// <summary>Φ(-|x|) for |x| ≤ 1000, and e = exp(-x²/2); 0 in place of subnormal numbers. Minimax to a = 14, relative error 6.4e-9.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> NormalTail(Vector256<float> x, out Vector256<float> e)
    {
        // exp magnifies the rounding error of x² by x²/2: it is found by a fused operation and put back (without one it is taken as 0)
        var square = x * x;
        var lost = Lanes.MultiplyAdd(x, x, -square);
        e = ExpOfNegative(square * Vector256.Create(-0.5f));
        e = Lanes.MultiplyAdd(e * Vector256.Create(-0.5f), lost, e);
        return e * NormalTailFactor(Vector256.Abs(x));
    }

    /// <summary>t·P(1 - 2t), t = K/(a + K).</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> NormalTailFactor(Vector256<float> a)
    {
        var t = Vector256.Create(3.5f) / (a + Vector256.Create(3.5f));
        var v = Lanes.MultiplyAdd(t, Vector256.Create(-2f), Vector256<float>.One);
        var p = Vector256.Create(3.22101874e-05f);
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(0.000121616858f));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-0.000141329405f));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-0.000907941833f));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(0.00185497391f));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(0.00497340275f));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-0.0331579699f));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(0.0901214314f));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-0.161589072f));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(0.212690307f));
        return t * p;
    }

    /// <summary>Φ(-|x|) for |x| ≤ 1000, and e = exp(-x²/2); 0 in place of subnormal numbers. Minimax to a = 38.6, relative error 4.3e-18.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> NormalTail(Vector256<double> x, out Vector256<double> e)
    {
        // exp magnifies the rounding error of x² by x²/2: it is found by a fused operation and put back (without one it is taken as 0)
        var square = x * x;
        var lost = Lanes.MultiplyAdd(x, x, -square);
        e = ExpOfNegative(square * Vector256.Create(-0.5));
        e = Lanes.MultiplyAdd(e * Vector256.Create(-0.5), lost, e);
        return e * NormalTailFactor(Vector256.Abs(x));
    }

    /// <summary>t·P(1 - 2t), t = K/(a + K).</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> NormalTailFactor(Vector256<double> a)
    {
        var t = Vector256.Create(5.5) / (a + Vector256.Create(5.5));
        var v = Lanes.MultiplyAdd(t, Vector256.Create(-2d), Vector256<double>.One);
        var p = Vector256.Create(-1.249261903769415114e-11);
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-5.029232853175282609e-10));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-1.020021948773650828e-9));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(4.261512299397478278e-9));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(9.171780475435017957e-9));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-3.239237081129000438e-8));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-4.875152861643408996e-8));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(2.698569880521658539e-7));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(8.120600836732608725e-8));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-2.203459564092954611e-6));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(2.967246538350159913e-6));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(0.00001298452361194263621));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-0.00005900411238512662757));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(0.00004901890854082332753));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(0.000444178667116738258));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-0.002531547375522860317));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(0.008199560148251472685));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-0.01994601635613290334));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(0.03961316961053398609));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-0.0667361936897490041));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(0.0973811798295445594));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(-0.1245788037407887482));
        p = Lanes.MultiplyAdd(p, v, Vector256.Create(0.1406853880502557757));
        return t * p;
    }

    /// <summary>exp(-x²/2)/√(2π). Error below 3 ulp as long as the result is a normal number, below that 0.</summary>
    [MethodImpl(AggressiveInlining)] public static float NormalDensity(float x) => NormalDensity(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="NormalDensity(float)"/>
    [MethodImpl(AggressiveInlining)] public static double NormalDensity(double x) => NormalDensity(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="NormalDensity(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> NormalDensity(Vector256<float> x)
    {
        x = Vector256.MinNative(Vector256.Create(40f), Vector256.Abs(x));
        var square = x * x;
        var e = ExpOfNegative(square * Vector256.Create(-0.5f));
        e = Lanes.MultiplyAdd(e * Vector256.Create(-0.5f), Lanes.MultiplyAdd(x, x, -square), e);
        return e * Vector256.Create(0.398942280f);
    }

    /// <inheritdoc cref="NormalDensity(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> NormalDensity(Vector256<double> x)
    {
        x = Vector256.MinNative(Vector256.Create(40d), Vector256.Abs(x));
        var square = x * x;
        var e = ExpOfNegative(square * Vector256.Create(-0.5));
        e = Lanes.MultiplyAdd(e * Vector256.Create(-0.5), Lanes.MultiplyAdd(x, x, -square), e);
        return e * Vector256.Create(0.39894228040143268);
    }

    /// <summary>x·Φ(x), the exact form. Error below 6 ulp as long as Φ(x) is a normal number (x ≥ -12.9 or -37.5); 0 beyond, and for -∞.</summary>
    [MethodImpl(AggressiveInlining)] public static float Gelu(float x) => Gelu(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Gelu(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Gelu(double x) => Gelu(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Gelu(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Gelu(Vector256<float> x) => Gelu(x, out _);

    /// <inheritdoc cref="Gelu(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Gelu(Vector256<double> x) => Gelu(x, out _);

    /// <summary>x·Φ(x) and its derivative <paramref name="slope"/> = Φ(x) + x·φ(x), from one exponential.</summary>
    [MethodImpl(AggressiveInlining)]
    public static float Gelu(float x, out float slope)
    {
        var y = Gelu(Vector256.Create(x), out var d);
        slope = d.ToScalar();
        return y.ToScalar();
    }

    /// <summary>x·Φ(x) and its derivative <paramref name="slope"/> = Φ(x) + x·φ(x), from one exponential.</summary>
    [MethodImpl(AggressiveInlining)]
    public static double Gelu(double x, out double slope)
    {
        var y = Gelu(Vector256.Create(x), out var d);
        slope = d.ToScalar();
        return y.ToScalar();
    }

    /// <inheritdoc cref="Gelu(float, out float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Gelu(Vector256<float> x, out Vector256<float> slope)
    {
        // Finite factors, so that no infinity meets a 0; beyond ±40 Φ is 0 or 1
        var above = Vector256.MaxNative(Vector256.Create(-40f), x);
        var inside = Vector256.MinNative(Vector256.Create(40f), above);
        var tail = NormalTail(inside, out var e);
        var phi = Vector256.ConditionalSelect(Vector256.LessThan(inside, default), tail, Vector256<float>.One - tail);
        slope = Lanes.MultiplyAdd(inside * Vector256.Create(0.398942280f), e, phi);
        return above * phi;
    }

    /// <inheritdoc cref="Gelu(float, out float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Gelu(Vector256<double> x, out Vector256<double> slope)
    {
        // Finite factors, so that no infinity meets a 0; beyond ±40 Φ is 0 or 1
        var above = Vector256.MaxNative(Vector256.Create(-40d), x);
        var inside = Vector256.MinNative(Vector256.Create(40d), above);
        var tail = NormalTail(inside, out var e);
        var phi = Vector256.ConditionalSelect(Vector256.LessThan(inside, default), tail, Vector256<double>.One - tail);
        slope = Lanes.MultiplyAdd(inside * Vector256.Create(0.39894228040143268), e, phi);
        return above * phi;
    }

    /// <summary>The derivative of <see cref="Gelu(float)"/>, Φ(x) + x·φ(x). Absolute error below 2e-7 (float) or 6e-16 (double).</summary>
    [MethodImpl(AggressiveInlining)] public static float GeluSlope(float x) => GeluSlope(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="GeluSlope(float)"/>
    [MethodImpl(AggressiveInlining)] public static double GeluSlope(double x) => GeluSlope(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="GeluSlope(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> GeluSlope(Vector256<float> x)
    {
        Gelu(x, out var slope);
        return slope;
    }

    /// <inheritdoc cref="GeluSlope(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> GeluSlope(Vector256<double> x)
    {
        Gelu(x, out var slope);
        return slope;
    }

    /// <summary>(2/√π)·∫₀ˣ exp(-t²) dt. Error below 3 ulp, also near 0; ±1 for ±∞.</summary>
    [MethodImpl(AggressiveInlining)] public static float Erf(float x) => Erf(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Erf(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Erf(double x) => Erf(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Erf(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x)
    {
        // Far from 0: 1 - 2Φ(-√2 a); near 0, where that would cancel: x·P(x²)
        var a = Vector256.MinNative(Vector256.Create(10f), Vector256.Abs(x));
        var z = a * a;
        var far = ExpOfNegative(-z) * NormalTailFactor(a * Vector256.Create(1.41421354f));
        far = Vector256<float>.One - (far + far) | x & Vector256.Create(-0f);
        var p = Vector256.Create(0.00469888319f);
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(-0.0267486193f));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.112827051f));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(-0.376126035f));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(1.12837917f));
        return Vector256.ConditionalSelect(Vector256.LessThan(a, Vector256.Create(0.5f)), p * x, far);
    }

    /// <inheritdoc cref="Erf(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Erf(Vector256<double> x)
    {
        // Far from 0: 1 - 2Φ(-√2 a); near 0, where that would cancel: x·P(x²)
        var a = Vector256.MinNative(Vector256.Create(10d), Vector256.Abs(x));
        var z = a * a;
        var far = ExpOfNegative(-z) * NormalTailFactor(a * Vector256.Create(1.4142135623730951));
        far = Vector256<double>.One - (far + far) | x & Vector256.Create(-0d);
        var p = Vector256.Create(1.465774699093456208e-6);
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(-0.00001483930881695057751));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.0001205308095649864638));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(-0.0008548292632379629509));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.005223977316135785872));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(-0.0268661706294761594));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(0.112837916709153715));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(-0.3761263890318336317));
        p = Lanes.MultiplyAdd(p, z, Vector256.Create(1.128379167095512568));
        return Vector256.ConditionalSelect(Vector256.LessThan(a, Vector256.Create(0.5)), p * x, far);
    }
}
