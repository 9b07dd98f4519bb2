using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ansatz;

/// <summary>Sums over gradients, in one order of additions on every machine.</summary>
internal static class GradientSums
{
    /// <summary>The sum of the squares, in double precision.</summary>
    public static double OfSquares<T>(ReadOnlySpan<T> values) where T : unmanaged
        => typeof(T) == typeof(float) ? OfSquares(MemoryMarshal.Cast<T, float>(values)) : OfSquares(MemoryMarshal.Cast<T, double>(values));

    /// <summary>sum ← sum + weight · values, each operation rounded.</summary>
    public static void AddTimes<T>(Span<T> sum, ReadOnlySpan<T> values, T weight) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var s = ref MemoryMarshal.GetReference(sum);
        ref var v = ref MemoryMarshal.GetReference(values);
        var (factor, i) = (Vector256.Create(weight), 0);
        for (; i + Vector256<T>.Count <= values.Length; i += Vector256<T>.Count)
            (Vector256.LoadUnsafe(ref s, (nuint)i) + factor * Vector256.LoadUnsafe(ref v, (nuint)i)).StoreUnsafe(ref s, (nuint)i);
        for (; i < values.Length; i++) sum[i] += weight * values[i];
    }

    /// <summary>Σ aᵢbᵢ.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector256<double> sums = default;
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var i = 0;
        for (; i + Vector256<double>.Count <= a.Length; i += Vector256<double>.Count) sums += Vector256.LoadUnsafe(ref x, (nuint)i) * Vector256.LoadUnsafe(ref y, (nuint)i);
        var sum = Add(sums);
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double OfSquares(ReadOnlySpan<float> values)
    {
        Vector256<double> low = default, high = default;
        ref var v = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i + Vector256<float>.Count <= values.Length; i += Vector256<float>.Count)
        {
            var (a, b) = Vector256.Widen(Vector256.LoadUnsafe(ref v, (nuint)i));
            low += a * a;
            high += b * b;
        }
        var sum = Add(low + high);
        for (; i < values.Length; i++) sum += (double)values[i] * values[i];
        return sum;
    }

    private static double OfSquares(ReadOnlySpan<double> values)
    {
        Vector256<double> low = default, high = default;
        ref var v = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i + 2 * Vector256<double>.Count <= values.Length; i += 2 * Vector256<double>.Count)
        {
            var (a, b) = (Vector256.LoadUnsafe(ref v, (nuint)i), Vector256.LoadUnsafe(ref v, (nuint)(i + Vector256<double>.Count)));
            low += a * a;
            high += b * b;
        }
        var sum = Add(low + high);
        for (; i < values.Length; i++) sum += values[i] * values[i];
        return sum;
    }

    private static double Add(Vector256<double> v) => (v[0] + v[1]) + (v[2] + v[3]);
}
