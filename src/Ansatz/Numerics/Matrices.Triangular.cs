using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

public static unsafe partial class Matrices
{
    /// <summary>L⁻¹B for a lower triangular L, of which nothing above the diagonal is read.</summary>
    /// <param name="n">Rows of L and B.</param>
    /// <param name="m">Columns of B.</param>
    /// <param name="l"><c>L[i, j]</c> is at <c>l + i * lRow + j * lColumn</c>.</param>
    /// <param name="lRow">Elements from one row of L to the next.</param>
    /// <param name="lColumn">Elements from one column of L to the next.</param>
    /// <param name="b"><c>B[i, j]</c> is at <c>b + i * bRow + j * bColumn</c>.</param>
    /// <param name="bRow">Elements from one row of B to the next.</param>
    /// <param name="bColumn">Elements from one column of B to the next.</param>
    /// <param name="x">The solution, <c>X[i, j]</c> at <c>x + i * xRow + j * xColumn</c>.</param>
    /// <param name="xRow">Elements from one row of the solution to the next.</param>
    /// <param name="xColumn">Elements from one column of the solution to the next.</param>
    public static void SolveLower<T>(nint n, nint m, T* l, nint lRow, nint lColumn, T* b, nint bRow, nint bColumn, T* x, nint xRow, nint xColumn)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CopyRight(n, m, b, bRow, bColumn, x, xRow, xColumn);
        Substitute(n, m, l, lRow, lColumn, unit: false, x, xRow, xColumn);
    }

    /// <summary>L⁻ᵀB for a lower triangular L, of which nothing above the diagonal is read.</summary>
    /// <inheritdoc cref="SolveLower"/>
    public static void SolveLowerTransposed<T>(nint n, nint m, T* l, nint lRow, nint lColumn, T* b, nint bRow, nint bColumn, T* x, nint xRow, nint xColumn)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CopyRight(n, m, b, bRow, bColumn, x, xRow, xColumn);
        SubstituteBack(n, m, l, lColumn, lRow, unit: false, x, xRow, xColumn);
    }

    static void CopyRight<T>(nint n, nint m, T* b, nint bRow, nint bColumn, T* x, nint xRow, nint xColumn) where T : unmanaged
    {
        if (m == 1 && bRow == 1 && xRow == 1) Copy(1, n, b, 0, 1, x, 0);
        else if (xColumn == 1) Copy(n, m, b, bRow, bColumn, x, xRow);
        else
            for (nint i = 0; i < n; i++)
                for (nint j = 0; j < m; j++) x[i * xRow + j * xColumn] = b[i * bRow + j * bColumn];
    }

    // From the last row to the first is from the first to the last with rows and columns counted from the other end.
    static void SubstituteBack<T>(nint n, nint m, T* t, nint tRow, nint tColumn, bool unit, T* x, nint xRow, nint xColumn) where T : unmanaged, IFloatingPointIeee754<T>
        => Substitute(n, m, t + (n - 1) * (tRow + tColumn), -tRow, -tColumn, unit, x + (n - 1) * xRow, -xRow, xColumn);

    // X[i] = (X[i] - Σ_{k < i} T[i, k]·X[k]) / T[i, i], in place.
    static void Substitute<T>(nint n, nint m, T* t, nint tRow, nint tColumn, bool unit, T* x, nint xRow, nint xColumn) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (m > 1 && xColumn == 1)
        {
            SubstituteColumns(n, m, t, tRow, tColumn, unit, x, xRow);
            return;
        }
        if (m > 1)
        {
            // Columns apart from each other, brought side by side.
            nint width = 2 * Vector256<T>.Count;
            T* block = Scratch.Memory<T>(n * width);
            for (nint j = 0; j < m; j += width, x += width * xColumn)
            {
                nint count = nint.Min(width, m - j);
                for (nint c = 0; c < count; c++)
                    for (nint i = 0; i < n; i++) block[i * width + c] = x[i * xRow + c * xColumn];
                SubstituteColumns(n, count, t, tRow, tColumn, unit, block, width);
                for (nint c = 0; c < count; c++)
                    for (nint i = 0; i < n; i++) x[i * xRow + c * xColumn] = block[i * width + c];
            }
        }
        else if (nint.Abs(xRow) == 1) SubstituteColumn(n, t, tRow, tColumn, unit, x, xRow);
        else
        {
            nint step = xRow < 0 ? -1 : 1;
            T* column = Scratch.Memory<T>(n) + (xRow < 0 ? n - 1 : 0);
            for (nint i = 0; i < n; i++) column[i * step] = x[i * xRow];
            SubstituteColumn(n, t, tRow, tColumn, unit, column, step);
            for (nint i = 0; i < n; i++) x[i * xRow] = column[i * step];
        }
    }

    // One right side. Rows of T that lie side by side are multiplied with what is solved; columns are taken from what is not.
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void SubstituteColumn<T>(nint n, T* t, nint tRow, nint tColumn, bool unit, T* x, nint step) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count;
        if (tColumn == step)
        {
            for (nint i = 0; i < n; i++)
            {
                T* row = t + i * tRow;
                T sum = T.Zero;
                nint k = 0;
                if (i >= width)
                {
                    var products = Vector256<T>.Zero;
                    for (; k + width <= i; k += width) products = Lanes.MultiplyAdd(Vector256.Load(First(row, k, step)), Vector256.Load(First(x, k, step)), products);
                    sum = Lanes.Sum(products);
                }
                for (; k < i; k++) sum += row[k * tColumn] * x[k * step];
                T rest = x[i * step] - sum;
                x[i * step] = unit ? rest : rest / row[i * tColumn];
            }
            return;
        }
        for (nint k = 0; k < n; k++)
        {
            T* column = t + k * tColumn;
            if (!unit) x[k * step] /= column[k * tRow];
            T solved = x[k * step];
            nint i = k + 1;
            if (tRow == step)
            {
                var factor = Vector256.Create(solved);
                for (; i + width <= n; i += width)
                {
                    T* to = First(x, i, step);
                    MinusProduct(factor, Vector256.Load(First(column, i, step)), Vector256.Load(to)).Store(to);
                }
            }
            for (; i < n; i++) x[i * step] -= column[i * tRow] * solved;
        }

        // A vector of neighbours from number i on begins at its last element where they are counted backwards.
        static T* First(T* p, nint i, nint step) => step == 1 ? p + i : p - i - (Vector256<T>.Count - 1);
    }

    // Right sides side by side: four rows at a time, two vectors of columns.
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void SubstituteColumns<T>(nint n, nint m, T* t, nint tRow, nint tColumn, bool unit, T* x, nint xRow) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count, j = 0;
        for (; j + 2 * width <= m; j += 2 * width)
        {
            nint i = 0;
            for (; i + 4 <= n; i += 4) FourRows(i, t + i * tRow, tRow, tColumn, unit, x + j, xRow);
            for (; i < n; i++)
            {
                OneRow(i, t + i * tRow, tColumn, unit, x + j, xRow, default(FullLanes));
                OneRow(i, t + i * tRow, tColumn, unit, x + j + width, xRow, default(FullLanes));
            }
        }
        for (; j + width <= m; j += width)
            for (nint i = 0; i < n; i++) OneRow(i, t + i * tRow, tColumn, unit, x + j, xRow, default(FullLanes));
        if (j < m)
            for (nint i = 0; i < n; i++) OneRow(i, t + i * tRow, tColumn, unit, x + j, xRow, new PartialLanes((int)(m - j)));
    }

    static void OneRow<T, TLanes>(nint i, T* t, nint tColumn, bool unit, T* x, nint xRow, TLanes lanes) where T : unmanaged, IFloatingPointIeee754<T> where TLanes : struct, ILanes
    {
        T* own = x + i * xRow;
        var sum = lanes.Load(own);
        for (nint k = 0; k < i; k++) sum = MinusProduct(Vector256.Create(t[k * tColumn]), lanes.Load(x + k * xRow), sum);
        if (!unit) sum /= Vector256.Create(t[i * tColumn]);
        lanes.Store(own, sum);
    }

    // In the order of OneRow, so that a column's bits do not depend on which of the two it falls to.
    static void FourRows<T>(nint i, T* t, nint tRow, nint tColumn, bool unit, T* x, nint xRow) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count;
        T* own = x + i * xRow;
        T* t1 = t + tRow, t2 = t1 + tRow, t3 = t2 + tRow;
        Vector256<T> a0 = Vector256.Load(own), a1 = Vector256.Load(own + xRow), a2 = Vector256.Load(own + 2 * xRow), a3 = Vector256.Load(own + 3 * xRow);
        Vector256<T> b0 = Vector256.Load(own + width), b1 = Vector256.Load(own + xRow + width), b2 = Vector256.Load(own + 2 * xRow + width), b3 = Vector256.Load(own + 3 * xRow + width);
        for (nint k = 0; k < i; k++, x += xRow)
        {
            Vector256<T> a = Vector256.Load(x), b = Vector256.Load(x + width), c = Vector256.Create(t[k * tColumn]);
            a0 = MinusProduct(c, a, a0);
            b0 = MinusProduct(c, b, b0);
            c = Vector256.Create(t1[k * tColumn]);
            a1 = MinusProduct(c, a, a1);
            b1 = MinusProduct(c, b, b1);
            c = Vector256.Create(t2[k * tColumn]);
            a2 = MinusProduct(c, a, a2);
            b2 = MinusProduct(c, b, b2);
            c = Vector256.Create(t3[k * tColumn]);
            a3 = MinusProduct(c, a, a3);
            b3 = MinusProduct(c, b, b3);
        }
        nint d = i * tColumn;
        Finish(ref a0, ref b0, t[d], unit);
        Take(ref a1, ref b1, t1[d], a0, b0);
        Finish(ref a1, ref b1, t1[d + tColumn], unit);
        Take(ref a2, ref b2, t2[d], a0, b0);
        Take(ref a2, ref b2, t2[d + tColumn], a1, b1);
        Finish(ref a2, ref b2, t2[d + 2 * tColumn], unit);
        Take(ref a3, ref b3, t3[d], a0, b0);
        Take(ref a3, ref b3, t3[d + tColumn], a1, b1);
        Take(ref a3, ref b3, t3[d + 2 * tColumn], a2, b2);
        Finish(ref a3, ref b3, t3[d + 3 * tColumn], unit);
        a0.Store(own);
        b0.Store(own + width);
        a1.Store(own + xRow);
        b1.Store(own + xRow + width);
        a2.Store(own + 2 * xRow);
        b2.Store(own + 2 * xRow + width);
        a3.Store(own + 3 * xRow);
        b3.Store(own + 3 * xRow + width);

        [MethodImpl(AggressiveInlining)]
        static void Take(ref Vector256<T> a, ref Vector256<T> b, T factor, Vector256<T> x, Vector256<T> y)
        {
            a = MinusProduct(Vector256.Create(factor), x, a);
            b = MinusProduct(Vector256.Create(factor), y, b);
        }

        [MethodImpl(AggressiveInlining)]
        static void Finish(ref Vector256<T> a, ref Vector256<T> b, T pivot, bool unit)
        {
            if (unit) return;
            a /= Vector256.Create(pivot);
            b /= Vector256.Create(pivot);
        }
    }
}
