using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace Ansatz.Numerics;

/// <summary>
/// Which lanes of a vector exist: all of them (<see cref="FullLanes"/>), or the first few at the end of a row (<see cref="PartialLanes"/>).
/// Code generic over this interface is written once and compiled twice, for the body of a loop and for its remainder.
/// </summary>
/// <remarks>
/// Element types are those of 4 and 8 bytes: <see cref="float"/>, <see cref="double"/>, and <see cref="int"/> or <see cref="long"/> beside them.
/// Memory behind a missing lane is never touched. Strides and offsets count elements, not bytes.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe interface ILanes
{
    /// <summary>Reads neighbours <c>p[0], p[1], …</c>; missing lanes are 0.</summary>
    Vector256<T> Load<T>(T* p) where T : unmanaged;

    /// <summary>Writes neighbours <c>p[0], p[1], …</c>; missing lanes are not written.</summary>
    void Store<T>(T* p, Vector256<T> value) where T : unmanaged;

    /// <summary><paramref name="value"/>, with missing lanes replaced by <paramref name="other"/> (the identity of a reduction).</summary>
    Vector256<T> Keep<T>(Vector256<T> value, T other) where T : unmanaged;

    /// <summary>Reads neighbours whose mask is all ones; the other lanes are 0 and their memory is not touched.</summary>
    Vector256<T> LoadWhere<T>(T* p, Vector256<T> mask) where T : unmanaged;

    /// <summary>Lane l is <c>p[l * stride]</c>.</summary>
    Vector256<T> LoadStrided<T>(T* p, nint stride) where T : unmanaged;

    /// <summary><c>p[l * stride]</c> becomes lane l.</summary>
    void StoreStrided<T>(T* p, nint stride, Vector256<T> value) where T : unmanaged;

    /// <summary>Lane l is <c>p[offsets[l]]</c>.</summary>
    Vector256<float> LoadAt(float* p, Vector256<int> offsets);

    /// <inheritdoc cref="LoadAt(float*, Vector256{int})"/>
    Vector256<double> LoadAt(double* p, Vector256<long> offsets);

    /// <summary>Lane l is <c>p[offsets[l]]</c> where its mask is all ones; the other lanes are 0 and their offsets are not followed.</summary>
    Vector256<float> LoadAtWhere(float* p, Vector256<int> offsets, Vector256<float> mask);

    /// <inheritdoc cref="LoadAtWhere(float*, Vector256{int}, Vector256{float})"/>
    Vector256<double> LoadAtWhere(double* p, Vector256<long> offsets, Vector256<double> mask);

    /// <summary>Eight neighbouring integers, to stand beside a vector of <see cref="float"/>.</summary>
    Vector256<int> LoadInt32(int* p);

    /// <summary>Four neighbouring integers, widened, to stand beside a vector of <see cref="double"/>.</summary>
    Vector256<long> LoadInt64(int* p);

    /// <summary><see cref="LoadInt32"/> where the mask is all ones, else 0.</summary>
    Vector256<int> LoadInt32Where(int* p, Vector256<int> mask);

    /// <summary><see cref="LoadInt64"/> where the mask is all ones, else 0.</summary>
    Vector256<long> LoadInt64Where(int* p, Vector256<long> mask);

    /// <summary>Lane l is <c>p[l * stride]</c>.</summary>
    Vector256<int> LoadInt32Strided(int* p, nint stride);

    /// <summary>Lane l is <c>p[l * stride]</c>, widened.</summary>
    Vector256<long> LoadInt64Strided(int* p, nint stride);
}
