using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

/// <summary>Every lane exists: the body of a loop.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct FullLanes : ILanes
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<T> Load<T>(T* p) where T : unmanaged => Vector256.Load(p);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public void Store<T>(T* p, Vector256<T> value) where T : unmanaged => Vector256.Store(value, p);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<T> Keep<T>(Vector256<T> value, T other) where T : unmanaged => value;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<T> LoadWhere<T>(T* p, Vector256<T> mask) where T : unmanaged => Lanes.MaskedLoad(p, mask);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<T> LoadStrided<T>(T* p, nint stride) where T : unmanaged
    {
        if (sizeof(T) == 4)
        {
            int* q = (int*)p;
            return Vector256.Create(q[0], q[stride], q[2 * stride], q[3 * stride], q[4 * stride], q[5 * stride], q[6 * stride], q[7 * stride]).As<int, T>();
        }
        long* r = (long*)p;
        return Vector256.Create(r[0], r[stride], r[2 * stride], r[3 * stride]).As<long, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public void StoreStrided<T>(T* p, nint stride, Vector256<T> value) where T : unmanaged
    {
        *p = value.GetElement(0); p[stride] = value.GetElement(1); p[2 * stride] = value.GetElement(2); p[3 * stride] = value.GetElement(3);
        if (sizeof(T) == 4)
        {
            p += 4 * stride;
            *p = value.GetElement(4); p[stride] = value.GetElement(5); p[2 * stride] = value.GetElement(6); p[3 * stride] = value.GetElement(7);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<float> LoadAt(float* p, Vector256<int> offsets)
    {
        if (Avx2.IsSupported) return Avx2.GatherVector256(p, offsets, sizeof(float));
        return Vector256.Create(p[offsets[0]], p[offsets[1]], p[offsets[2]], p[offsets[3]], p[offsets[4]], p[offsets[5]], p[offsets[6]], p[offsets[7]]);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<double> LoadAt(double* p, Vector256<long> offsets)
    {
        if (Avx2.IsSupported) return Avx2.GatherVector256(p, offsets, sizeof(double));
        return Vector256.Create(p[offsets[0]], p[offsets[1]], p[offsets[2]], p[offsets[3]]);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<float> LoadAtWhere(float* p, Vector256<int> offsets, Vector256<float> mask) => Lanes.MaskedGather(p, offsets, mask);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<double> LoadAtWhere(double* p, Vector256<long> offsets, Vector256<double> mask) => Lanes.MaskedGather(p, offsets, mask);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<int> LoadInt32(int* p) => Vector256.Load(p);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<long> LoadInt64(int* p)
        => Avx2.IsSupported ? Avx2.ConvertToVector256Int64(p) : Vector256.Create((long)p[0], p[1], p[2], p[3]);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<int> LoadInt32Where(int* p, Vector256<int> mask) => Lanes.MaskedLoad(p, mask);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<long> LoadInt64Where(int* p, Vector256<long> mask) => Vector256.Create(
        mask[0] != 0 ? p[0] : 0L, mask[1] != 0 ? p[1] : 0L, mask[2] != 0 ? p[2] : 0L, mask[3] != 0 ? p[3] : 0L);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<int> LoadInt32Strided(int* p, nint stride) => LoadStrided(p, stride);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<long> LoadInt64Strided(int* p, nint stride) => Vector256.Create((long)p[0], p[stride], p[2 * stride], p[3 * stride]);
}
