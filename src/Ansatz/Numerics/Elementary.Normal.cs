using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

// The normal distribution function Φ and what is made of it. Everything rests on Φ(-a) = exp(-a²/2)·t·P(1 - 2t), a ≥ 0, with t = K/(a + K):
// t maps all a to (0, 1], P is minimax for the relative error, so Φ keeps its relative accuracy far into the tail.
public static partial class Elementary
{
    // Here exp(-x²/2) is half the smallest normal number, for which ExpOfNegative gives 0.
    const float LargestSingle = 13.27f;
    const double LargestDouble = 37.66;

    const float InverseRootTwoPiSingle = 0.398942280f;
    const double InverseRootTwoPiDouble = 0.39894228040143268;

    /// <summary>Φ(-|x|) and e = exp(-x²/2) for |x| ≤ <see cref="LargestSingle"/>, where both are 0. Minimax, relative error 4.7e-8.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> NormalTail(Vector256<float> x, out Vector256<float> e)
    {
        // The factor first: its division takes long, and the exponential does not wait for it
        var factor = NormalTailFactor(Vector256.Abs(x));
        e = GaussianOf(x);
        return e * factor;
    }

    /// <summary>exp(-x²/2). It would magnify the rounding error of x² by x²/2, so a fused operation finds that error (without one it is taken as 0).</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> GaussianOf(Vector256<float> x)
    {
        var minusHalf = x * Vector256.Create(-0.5f);
        var exponent = minusHalf * x;
        return ExpOfNegative(exponent, Lanes.MultiplySubtract(minusHalf, x, exponent));
    }

