using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

// Too few rows to repay any rearrangement of B.
public static unsafe partial class Contraction
{
    /// <summary>One row times B with neighbouring columns: four vectors of columns at a time, even and odd k in accumulators of their own.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void SingleRow<T, TEpilogue>(nint n, nint k, T* a, nint aColumn, Panels<T> b, T* c, nint row, TEpilogue epilogue)
        where T : unmanaged where TEpilogue : struct, IEpilogue<T>
    {
        nint vector = Vector256<T>.Count, step = b.Step, j = 0;
        for (; j + 4 * vector <= n; j += 4 * vector)
        {
            Vector256<T> even0 = default, even1 = default, even2 = default, even3 = default, odd0 = default, odd1 = default, odd2 = default, odd3 = default;
            T* p = b.Start + j, x = a;
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
            epilogue.Apply(even0 + odd0, row, j, default(FullLanes)).Store(c + j);
            epilogue.Apply(even1 + odd1, row, j + vector, default(FullLanes)).Store(c + j + vector);
            epilogue.Apply(even2 + odd2, row, j + 2 * vector, default(FullLanes)).Store(c + j + 2 * vector);
            epilogue.Apply(even3 + odd3, row, j + 3 * vector, default(FullLanes)).Store(c + j + 3 * vector);
        }
        for (; j + vector <= n; j += vector) SingleVector(j, k, a, aColumn, b, c, row, default(FullLanes), epilogue);
        if (j < n) SingleVector(j, k, a, aColumn, b, c, row, new PartialLanes((int)(n - j)), epilogue);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void SingleVector<T, TLanes, TEpilogue>(nint j, nint k, T* a, nint aColumn, Panels<T> b, T* c, nint row, TLanes lanes, TEpilogue epilogue)
        where T : unmanaged where TLanes : struct, ILanes where TEpilogue : struct, IEpilogue<T>
    {
        Vector256<T> even = default, odd = default;
        T* p = b.Start + j;
        nint step = b.Step;
        for (; k >= 2; k -= 2, a += 2 * aColumn, p += 2 * step)
        {
            even = Lanes.MultiplyAdd(Vector256.Create(*a), lanes.Load(p), even);
            odd = Lanes.MultiplyAdd(Vector256.Create(a[aColumn]), lanes.Load(p + step), odd);
        }
        if (k > 0) even = Lanes.MultiplyAdd(Vector256.Create(*a), lanes.Load(p), even);
        lanes.Store(c + j, epilogue.Apply(even + odd, row, j, lanes));
    }

    /// <summary>One row times B with neighbouring k: one dot product per column, as many at a time as a vector of results has lanes.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void Dots<T, TEpilogue>(nint n, nint k, T* a, nint aColumn, Panels<T> b, T* c, nint row, TEpilogue epilogue)
        where T : unmanaged where TEpilogue : struct, IEpilogue<T>
    {
        T* sums = stackalloc T[Vector256<T>.Count];
        nint vector = Vector256<T>.Count, whole = k - k % vector;
        var rest = new PartialLanes((int)(k - whole));
        for (nint j = 0; j < n; j += vector)
        {
            nint columns = nint.Min(vector, n - j);
            for (nint q = 0; q < columns; q++)
            {
                T* p = b.Start + (j + q) * b.Next;
                Vector256<T> sum = default;
                if (aColumn == 1)
                {
                    for (nint i = 0; i < whole; i += vector) sum = Lanes.MultiplyAdd(Vector256.Load(a + i), Vector256.Load(p + i), sum);
                    if (whole < k) sum = Lanes.MultiplyAdd(rest.Load(a + whole), rest.Load(p + whole), sum);
                }
                else
                {
                    for (nint i = 0; i < whole; i += vector) sum = Lanes.MultiplyAdd(default(FullLanes).LoadStrided(a + i * aColumn, aColumn), Vector256.Load(p + i), sum);
                    if (whole < k) sum = Lanes.MultiplyAdd(rest.LoadStrided(a + whole * aColumn, aColumn), rest.Load(p + whole), sum);
                }
                sums[q] = Lanes.Sum(sum);
            }
            if (columns == vector) epilogue.Apply(Vector256.Load(sums), row, j, default(FullLanes)).Store(c + j);
            else
            {
                var lanes = new PartialLanes((int)columns);
                lanes.Store(c + j, epilogue.Apply(lanes.Load(sums), row, j, lanes));
            }
        }
    }
}
