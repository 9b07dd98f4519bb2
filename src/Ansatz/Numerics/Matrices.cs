using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

/// <summary>
/// Factorizations of whole matrices, and what is solved with them, for <see cref="float"/> and <see cref="double"/>. A matrix is given by its first
/// element and the distances between rows and between columns, in elements; results do not overlap what they are computed from.
/// </summary>
/// <remarks>
/// One call is one matrix on one thread; what is read in which order depends on the extents only, so results are equal to the last bit whoever
/// calls. Nothing is thrown: a matrix that is not positive definite has a factor of NaN, a singular one solutions that are not finite.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Matrices
{
    static nint RoundUp(nint n, nint step) => (n + step - 1) / step * step;

    // Y = X', both of one vector's length on each side, by rows.
    [MethodImpl(AggressiveInlining)]
    static void Transpose<T>(T* x, nint xRow, T* y, nint yRow) where T : unmanaged
    {
        if (typeof(T) == typeof(float) && Avx.IsSupported) Transpose8((float*)x, xRow, (float*)y, yRow);
        else if (typeof(T) == typeof(double) && Avx.IsSupported) Transpose4((double*)x, xRow, (double*)y, yRow);
        else TransposeAny(Vector256<T>.Count, Vector256<T>.Count, x, xRow, 1, y, yRow);
    }

    // Y[j, i] = X[i, j].
    static void TransposeAny<T>(nint rows, nint columns, T* x, nint xRow, nint xColumn, T* y, nint yRow) where T : unmanaged
    {
        for (nint i = 0; i < rows; i++)
            for (nint j = 0; j < columns; j++)
                y[j * yRow + i] = x[i * xRow + j * xColumn];
    }

    // Rows r and r + 4 side by side, then pairs, then quadruples.
    static void Transpose8(float* x, nint xRow, float* y, nint yRow)
    {
        var a = Vector256.Create(Vector128.Load(x), Vector128.Load(x + 4 * xRow));
        var b = Vector256.Create(Vector128.Load(x + xRow), Vector128.Load(x + 5 * xRow));
        var c = Vector256.Create(Vector128.Load(x + 2 * xRow), Vector128.Load(x + 6 * xRow));
        var d = Vector256.Create(Vector128.Load(x + 3 * xRow), Vector128.Load(x + 7 * xRow));
        Quadruples(a, b, c, d, y, yRow);
        x += 4;
        a = Vector256.Create(Vector128.Load(x), Vector128.Load(x + 4 * xRow));
        b = Vector256.Create(Vector128.Load(x + xRow), Vector128.Load(x + 5 * xRow));
        c = Vector256.Create(Vector128.Load(x + 2 * xRow), Vector128.Load(x + 6 * xRow));
        d = Vector256.Create(Vector128.Load(x + 3 * xRow), Vector128.Load(x + 7 * xRow));
        Quadruples(a, b, c, d, y + 4 * yRow, yRow);

        [MethodImpl(AggressiveInlining)]
        static void Quadruples(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, float* y, nint yRow)
        {
            Vector256<float> ab = Avx.UnpackLow(a, b), cd = Avx.UnpackLow(c, d);
            Avx.Shuffle(ab, cd, 0x44).Store(y);
            Avx.Shuffle(ab, cd, 0xEE).Store(y + yRow);
            ab = Avx.UnpackHigh(a, b);
            cd = Avx.UnpackHigh(c, d);
            Avx.Shuffle(ab, cd, 0x44).Store(y + 2 * yRow);
            Avx.Shuffle(ab, cd, 0xEE).Store(y + 3 * yRow);
        }
    }

    static void Transpose4(double* x, nint xRow, double* y, nint yRow)
    {
        var a = Vector256.Create(Vector128.Load(x), Vector128.Load(x + 2 * xRow));
        var b = Vector256.Create(Vector128.Load(x + xRow), Vector128.Load(x + 3 * xRow));
        Avx.UnpackLow(a, b).Store(y);
        Avx.UnpackHigh(a, b).Store(y + yRow);
        x += 2;
        a = Vector256.Create(Vector128.Load(x), Vector128.Load(x + 2 * xRow));
        b = Vector256.Create(Vector128.Load(x + xRow), Vector128.Load(x + 3 * xRow));
        Avx.UnpackLow(a, b).Store(y + 2 * yRow);
        Avx.UnpackHigh(a, b).Store(y + 3 * yRow);
    }

    // Y = X, Y by rows.
    static void Copy<T>(nint rows, nint columns, T* x, nint xRow, nint xColumn, T* y, nint yRow) where T : unmanaged
    {
        for (nint i = 0; i < rows; i++)
        {
            if (xColumn == 1) new ReadOnlySpan<T>(x + i * xRow, (int)columns).CopyTo(new Span<T>(y + i * yRow, (int)columns));
            else for (nint j = 0; j < columns; j++) y[i * yRow + j] = x[i * xRow + j * xColumn];
        }
    }

    // c - a·b.
    [MethodImpl(AggressiveInlining)]
    static Vector256<T> MinusProduct<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c) where T : unmanaged
    {
        if (typeof(T) == typeof(float) && Fma.IsSupported) return Fma.MultiplyAddNegated(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
        if (typeof(T) == typeof(double) && Fma.IsSupported) return Fma.MultiplyAddNegated(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
        return c - a * b;
    }
}
