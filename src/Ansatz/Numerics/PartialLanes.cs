using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

/// <summary>Only the first lanes exist: the end of a row.</summary>
/// <param name="count">How many exist: at least 1, at most one vector full.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct PartialLanes(int count) : ILanes
{
    readonly int count = count;

    // Computed, not stored: two instructions that the JIT hoists out of loops, and a struct of one register to pass.
    Vector256<int> Exist32
    {
        [MethodImpl(AggressiveInlining)]
        get => Vector256.GreaterThan(Vector256.Create(count), Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7));
    }

    Vector256<long> Exist64
    {
        [MethodImpl(AggressiveInlining)]
        get => Vector256.GreaterThan(Vector256.Create((long)count), Vector256.Create(0L, 1, 2, 3));
    }

    [MethodImpl(AggressiveInlining)]
    Vector256<T> Exist<T>() where T : unmanaged => sizeof(T) == 4 ? Exist32.As<int, T>() : Exist64.As<long, T>();

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<T> Load<T>(T* p) where T : unmanaged => Lanes.MaskedLoad(p, Exist<T>());

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public void Store<T>(T* p, Vector256<T> value) where T : unmanaged
    {
        if (Avx2.IsSupported)
        {
            if (sizeof(T) == 4) Avx2.MaskStore((int*)p, Exist32, value.As<T, int>());
            else Avx2.MaskStore((long*)p, Exist64, value.As<T, long>());
        }
        else for (int l = 0; l < count; l++) p[l] = value.GetElement(l);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<T> Keep<T>(Vector256<T> value, T other) where T : unmanaged
        => Vector256.ConditionalSelect(Exist<T>(), value, Vector256.Create(other));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<T> LoadWhere<T>(T* p, Vector256<T> mask) where T : unmanaged => Lanes.MaskedLoad(p, mask & Exist<T>());

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<T> LoadStrided<T>(T* p, nint stride) where T : unmanaged
    {
        if (sizeof(T) == 4)
        {
            int* q = (int*)p;
            return Vector256.Create(q[0], count > 1 ? q[stride] : 0, count > 2 ? q[2 * stride] : 0, count > 3 ? q[3 * stride] : 0,
                count > 4 ? q[4 * stride] : 0, count > 5 ? q[5 * stride] : 0, count > 6 ? q[6 * stride] : 0, count > 7 ? q[7 * stride] : 0).As<int, T>();
        }
        long* r = (long*)p;
        return Vector256.Create(r[0], count > 1 ? r[stride] : 0, count > 2 ? r[2 * stride] : 0, count > 3 ? r[3 * stride] : 0).As<long, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public void StoreStrided<T>(T* p, nint stride, Vector256<T> value) where T : unmanaged
    {
        for (int l = 0; l < count; l++) p[l * stride] = value.GetElement(l);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<float> LoadAt(float* p, Vector256<int> offsets) => Lanes.MaskedGather(p, offsets, Exist32.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<double> LoadAt(double* p, Vector256<long> offsets) => Lanes.MaskedGather(p, offsets, Exist64.AsDouble());

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<float> LoadAtWhere(float* p, Vector256<int> offsets, Vector256<float> mask)
        => Lanes.MaskedGather(p, offsets, mask & Exist32.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<double> LoadAtWhere(double* p, Vector256<long> offsets, Vector256<double> mask)
        => Lanes.MaskedGather(p, offsets, mask & Exist64.AsDouble());

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<int> LoadInt32(int* p) => Lanes.MaskedLoad(p, Exist32);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<long> LoadInt64(int* p)
        => Vector256.Create((long)p[0], count > 1 ? p[1] : 0, count > 2 ? p[2] : 0, count > 3 ? p[3] : 0);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<int> LoadInt32Where(int* p, Vector256<int> mask) => Lanes.MaskedLoad(p, mask & Exist32);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<long> LoadInt64Where(int* p, Vector256<long> mask) => default(FullLanes).LoadInt64Where(p, mask & Exist64);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<int> LoadInt32Strided(int* p, nint stride) => LoadStrided(p, stride);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public Vector256<long> LoadInt64Strided(int* p, nint stride)
        => Vector256.Create((long)p[0], count > 1 ? p[stride] : 0, count > 2 ? p[2 * stride] : 0, count > 3 ? p[3 * stride] : 0);
}
