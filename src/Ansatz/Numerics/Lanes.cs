using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

/// <summary>Operations on vectors that do not depend on which lanes exist.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Lanes
{
    /// <summary><paramref name="first"/>, <paramref name="first"/> + 1, … : the indices that the lanes of a vector of <see cref="float"/> stand for.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<int> Indices32(nint first) => Vector256.Create((int)first) + Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7);

    /// <summary><paramref name="first"/>, <paramref name="first"/> + 1, … : the indices that the lanes of a vector of <see cref="double"/> stand for.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<long> Indices64(nint first) => Vector256.Create((long)first) + Vector256.Create(0L, 1, 2, 3);

    /// <summary>a·b + c, rounded once where the hardware has a fused instruction, else twice.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<T> MultiplyAdd<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c) where T : unmanaged
    {
        // Written out rather than passed on: the JIT inlines this dozens of times into one kernel, and its budget counts every call.
        if (typeof(T) == typeof(float))
            return Fma.IsSupported ? Fma.MultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>() : Vector256.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
        if (typeof(T) == typeof(double))
            return Fma.IsSupported ? Fma.MultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>() : Vector256.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
        return a * b + c;
    }

    /// <inheritdoc cref="MultiplyAdd{T}"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c)
        => Fma.IsSupported ? Fma.MultiplyAdd(a, b, c) : Vector256.MultiplyAddEstimate(a, b, c);

    /// <inheritdoc cref="MultiplyAdd{T}"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c)
        => Fma.IsSupported ? Fma.MultiplyAdd(a, b, c) : Vector256.MultiplyAddEstimate(a, b, c);

    /// <summary>a·b - c, rounded once where the hardware has a fused instruction, else twice.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> MultiplySubtract(Vector256<float> a, Vector256<float> b, Vector256<float> c)
        => Fma.IsSupported ? Fma.MultiplySubtract(a, b, c) : Vector256.MultiplyAddEstimate(a, b, -c);

    /// <inheritdoc cref="MultiplySubtract(Vector256{float}, Vector256{float}, Vector256{float})"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> MultiplySubtract(Vector256<double> a, Vector256<double> b, Vector256<double> c)
        => Fma.IsSupported ? Fma.MultiplySubtract(a, b, c) : Vector256.MultiplyAddEstimate(a, b, -c);

    /// <summary>The sum of all lanes, always in the same order: halves, quarters, neighbours.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T Sum<T>(Vector256<T> v) where T : unmanaged
    {
        var half = v.GetLower() + v.GetUpper();
        if (sizeof(T) == 4)
        {
            var s = half.AsSingle();
            s += Vector128.Shuffle(s, Vector128.Create(2, 3, 0, 1));
            s += Vector128.Shuffle(s, Vector128.Create(1, 0, 3, 2));
            return s.As<float, T>().ToScalar();
        }
        var d = half.AsDouble();
        d += Vector128.Shuffle(d, Vector128.Create(1L, 0));
        return d.As<double, T>().ToScalar();
    }

    [MethodImpl(AggressiveInlining)]
    internal static Vector256<T> MaskedLoad<T>(T* p, Vector256<T> mask) where T : unmanaged
    {
        if (Avx2.IsSupported)
            return sizeof(T) == 4 ? Avx2.MaskLoad((int*)p, mask.As<T, int>()).As<int, T>() : Avx2.MaskLoad((long*)p, mask.As<T, long>()).As<long, T>();
        return MaskedLoadByLane(p, mask);
    }

    static Vector256<T> MaskedLoadByLane<T>(T* p, Vector256<T> mask) where T : unmanaged
    {
        Vector256<T> r = default;
        uint bits = mask.ExtractMostSignificantBits();
        for (int l = 0; l < Vector256<T>.Count; l++)
            if ((bits >> l & 1) != 0) r = r.WithElement(l, p[l]);
        return r;
    }

    [MethodImpl(AggressiveInlining)]
    internal static Vector256<float> MaskedGather(float* p, Vector256<int> offsets, Vector256<float> mask)
        => Avx2.IsSupported ? Avx2.GatherMaskVector256(default, p, offsets, mask, sizeof(float)) : GatherByLane(p, offsets, mask);

    [MethodImpl(AggressiveInlining)]
    internal static Vector256<double> MaskedGather(double* p, Vector256<long> offsets, Vector256<double> mask)
        => Avx2.IsSupported ? Avx2.GatherMaskVector256(default, p, offsets, mask, sizeof(double)) : GatherByLane(p, offsets, mask);

    static Vector256<float> GatherByLane(float* p, Vector256<int> offsets, Vector256<float> mask)
    {
        Vector256<float> r = default;
        uint bits = mask.ExtractMostSignificantBits();
        for (int l = 0; l < Vector256<float>.Count; l++)
            if ((bits >> l & 1) != 0) r = r.WithElement(l, p[offsets[l]]);
        return r;
    }

    static Vector256<double> GatherByLane(double* p, Vector256<long> offsets, Vector256<double> mask)
    {
        Vector256<double> r = default;
        uint bits = mask.ExtractMostSignificantBits();
        for (int l = 0; l < Vector256<double>.Count; l++)
            if ((bits >> l & 1) != 0) r = r.WithElement(l, p[offsets[l]]);
        return r;
    }
}
