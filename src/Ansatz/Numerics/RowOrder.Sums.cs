using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

public unsafe partial struct RowOrder
{
    // Rows lie far apart in memory, and it is known early which come next.
    const int RowsAhead = 8, PositionsAhead = 16;

    /// <summary><c>target[row(p) * stride + column] += term(p, row, column)</c> for all positions p whose rows belong to the chunk.</summary>
    /// <param name="chunk">0 ≤ chunk &lt; <see cref="Chunks"/>; together they add all terms, each once, and no two add to the same row.</param>
    /// <param name="columns">How many neighbours of a row are added to.</param>
    /// <param name="target">The first of them in row 0.</param>
    /// <param name="stride">From row to row.</param>
    /// <param name="term">The terms.</param>
    /// <param name="beside">A table like the target of which terms read the row that they are added to, or null.</param>
    public readonly void Add<T, TTerm>(nint chunk, nint columns, T* target, nint stride, TTerm term, T* beside = null)
        where T : unmanaged where TTerm : struct, IRowTerm<T>
    {
        if (isSorted) AddByRow<T, TTerm, Present<T>>(chunk, columns, target, stride, term, beside);
        else if (chunk == 0) AddInOrder(positions, rowOf, columns, target, stride, term, beside);
    }

    /// <summary>The same for rows that count as 0 before, whatever they hold; if <see cref="IsInOrder"/> they must be 0.</summary>
    public readonly void Set<T, TTerm>(nint chunk, nint columns, T* target, nint stride, TTerm term, T* beside = null)
        where T : unmanaged where TTerm : struct, IRowTerm<T>
    {
        if (isSorted) AddByRow<T, TTerm, Nothing<T>>(chunk, columns, target, stride, term, beside);
        else if (chunk == 0) AddInOrder(positions, rowOf, columns, target, stride, term, beside);
    }

    /// <summary>As <see cref="Add"/>, number by number.</summary>
    public readonly void AddNumbers<T, TTerm>(nint chunk, nint columns, T* target, nint stride, TTerm term)
        where T : unmanaged, IAdditionOperators<T, T, T> where TTerm : struct, INumberTerm<T>
    {
        if (isSorted) AddNumbersByRow<T, TTerm, Present<T>>(RowsOf(chunk), Rows, starts, order, columns, target, stride, term);
        else if (chunk == 0) AddNumbersInOrder(positions, rowOf, columns, target, stride, term);
    }

    /// <summary>As <see cref="Set"/>, number by number.</summary>
    public readonly void SetNumbers<T, TTerm>(nint chunk, nint columns, T* target, nint stride, TTerm term)
        where T : unmanaged, IAdditionOperators<T, T, T> where TTerm : struct, INumberTerm<T>
    {
        if (isSorted) AddNumbersByRow<T, TTerm, Nothing<T>>(RowsOf(chunk), Rows, starts, order, columns, target, stride, term);
        else if (chunk == 0) AddNumbersInOrder(positions, rowOf, columns, target, stride, term);
    }

