using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

// Few rows times B with neighbouring k: dot products. Each element is summed in the lanes of one vector, k in ascending order, and the lanes are
// then added in one order, whichever tile it is in.
public static unsafe partial class Contraction
{
    static void Dots<T>(nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bColumn, T* c, nint cRow) where T : unmanaged
    {
        for (nint i = 0, rows; i < m; i += rows, a += rows * aRow, c += rows * cRow)
        {
            rows = nint.Min(2, m - i);
            T* x = a;
            nint step = aRow;
            if (aColumn != 1)
            {
                x = Scratch.Memory<T>(rows * k);
                step = k;
                for (nint r = 0; r < rows; r++)
                    for (nint p = 0; p < k; p++) x[r * k + p] = a[r * aRow + p * aColumn];
            }
            if (rows == 1) DotsOfOneRow(n, k, x, b, bColumn, c);
            else DotsOfTwoRows(n, k, x, step, b, bColumn, c, cRow);
        }
    }

    /// <summary>Eight columns at a time.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void DotsOfOneRow<T>(nint n, nint k, T* a, T* b, nint bColumn, T* c) where T : unmanaged
    {
        nint vector = Vector256<T>.Count, whole = k - k % vector;
        var rest = new PartialLanes((int)(k - whole));
        for (nint j = 0; j < n; j += 8, b += 8 * bColumn)
        {
            // Absent columns repeat the last one
            nint last = n - 1 - j;
            nint s1 = nint.Min(1, last) * bColumn, s2 = nint.Min(2, last) * bColumn, s3 = nint.Min(3, last) * bColumn, s4 = nint.Min(4, last) * bColumn;
            nint s5 = nint.Min(5, last) * bColumn, s6 = nint.Min(6, last) * bColumn, s7 = nint.Min(7, last) * bColumn;
            Vector256<T> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
            nint p = 0;
            for (; p < whole; p += vector)
            {
                var x = Vector256.Load(a + p);
                T* q = b + p;
                c0 = Lanes.MultiplyAdd(x, Vector256.Load(q), c0);
                c1 = Lanes.MultiplyAdd(x, Vector256.Load(q + s1), c1);
                c2 = Lanes.MultiplyAdd(x, Vector256.Load(q + s2), c2);
                c3 = Lanes.MultiplyAdd(x, Vector256.Load(q + s3), c3);
                c4 = Lanes.MultiplyAdd(x, Vector256.Load(q + s4), c4);
                c5 = Lanes.MultiplyAdd(x, Vector256.Load(q + s5), c5);
                c6 = Lanes.MultiplyAdd(x, Vector256.Load(q + s6), c6);
                c7 = Lanes.MultiplyAdd(x, Vector256.Load(q + s7), c7);
            }
            if (p < k)
            {
                var x = rest.Load(a + p);
                T* q = b + p;
                c0 = Lanes.MultiplyAdd(x, rest.Load(q), c0);
                c1 = Lanes.MultiplyAdd(x, rest.Load(q + s1), c1);
                c2 = Lanes.MultiplyAdd(x, rest.Load(q + s2), c2);
                c3 = Lanes.MultiplyAdd(x, rest.Load(q + s3), c3);
                c4 = Lanes.MultiplyAdd(x, rest.Load(q + s4), c4);
                c5 = Lanes.MultiplyAdd(x, rest.Load(q + s5), c5);
                c6 = Lanes.MultiplyAdd(x, rest.Load(q + s6), c6);
                c7 = Lanes.MultiplyAdd(x, rest.Load(q + s7), c7);
            }
            StoreSums(c0, c1, c2, c3, c + j, n - j);
            if (last >= 4) StoreSums(c4, c5, c6, c7, c + j + 4, n - j - 4);
        }
    }

