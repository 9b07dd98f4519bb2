using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ansatz.Benchmarks.Prototype;

/// <summary>The exact gelu z·Φ(z) and its derivative Φ(z) + z·φ(z), from one exponential.</summary>
internal static class Activation
{
    /// <summary>Φ by the rational form 7.1.26 of Abramowitz and Stegun for erf: absolute error 1.5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gelu(Vector256<float> z, out Vector256<float> slope)
    {
        var x = Vector256.Abs(z) * Vector256.Create(0.70710678f);
        var t = Vector256<float>.One / Fma.MultiplyAdd(x, Vector256.Create(0.3275911f), Vector256<float>.One);
        var density = Exp(-(x * x));
        var p = Vector256.Create(1.061405429f);
        p = Fma.MultiplyAdd(p, t, Vector256.Create(-1.453152027f));
        p = Fma.MultiplyAdd(p, t, Vector256.Create(1.421413741f));
        p = Fma.MultiplyAdd(p, t, Vector256.Create(-0.284496736f));
        p = Fma.MultiplyAdd(p, t, Vector256.Create(0.254829592f));
        var tail = p * t * density * Vector256.Create(0.5f);
        var distribution = Vector256.ConditionalSelect(Vector256.LessThan(z, Vector256<float>.Zero), tail, Vector256<float>.One - tail);
        slope = Fma.MultiplyAdd(z * Vector256.Create(0.39894228f), density, distribution);
        return z * distribution;
    }

    /// <summary>2ⁿ·exp(r), |r| ≤ ln 2 / 2: ln 2 in two parts, exp(r) by a polynomial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp(Vector256<float> x)
    {
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(-87.3f)), Vector256.Create(88.3f));
        var n = Vector256.Round(x * Vector256.Create(1.44269504f));
        var r = Fma.MultiplyAddNegated(n, Vector256.Create(0.693359375f), x);
        r = Fma.MultiplyAddNegated(n, Vector256.Create(-2.12194440e-4f), r);
        var p = Vector256.Create(1.9875691500e-4f);
        p = Fma.MultiplyAdd(p, r, Vector256.Create(1.3981999507e-3f));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(8.3334519073e-3f));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(4.1665795894e-2f));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(1.6666665459e-1f));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(5.0000001201e-1f));
        p = Fma.MultiplyAdd(p, r * r, r + Vector256<float>.One);
        return p * Vector256.ShiftLeft(Vector256.ConvertToInt32Native(n) + Vector256.Create(127), 23).AsSingle();
    }
}
