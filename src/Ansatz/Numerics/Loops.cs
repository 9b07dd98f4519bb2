using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

/// <summary>
/// Loop nests over rows and columns around the bodies that emitted code supplies. Bodies are structs, so each nest is compiled
/// for its body alone; a vector spans neighbouring columns and the last one of a row is partial.
/// </summary>
/// <remarks>
/// Every reduction has one order of summation per result, which depends on the number of elements reduced and on nothing else:
/// cutting the other dimension into chunks changes no bit.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Loops
{
    /// <summary>Applies <paramref name="body"/> to every element, row by row.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Map<T, TBody>(nint rows, nint columns, TBody body)
        where T : unmanaged where TBody : struct, IRowBody<T>
    {
        if (columns == 2 * Vector256<T>.Count)
        {
            MapTwoVectors<T, TBody>(rows, body);
            return;
        }
        nint whole = columns - columns % Vector256<T>.Count;
        var rest = new PartialLanes((int)(columns - whole));
        for (nint row = 0; row < rows; row++)
        {
            for (nint column = 0; column < whole; column += Vector256<T>.Count) body.Apply(row, column, default(FullLanes));
            if (whole < columns) body.Apply(row, whole, rest);
        }
    }

    // Rows so short that counting their vectors would take as long as the vectors.
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void MapTwoVectors<T, TBody>(nint rows, TBody body)
        where T : unmanaged where TBody : struct, IRowBody<T>
    {
        for (nint row = 0; row < rows; row++)
        {
            body.Apply(row, 0, default(FullLanes));
            body.Apply(row, Vector256<T>.Count, default(FullLanes));
        }
    }

    /// <summary><c>target[column] = Σ_row element(row, column)</c>; even and odd rows are summed apart, then added.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void SumRows<T, TElement>(nint rows, nint columns, T* target, TElement element)
        where T : unmanaged where TElement : struct, IElement<T>
    {
        nint width = Vector256<T>.Count, column = 0;
        for (; column + 4 * width <= columns; column += 4 * width)
        {
            Vector256<T> even0 = default, even1 = default, even2 = default, even3 = default, odd0 = default, odd1 = default, odd2 = default, odd3 = default;
            nint row = 0;
            for (; row + 2 <= rows; row += 2)
            {
                even0 += element.At(row, column, default(FullLanes));
                even1 += element.At(row, column + width, default(FullLanes));
                even2 += element.At(row, column + 2 * width, default(FullLanes));
                even3 += element.At(row, column + 3 * width, default(FullLanes));
                odd0 += element.At(row + 1, column, default(FullLanes));
                odd1 += element.At(row + 1, column + width, default(FullLanes));
                odd2 += element.At(row + 1, column + 2 * width, default(FullLanes));
                odd3 += element.At(row + 1, column + 3 * width, default(FullLanes));
            }
            if (row < rows)
            {
                even0 += element.At(row, column, default(FullLanes));
                even1 += element.At(row, column + width, default(FullLanes));
                even2 += element.At(row, column + 2 * width, default(FullLanes));
                even3 += element.At(row, column + 3 * width, default(FullLanes));
            }
            (even0 + odd0).Store(target + column);
            (even1 + odd1).Store(target + column + width);
            (even2 + odd2).Store(target + column + 2 * width);
            (even3 + odd3).Store(target + column + 3 * width);
        }
        for (; column + 2 * width <= columns; column += 2 * width)
        {
            Vector256<T> even0 = default, even1 = default, odd0 = default, odd1 = default;
            nint row = 0;
            for (; row + 2 <= rows; row += 2)
            {
                even0 += element.At(row, column, default(FullLanes));
                even1 += element.At(row, column + width, default(FullLanes));
                odd0 += element.At(row + 1, column, default(FullLanes));
                odd1 += element.At(row + 1, column + width, default(FullLanes));
            }
            if (row < rows)
            {
                even0 += element.At(row, column, default(FullLanes));
                even1 += element.At(row, column + width, default(FullLanes));
            }
            (even0 + odd0).Store(target + column);
            (even1 + odd1).Store(target + column + width);
        }
        for (; column + width <= columns; column += width) SumRowsOfOneVector(rows, column, target, element, default(FullLanes));
        if (column < columns) SumRowsOfOneVector(rows, column, target, element, new PartialLanes((int)(columns - column)));
    }

    /// <summary>Two sums of rows at a time, which read the same; each as <see cref="SumRows{T, TElement}(nint, nint, T*, TElement)"/> makes it.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void SumRows<T, TPair>(nint rows, nint columns, T* first, T* second, TPair pair)
        where T : unmanaged where TPair : struct, IElementPair<T>
    {
        nint width = Vector256<T>.Count, column = 0;
        for (; column + 2 * width <= columns; column += 2 * width)
        {
            Vector256<T> first0 = default, first1 = default, firstOdd0 = default, firstOdd1 = default, second0 = default, second1 = default, secondOdd0 = default, secondOdd1 = default;
            nint row = 0;
            for (; row + 2 <= rows; row += 2)
            {
                pair.At(row, column, default(FullLanes), out var a0, out var b0);
                first0 += a0;
                second0 += b0;
                pair.At(row, column + width, default(FullLanes), out var a1, out var b1);
                first1 += a1;
                second1 += b1;
                pair.At(row + 1, column, default(FullLanes), out var a2, out var b2);
                firstOdd0 += a2;
                secondOdd0 += b2;
                pair.At(row + 1, column + width, default(FullLanes), out var a3, out var b3);
                firstOdd1 += a3;
                secondOdd1 += b3;
            }
            if (row < rows)
            {
                pair.At(row, column, default(FullLanes), out var a0, out var b0);
                first0 += a0;
                second0 += b0;
                pair.At(row, column + width, default(FullLanes), out var a1, out var b1);
                first1 += a1;
                second1 += b1;
            }
            (first0 + firstOdd0).Store(first + column);
            (first1 + firstOdd1).Store(first + column + width);
            (second0 + secondOdd0).Store(second + column);
            (second1 + secondOdd1).Store(second + column + width);
        }
        for (; column + width <= columns; column += width) SumRowsOfOneVector(rows, column, first, second, pair, default(FullLanes));
        if (column < columns) SumRowsOfOneVector(rows, column, first, second, pair, new PartialLanes((int)(columns - column)));
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void SumRowsOfOneVector<T, TPair, TLanes>(nint rows, nint column, T* first, T* second, TPair pair, TLanes lanes)
        where T : unmanaged where TPair : struct, IElementPair<T> where TLanes : struct, ILanes
    {
        Vector256<T> firstEven = default, firstOdd = default, secondEven = default, secondOdd = default;
        nint row = 0;
        for (; row + 2 <= rows; row += 2)
        {
            pair.At(row, column, lanes, out var a, out var b);
            firstEven += a;
            secondEven += b;
            pair.At(row + 1, column, lanes, out a, out b);
            firstOdd += a;
            secondOdd += b;
        }
        if (row < rows)
        {
            pair.At(row, column, lanes, out var a, out var b);
            firstEven += a;
            secondEven += b;
        }
        lanes.Store(first + column, firstEven + firstOdd);
        lanes.Store(second + column, secondEven + secondOdd);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void SumRowsOfOneVector<T, TElement, TLanes>(nint rows, nint column, T* target, TElement element, TLanes lanes)
        where T : unmanaged where TElement : struct, IElement<T> where TLanes : struct, ILanes
    {
        Vector256<T> even = default, odd = default;
        nint row = 0;
        for (; row + 2 <= rows; row += 2)
        {
            even += element.At(row, column, lanes);
            odd += element.At(row + 1, column, lanes);
        }
        if (row < rows) even += element.At(row, column, lanes);
        lanes.Store(target + column, even + odd);
    }

    /// <summary><c>Σ values[i * stride]</c> over <paramref name="count"/> elements, in a fixed order.</summary>
    public static T Sum<T>(nint count, T* values, nint stride) where T : unmanaged
    {
        T sum;
        if (stride == 1) SumColumns<T, Neighbours<T>>(1, count, &sum, 0, new Neighbours<T>(values));
        else SumColumns<T, Spaced<T>>(1, count, &sum, 0, new Spaced<T>(values, stride));
        return sum;
    }

    readonly struct Neighbours<T>(T* values) : IElement<T> where T : unmanaged
    {
        [MethodImpl(AggressiveInlining)]
        public Vector256<T> At<TLanes>(nint row, nint column, TLanes lanes) where TLanes : struct, ILanes => lanes.Load(values + column);
    }

    readonly struct Spaced<T>(T* values, nint stride) : IElement<T> where T : unmanaged
    {
        [MethodImpl(AggressiveInlining)]
        public Vector256<T> At<TLanes>(nint row, nint column, TLanes lanes) where TLanes : struct, ILanes => lanes.LoadStrided(values + column * stride, stride);
    }
}