    /// <summary>Four columns at a time. (Three rows would take more registers than AVX2 has, and were slower with more.)</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void DotsOfTwoRows<T>(nint n, nint k, T* a, nint aRow, T* b, nint bColumn, T* c, nint cRow) where T : unmanaged
    {
        nint vector = Vector256<T>.Count, whole = k - k % vector;
        var rest = new PartialLanes((int)(k - whole));
        for (nint j = 0; j < n; j += 4, b += 4 * bColumn)
        {
            nint last = n - 1 - j;
            nint s1 = nint.Min(1, last) * bColumn, s2 = nint.Min(2, last) * bColumn, s3 = nint.Min(3, last) * bColumn;
            Vector256<T> c00 = default, c01 = default, c02 = default, c03 = default, c10 = default, c11 = default, c12 = default, c13 = default;
            for (nint p = 0; p < k; p += vector)
            {
                Vector256<T> x0, x1, b0, b1, b2, b3;
                T* x = a + p, q = b + p;
                if (p < whole)
                {
                    x0 = Vector256.Load(x); x1 = Vector256.Load(x + aRow);
                    b0 = Vector256.Load(q); b1 = Vector256.Load(q + s1); b2 = Vector256.Load(q + s2); b3 = Vector256.Load(q + s3);
                }
                else
                {
                    x0 = rest.Load(x); x1 = rest.Load(x + aRow);
                    b0 = rest.Load(q); b1 = rest.Load(q + s1); b2 = rest.Load(q + s2); b3 = rest.Load(q + s3);
                }
                c00 = Lanes.MultiplyAdd(x0, b0, c00);
                c10 = Lanes.MultiplyAdd(x1, b0, c10);
                c01 = Lanes.MultiplyAdd(x0, b1, c01);
                c11 = Lanes.MultiplyAdd(x1, b1, c11);
                c02 = Lanes.MultiplyAdd(x0, b2, c02);
                c12 = Lanes.MultiplyAdd(x1, b2, c12);
                c03 = Lanes.MultiplyAdd(x0, b3, c03);
                c13 = Lanes.MultiplyAdd(x1, b3, c13);
            }
            StoreSums(c00, c01, c02, c03, c + j, n - j);
            StoreSums(c10, c11, c12, c13, c + cRow + j, n - j);
        }
    }

    /// <summary>The sums of four vectors, side by side; only the first few are stored if there is no room for more.</summary>
    [MethodImpl(AggressiveInlining)]
    static void StoreSums<T>(Vector256<T> c0, Vector256<T> c1, Vector256<T> c2, Vector256<T> c3, T* target, nint room) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Vector128<float> sums;
            if (Avx.IsSupported)
            {
                var s = Avx.HorizontalAdd(Avx.HorizontalAdd(c0.AsSingle(), c1.AsSingle()), Avx.HorizontalAdd(c2.AsSingle(), c3.AsSingle()));
                sums = s.GetLower() + s.GetUpper();
            }
            else sums = Vector128.Create(Lanes.Sum(c0.AsSingle()), Lanes.Sum(c1.AsSingle()), Lanes.Sum(c2.AsSingle()), Lanes.Sum(c3.AsSingle()));
            if (room >= 4) sums.Store((float*)target);
            else new PartialLanes((int)room).Store((float*)target, sums.ToVector256Unsafe());
        }
        else
        {
            Vector256<double> sums;
            if (Avx.IsSupported)
            {
                var s01 = Avx.HorizontalAdd(c0.AsDouble(), c1.AsDouble());
                var s23 = Avx.HorizontalAdd(c2.AsDouble(), c3.AsDouble());
                sums = Avx.Permute2x128(s01, s23, 0x20) + Avx.Permute2x128(s01, s23, 0x31);
            }
            else sums = Vector256.Create(Lanes.Sum(c0.AsDouble()), Lanes.Sum(c1.AsDouble()), Lanes.Sum(c2.AsDouble()), Lanes.Sum(c3.AsDouble()));
            if (room >= 4) sums.Store((double*)target);
            else new PartialLanes((int)room).Store((double*)target, sums);
        }
    }
}