    /// <summary>t·P(1 - 2t), t = K/(a + K); even and odd powers apart, which halves the chain of dependent operations.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> NormalTailFactor(Vector256<float> a)
    {
        var t = Vector256.Create(3f) / (a + Vector256.Create(3f));
        var v = Lanes.MultiplyAdd(t, Vector256.Create(-2f), Vector256<float>.One);
        var square = v * v;
        var even = Vector256.Create(-8.89214361e-05f);
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(0.000358678417f));
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(-0.00349331165f));
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(0.0766731164f));
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(0.24302789f));
        var odd = Vector256.Create(-0.000301083356f);
        odd = Lanes.MultiplyAdd(odd, square, Vector256.Create(0.00230797337f));
        odd = Lanes.MultiplyAdd(odd, square, Vector256.Create(-0.0157520334f));
        odd = Lanes.MultiplyAdd(odd, square, Vector256.Create(-0.169777428f));
        return t * Lanes.MultiplyAdd(odd, v, even);
    }

    /// <summary>Φ(-|x|) and e = exp(-x²/2) for |x| ≤ <see cref="LargestDouble"/>, where both are 0. Minimax, relative error 4.3e-18.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> NormalTail(Vector256<double> x, out Vector256<double> e)
    {
        e = GaussianOf(x);
        return e * NormalTailFactor(Vector256.Abs(x));
    }

    /// <summary>exp(-x²/2). It would magnify the rounding error of x² by x²/2, so a fused operation finds that error (without one it is taken as 0).</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> GaussianOf(Vector256<double> x)
    {
        var minusHalf = x * Vector256.Create(-0.5);
        var exponent = minusHalf * x;
        return ExpOfNegative(exponent, Lanes.MultiplySubtract(minusHalf, x, exponent));
    }

    /// <summary>t·P(1 - 2t), t = K/(a + K); even and odd powers apart, which halves the chain of dependent operations.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> NormalTailFactor(Vector256<double> a)
    {
        var t = Vector256.Create(5.5) / (a + Vector256.Create(5.5));
        var v = Lanes.MultiplyAdd(t, Vector256.Create(-2d), Vector256<double>.One);
        var square = v * v;
        var even = Vector256.Create(-1.249261903769415114e-11);
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(-1.020021948773650828e-9));
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(9.171780475435017957e-9));
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(-4.875152861643408996e-8));
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(8.120600836732608725e-8));
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(2.967246538350159913e-6));
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(-0.00005900411238512662757));
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(0.000444178667116738258));
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(0.008199560148251472685));
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(0.03961316961053398609));
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(0.0973811798295445594));
        even = Lanes.MultiplyAdd(even, square, Vector256.Create(0.1406853880502557757));
        var odd = Vector256.Create(-5.029232853175282609e-10);
        odd = Lanes.MultiplyAdd(odd, square, Vector256.Create(4.261512299397478278e-9));
        odd = Lanes.MultiplyAdd(odd, square, Vector256.Create(-3.239237081129000438e-8));
        odd = Lanes.MultiplyAdd(odd, square, Vector256.Create(2.698569880521658539e-7));
        odd = Lanes.MultiplyAdd(odd, square, Vector256.Create(-2.203459564092954611e-6));
        odd = Lanes.MultiplyAdd(odd, square, Vector256.Create(0.00001298452361194263621));
        odd = Lanes.MultiplyAdd(odd, square, Vector256.Create(0.00004901890854082332753));
        odd = Lanes.MultiplyAdd(odd, square, Vector256.Create(-0.002531547375522860317));
        odd = Lanes.MultiplyAdd(odd, square, Vector256.Create(-0.01994601635613290334));
        odd = Lanes.MultiplyAdd(odd, square, Vector256.Create(-0.0667361936897490041));
        odd = Lanes.MultiplyAdd(odd, square, Vector256.Create(-0.1245788037407887482));
        return t * Lanes.MultiplyAdd(odd, v, even);
    }

    /// <summary>One of two values by the sign bit of x.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector256<float> BySign(Vector256<float> x, Vector256<float> negative, Vector256<float> positive)
        => Avx.IsSupported ? Avx.BlendVariable(positive, negative, x) : Vector256.ConditionalSelect(Vector256.LessThan(x.AsInt32(), default).AsSingle(), negative, positive);

    /// <inheritdoc cref="BySign(Vector256{float}, Vector256{float}, Vector256{float})"/>
    [MethodImpl(AggressiveInlining)]
    static Vector256<double> BySign(Vector256<double> x, Vector256<double> negative, Vector256<double> positive)
        => Avx.IsSupported ? Avx.BlendVariable(positive, negative, x) : Vector256.ConditionalSelect(Vector256.LessThan(x.AsInt64(), default).AsDouble(), negative, positive);

    /// <summary>exp(-x²/2)/√(2π). Error below 3 ulp as long as the result is a normal number, below that 0.</summary>
    [MethodImpl(AggressiveInlining)] public static float NormalDensity(float x) => NormalDensity(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="NormalDensity(float)"/>
    [MethodImpl(AggressiveInlining)] public static double NormalDensity(double x) => NormalDensity(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="NormalDensity(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> NormalDensity(Vector256<float> x)
    {
        x = Vector256.MinNative(Vector256.Create(LargestSingle), Vector256.Abs(x));
        return GaussianOf(x) * Vector256.Create(InverseRootTwoPiSingle);
    }

    /// <inheritdoc cref="NormalDensity(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> NormalDensity(Vector256<double> x)
    {
        x = Vector256.MinNative(Vector256.Create(LargestDouble), Vector256.Abs(x));
        return GaussianOf(x) * Vector256.Create(InverseRootTwoPiDouble);
    }

    /// <summary>x·Φ(x), the exact form. Error below 6 ulp as long as Φ(x) is a normal number (x ≥ -12.9 or -37.5); 0 from about -13.2 or -37.6 on.</summary>
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
        // Finite factors, so that no infinity meets a 0; outside Φ is 0 or 1
        var above = Vector256.MaxNative(Vector256.Create(-LargestSingle), x);
        var inside = Vector256.MinNative(Vector256.Create(LargestSingle), above);
        var tail = NormalTail(inside, out var e);
        var phi = BySign(inside, tail, Vector256<float>.One - tail);
        slope = Lanes.MultiplyAdd(inside * Vector256.Create(InverseRootTwoPiSingle), e, phi);
        return above * phi;
    }

    /// <inheritdoc cref="Gelu(float, out float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Gelu(Vector256<double> x, out Vector256<double> slope)
    {
        // Finite factors, so that no infinity meets a 0; outside Φ is 0 or 1
        var above = Vector256.MaxNative(Vector256.Create(-LargestDouble), x);
        var inside = Vector256.MinNative(Vector256.Create(LargestDouble), above);
        var tail = NormalTail(inside, out var e);
        var phi = BySign(inside, tail, Vector256<double>.One - tail);
        slope = Lanes.MultiplyAdd(inside * Vector256.Create(InverseRootTwoPiDouble), e, phi);
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
        var a = Vector256.MinNative(Vector256.Create(9.38f), Vector256.Abs(x));
        var z = a * a;
        var far = ExpOfNegative(-z, default) * NormalTailFactor(a * Vector256.Create(1.41421354f));
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
        var a = Vector256.MinNative(Vector256.Create(26.62), Vector256.Abs(x));
        var z = a * a;
        var far = ExpOfNegative(-z, default) * NormalTailFactor(a * Vector256.Create(1.4142135623730951));
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
