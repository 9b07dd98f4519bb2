using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

public unsafe partial struct RowOrder
{
    /// <summary><c>target[row(p) * stride + column] += element(p, column)</c> for all positions p whose rows belong to the chunk.</summary>
    /// <param name="chunk">0 ≤ chunk &lt; <see cref="Chunks"/>; together they add all terms, each once, and no two add to the same row.</param>
    /// <param name="columns">How many neighbours of a row are added to.</param>
    /// <param name="target">The first of them in row 0.</param>
    /// <param name="stride">From row to row.</param>
    /// <param name="element">The terms, by position and column.</param>
    public readonly void Add<T, TElement>(nint chunk, nint columns, T* target, nint stride, TElement element)
        where T : unmanaged where TElement : struct, IElement<T>
    {
        if (!isSorted)
        {
            if (chunk == 0) AddInOrder(positions, rowOf, columns, target, stride, element);
            return;
        }
        var (first, end) = RowsOf(chunk);
        nint width = Vector256<T>.Count, column = 0;
        for (; column + 2 * width <= columns; column += 2 * width) AddTwoVectors(first, end, Rows, starts, order, column, target, stride, element);
        for (; column + width <= columns; column += width) AddOneVector(first, end, Rows, starts, order, column, target, stride, element, default(FullLanes));
        if (column < columns) AddOneVector(first, end, Rows, starts, order, column, target, stride, element, new PartialLanes((int)(columns - column)));
    }

    /// <summary>The same, number by number.</summary>
    public readonly void AddNumbers<T, TElement>(nint chunk, nint columns, T* target, nint stride, TElement element)
        where T : unmanaged, IAdditionOperators<T, T, T> where TElement : struct, INumberElement<T>
    {
        if (isSorted) AddNumbersByRow(RowsOf(chunk), Rows, starts, order, columns, target, stride, element);
        else if (chunk == 0) AddNumbersInOrder(positions, rowOf, columns, target, stride, element);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void AddInOrder<T, TElement>(int positions, int* rowOf, nint columns, T* target, nint stride, TElement element)
        where T : unmanaged where TElement : struct, IElement<T>
    {
        nint whole = columns - columns % Vector256<T>.Count;
        var rest = new PartialLanes((int)(columns - whole));
        for (nint p = 0; p < positions; p++)
        {
            nint row = rowOf[p];
            if (row < 0) continue;
            T* to = target + row * stride;
            for (nint column = 0; column < whole; column += Vector256<T>.Count) Vector256.Store(Vector256.Load(to + column) + element.At(p, column, default(FullLanes)), to + column);
            if (whole < columns) rest.Store(to + whole, rest.Load(to + whole) + element.At(p, whole, rest));
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void AddTwoVectors<T, TElement>(int first, int end, int* rows, int* starts, int* order, nint column, T* target, nint stride, TElement element)
        where T : unmanaged where TElement : struct, IElement<T>
    {
        nint next = column + Vector256<T>.Count;
        for (nint k = first; k < end; k++)
        {
            T* to = target + rows[k] * stride;
            Vector256<T> sum0 = Vector256.Load(to + column), sum1 = Vector256.Load(to + next);
            for (nint i = starts[k]; i < starts[k + 1]; i++)
            {
                nint p = order[i];
                sum0 += element.At(p, column, default(FullLanes));
                sum1 += element.At(p, next, default(FullLanes));
            }
            Vector256.Store(sum0, to + column);
            Vector256.Store(sum1, to + next);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void AddOneVector<T, TElement, TLanes>(int first, int end, int* rows, int* starts, int* order, nint column, T* target, nint stride, TElement element, TLanes lanes)
        where T : unmanaged where TElement : struct, IElement<T> where TLanes : struct, ILanes
    {
        for (nint k = first; k < end; k++)
        {
            T* to = target + rows[k] * stride + column;
            var sum = lanes.Load(to);
            for (nint i = starts[k]; i < starts[k + 1]; i++) sum += element.At(order[i], column, lanes);
            lanes.Store(to, sum);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void AddNumbersInOrder<T, TElement>(int positions, int* rowOf, nint columns, T* target, nint stride, TElement element)
        where T : unmanaged, IAdditionOperators<T, T, T> where TElement : struct, INumberElement<T>
    {
        for (nint p = 0; p < positions; p++)
        {
            nint row = rowOf[p];
            if (row < 0) continue;
            for (nint column = 0; column < columns; column++) target[row * stride + column] += element.At(p, column);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void AddNumbersByRow<T, TElement>((int First, int End) chunk, int* rows, int* starts, int* order, nint columns, T* target, nint stride, TElement element)
        where T : unmanaged, IAdditionOperators<T, T, T> where TElement : struct, INumberElement<T>
    {
        for (nint k = chunk.First; k < chunk.End; k++)
        {
            for (nint column = 0; column < columns; column++)
            {
                var sum = target[rows[k] * stride + column];
                for (nint i = starts[k]; i < starts[k + 1]; i++) sum += element.At(order[i], column);
                target[rows[k] * stride + column] = sum;
            }
        }
    }
}