    readonly void AddByRow<T, TTerm, TFirst>(nint chunk, nint columns, T* target, nint stride, TTerm term, T* beside)
        where T : unmanaged where TTerm : struct, IRowTerm<T> where TFirst : struct, IFirst<T>
    {
        var (first, end) = RowsOf(chunk);
        nint width = Vector256<T>.Count, column = 0;
        for (; column + 2 * width <= columns; column += 2 * width) AddTwoVectors<T, TTerm, TFirst>(first, end, Rows, starts, order, column, target, stride, term, beside == null ? target : beside);
        for (; column + width <= columns; column += width) AddOneVector<T, TTerm, TFirst, FullLanes>(first, end, Rows, starts, order, column, target, stride, term, default);
        if (column < columns) AddOneVector<T, TTerm, TFirst, PartialLanes>(first, end, Rows, starts, order, column, target, stride, term, new PartialLanes((int)(columns - column)));
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void AddInOrder<T, TTerm>(int positions, int* rowOf, nint columns, T* target, nint stride, TTerm term, T* beside)
        where T : unmanaged where TTerm : struct, IRowTerm<T>
    {
        nint width = Vector256<T>.Count, whole = columns - columns % width, last = positions - 1;
        var rest = new PartialLanes((int)(columns - whole));
        if (beside == null) beside = target;
        for (nint p = 0; p < positions; p++)
        {
            if (Sse.IsSupported)
            {
                nint ahead = rowOf[nint.Min(p + PositionsAhead, last)] * stride;
                Sse.Prefetch0(target + ahead);
                Sse.Prefetch0(beside + ahead);
            }
            nint row = rowOf[p];
            if (row < 0) continue;
            T* to = target + row * stride;
            if (columns == 2 * width)
            {
                // Rows so short that counting their vectors would take as long as the vectors.
                Vector256.Store(Vector256.Load(to) + term.At(p, row, 0, default(FullLanes)), to);
                Vector256.Store(Vector256.Load(to + width) + term.At(p, row, width, default(FullLanes)), to + width);
                continue;
            }
            for (nint column = 0; column < whole; column += width) Vector256.Store(Vector256.Load(to + column) + term.At(p, row, column, default(FullLanes)), to + column);
            if (whole < columns) rest.Store(to + whole, rest.Load(to + whole) + term.At(p, row, whole, rest));
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void AddTwoVectors<T, TTerm, TFirst>(int first, int end, int* rows, int* starts, int* order, nint column, T* target, nint stride, TTerm term, T* beside)
        where T : unmanaged where TTerm : struct, IRowTerm<T> where TFirst : struct, IFirst<T>
    {
        nint next = column + Vector256<T>.Count;
        for (nint k = first; k < end; k++)
        {
            if (Sse.IsSupported)
            {
                nint ahead = rows[Math.Min(k + RowsAhead, end - 1)] * stride + column;
                Sse.Prefetch0(target + ahead);
                Sse.Prefetch0(beside + ahead);
            }
            nint row = rows[k];
            T* to = target + row * stride;
            Vector256<T> sum0 = TFirst.Load(to + column, default(FullLanes)), sum1 = TFirst.Load(to + next, default(FullLanes));
            for (nint i = starts[k]; i < starts[k + 1]; i++)
            {
                nint p = order[i];
                sum0 += term.At(p, row, column, default(FullLanes));
                sum1 += term.At(p, row, next, default(FullLanes));
            }
            Vector256.Store(sum0, to + column);
            Vector256.Store(sum1, to + next);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void AddOneVector<T, TTerm, TFirst, TLanes>(int first, int end, int* rows, int* starts, int* order, nint column, T* target, nint stride, TTerm term, TLanes lanes)
        where T : unmanaged where TTerm : struct, IRowTerm<T> where TFirst : struct, IFirst<T> where TLanes : struct, ILanes
    {
        for (nint k = first; k < end; k++)
        {
            nint row = rows[k];
            T* to = target + row * stride + column;
            var sum = TFirst.Load(to, lanes);
            for (nint i = starts[k]; i < starts[k + 1]; i++) sum += term.At(order[i], row, column, lanes);
            lanes.Store(to, sum);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void AddNumbersInOrder<T, TTerm>(int positions, int* rowOf, nint columns, T* target, nint stride, TTerm term)
        where T : unmanaged, IAdditionOperators<T, T, T> where TTerm : struct, INumberTerm<T>
    {
        for (nint p = 0; p < positions; p++)
        {
            nint row = rowOf[p];
            if (row < 0) continue;
            for (nint column = 0; column < columns; column++) target[row * stride + column] += term.At(p, row, column);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void AddNumbersByRow<T, TTerm, TFirst>((int First, int End) chunk, int* rows, int* starts, int* order, nint columns, T* target, nint stride, TTerm term)
        where T : unmanaged, IAdditionOperators<T, T, T> where TTerm : struct, INumberTerm<T> where TFirst : struct, IFirst<T>
    {
        for (nint k = chunk.First; k < chunk.End; k++)
        {
            nint row = rows[k];
            for (nint column = 0; column < columns; column++)
            {
                var sum = TFirst.Load(target + row * stride + column);
                for (nint i = starts[k]; i < starts[k + 1]; i++) sum += term.At(order[i], row, column);
                target[row * stride + column] = sum;
            }
        }
    }

    // What a sum begins with.
    interface IFirst<T> where T : unmanaged
    {
        static abstract Vector256<T> Load<TLanes>(T* p, TLanes lanes) where TLanes : struct, ILanes;

        static abstract T Load(T* p);
    }

    readonly struct Present<T> : IFirst<T> where T : unmanaged
    {
        [MethodImpl(AggressiveInlining)]
        public static Vector256<T> Load<TLanes>(T* p, TLanes lanes) where TLanes : struct, ILanes => lanes.Load(p);

        [MethodImpl(AggressiveInlining)]
        public static T Load(T* p) => *p;
    }

    readonly struct Nothing<T> : IFirst<T> where T : unmanaged
    {
        [MethodImpl(AggressiveInlining)]
        public static Vector256<T> Load<TLanes>(T* p, TLanes lanes) where TLanes : struct, ILanes => default;

        [MethodImpl(AggressiveInlining)]
        public static T Load(T* p) => default;
    }
}
