using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

public static unsafe partial class Contraction
{
    /// <summary>One row times B with many more columns than rows: the rows of B in order, four at a time, while C stays in the first-level cache.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void WideRow<T>(nint n, nint k, T* a, nint aColumn, T* b, nint step, T* c) where T : unmanaged
    {
        nint vector = Vector256<T>.Count, whole = n - n % vector;
        if (whole < n) SingleVector(k, a, aColumn, b + whole, step, c + whole, new PartialLanes((int)(n - whole)));
        nint p = 0;
        if (k >= 4)
        {
            var s0 = Vector256.Create(*a);
            var s1 = Vector256.Create(a[aColumn]);
            var s2 = Vector256.Create(a[2 * aColumn]);
            var s3 = Vector256.Create(a[3 * aColumn]);
            T* b1 = b + step, b2 = b1 + step, b3 = b2 + step;
            for (nint j = 0; j < whole; j += vector)
            {
                var low = Lanes.MultiplyAdd(s1, Vector256.Load(b1 + j), s0 * Vector256.Load(b + j));
                var high = Lanes.MultiplyAdd(s3, Vector256.Load(b3 + j), s2 * Vector256.Load(b2 + j));
                (low + high).Store(c + j);
            }
            p = 4;
        }
        else new Span<T>(c, checked((int)whole)).Clear();
        for (; p + 4 <= k; p += 4)
        {
            T* x = a + p * aColumn, b0 = b + p * step, b1 = b0 + step, b2 = b1 + step, b3 = b2 + step;
            var s0 = Vector256.Create(*x);
            var s1 = Vector256.Create(x[aColumn]);
            var s2 = Vector256.Create(x[2 * aColumn]);
            var s3 = Vector256.Create(x[3 * aColumn]);
            for (nint j = 0; j < whole; j += vector)
            {
                var low = Lanes.MultiplyAdd(s1, Vector256.Load(b1 + j), Lanes.MultiplyAdd(s0, Vector256.Load(b0 + j), Vector256.Load(c + j)));
                var high = Lanes.MultiplyAdd(s3, Vector256.Load(b3 + j), s2 * Vector256.Load(b2 + j));
                (low + high).Store(c + j);
            }
        }
        for (; p < k; p++)
        {
            var s0 = Vector256.Create(a[p * aColumn]);
            T* b0 = b + p * step;
            for (nint j = 0; j < whole; j += vector) Lanes.MultiplyAdd(s0, Vector256.Load(b0 + j), Vector256.Load(c + j)).Store(c + j);
        }
    }

    /// <summary>One row times B with neighbouring columns: four vectors of columns at a time, even and odd k in accumulators of their own.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void SingleRow<T>(nint n, nint k, T* a, nint aColumn, T* b, nint step, T* c) where T : unmanaged
    {
        nint vector = Vector256<T>.Count, j = 0;
        for (; j + 4 * vector <= n; j += 4 * vector, c += 4 * vector)
        {
            Vector256<T> even0 = default, even1 = default, even2 = default, even3 = default, odd0 = default, odd1 = default, odd2 = default, odd3 = default;
            T* p = b + j, x = a;
            nint left = k;
            for (; left >= 2; left -= 2)
            {
                var s = Vector256.Create(*x);
                even0 = Lanes.MultiplyAdd(s, Vector256.Load(p), even0);
                even1 = Lanes.MultiplyAdd(s, Vector256.Load(p + vector), even1);
                even2 = Lanes.MultiplyAdd(s, Vector256.Load(p + 2 * vector), even2);
                even3 = Lanes.MultiplyAdd(s, Vector256.Load(p + 3 * vector), even3);
                s = Vector256.Create(x[aColumn]);
                p += step;
                odd0 = Lanes.MultiplyAdd(s, Vector256.Load(p), odd0);
                odd1 = Lanes.MultiplyAdd(s, Vector256.Load(p + vector), odd1);
                odd2 = Lanes.MultiplyAdd(s, Vector256.Load(p + 2 * vector), odd2);
                odd3 = Lanes.MultiplyAdd(s, Vector256.Load(p + 3 * vector), odd3);
                p += step;
                x += 2 * aColumn;
            }
            if (left > 0)
            {
                var s = Vector256.Create(*x);
                even0 = Lanes.MultiplyAdd(s, Vector256.Load(p), even0);
                even1 = Lanes.MultiplyAdd(s, Vector256.Load(p + vector), even1);
                even2 = Lanes.MultiplyAdd(s, Vector256.Load(p + 2 * vector), even2);
                even3 = Lanes.MultiplyAdd(s, Vector256.Load(p + 3 * vector), even3);
            }
            (even0 + odd0).Store(c);
            (even1 + odd1).Store(c + vector);
            (even2 + odd2).Store(c + 2 * vector);
            (even3 + odd3).Store(c + 3 * vector);
        }
        for (; j + vector <= n; j += vector, c += vector) SingleVector(k, a, aColumn, b + j, step, c, default(FullLanes));
        if (j < n) SingleVector(k, a, aColumn, b + j, step, c, new PartialLanes((int)(n - j)));
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void SingleVector<T, TLanes>(nint k, T* a, nint aColumn, T* b, nint step, T* c, TLanes lanes) where T : unmanaged where TLanes : struct, ILanes
    {
        Vector256<T> even = default, odd = default;
        for (; k >= 2; k -= 2, a += 2 * aColumn, b += 2 * step)
        {
            even = Lanes.MultiplyAdd(Vector256.Create(*a), lanes.Load(b), even);
            odd = Lanes.MultiplyAdd(Vector256.Create(a[aColumn]), lanes.Load(b + step), odd);
        }
        if (k > 0) even = Lanes.MultiplyAdd(Vector256.Create(*a), lanes.Load(b), even);
        lanes.Store(c, even + odd);
    }
}
