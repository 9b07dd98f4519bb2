using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

public static unsafe partial class Matrices
{
    /// <summary>
    /// A with its rows exchanged as LU: L, with ones on its diagonal, below the diagonal of the result, U on and above it. Of each column the largest
    /// element is the pivot; the result has one more column, whose row k says with which row k was exchanged. Where all that is left of a
    /// column is 0, so is the pivot.
    /// </summary>
    /// <param name="n">Rows and columns of A.</param>
    /// <param name="a"><c>A[i, j]</c> is at <c>a + i * aRow + j * aColumn</c>.</param>
    /// <param name="aRow">Elements from one row of A to the next.</param>
    /// <param name="aColumn">Elements from one column of A to the next.</param>
    /// <param name="f">The factors, n rows of n + 1.</param>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Factors<T>(nint n, T* a, nint aRow, nint aColumn, T* f) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint row = n + 1;
        Copy(n, n, a, aRow, aColumn, f, row);
        for (nint k = 0; k < n; k++)
        {
            T* pivots = f + k * row;
            nint best = k;
            T largest = T.Abs(pivots[k]);
            for (nint i = k + 1; i < n; i++)
            {
                T size = T.Abs(f[i * row + k]);
                if (size > largest) (largest, best) = (size, i);
            }
            pivots[n] = T.CreateTruncating(best);
            if (best != k) Exchange(n, pivots, f + best * row);
            if (largest == T.Zero) continue;
            for (nint i = k + 1; i < n; i++)
            {
                T* to = f + i * row;
                T factor = to[k] /= pivots[k];
                TakeRow(k + 1, n, factor, pivots, to);
            }
        }
    }

    /// <summary>A⁻¹B, given the factors of A; not finite if a pivot is 0.</summary>
    /// <param name="n">Rows of A and B.</param>
    /// <param name="m">Columns of B.</param>
    /// <param name="f">The factors, as <see cref="Factors"/> writes them.</param>
    /// <param name="fRow">Elements from one row of the factors to the next.</param>
    /// <param name="fColumn">Elements from one column of the factors to the next.</param>
    /// <param name="b"><c>B[i, j]</c> is at <c>b + i * bRow + j * bColumn</c>.</param>
    /// <param name="bRow">Elements from one row of B to the next.</param>
    /// <param name="bColumn">Elements from one column of B to the next.</param>
    /// <param name="x">The solution, <c>X[i, j]</c> at <c>x + i * xRow + j * xColumn</c>.</param>
    /// <param name="xRow">Elements from one row of the solution to the next.</param>
    /// <param name="xColumn">Elements from one column of the solution to the next.</param>
    public static void SolveFactored<T>(nint n, nint m, T* f, nint fRow, nint fColumn, T* b, nint bRow, nint bColumn, T* x, nint xRow, nint xColumn)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CopyRight(n, m, b, bRow, bColumn, x, xRow, xColumn);
        for (nint k = 0; k < n; k++) ExchangeRight(m, k, f[k * fRow + n * fColumn], x, xRow, xColumn);
        Substitute(n, m, f, fRow, fColumn, unit: true, x, xRow, xColumn);
        SubstituteBack(n, m, f, fRow, fColumn, unit: false, x, xRow, xColumn);
    }

    /// <summary>A⁻ᵀB, given the factors of A; not finite if a pivot is 0.</summary>
    /// <inheritdoc cref="SolveFactored"/>
    public static void SolveFactoredTransposed<T>(nint n, nint m, T* f, nint fRow, nint fColumn, T* b, nint bRow, nint bColumn, T* x, nint xRow, nint xColumn)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CopyRight(n, m, b, bRow, bColumn, x, xRow, xColumn);
        Substitute(n, m, f, fColumn, fRow, unit: false, x, xRow, xColumn);
        SubstituteBack(n, m, f, fColumn, fRow, unit: true, x, xRow, xColumn);
        for (nint k = n - 1; k >= 0; k--) ExchangeRight(m, k, f[k * fRow + n * fColumn], x, xRow, xColumn);
    }

    static void ExchangeRight<T>(nint m, nint k, T with, T* x, nint xRow, nint xColumn) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint other = nint.CreateTruncating(with);
        if (other == k) return;
        T* a = x + k * xRow, b = x + other * xRow;
        if (xColumn == 1) Exchange(m, a, b);
        else for (nint j = 0; j < m; j++) (a[j * xColumn], b[j * xColumn]) = (b[j * xColumn], a[j * xColumn]);
    }

    static void Exchange<T>(nint count, T* a, T* b) where T : unmanaged
    {
        nint width = Vector256<T>.Count, j = 0;
        for (; j + width <= count; j += width)
        {
            Vector256<T> x = Vector256.Load(a + j), y = Vector256.Load(b + j);
            y.Store(a + j);
            x.Store(b + j);
        }
        for (; j < count; j++) (a[j], b[j]) = (b[j], a[j]);
    }

    // to -= factor·from, from one column on.
    [MethodImpl(AggressiveInlining)]
    static void TakeRow<T>(nint first, nint end, T factor, T* from, T* to) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count, j = first;
        var factors = Vector256.Create(factor);
        for (; j + width <= end; j += width) MinusProduct(factors, Vector256.Load(from + j), Vector256.Load(to + j)).Store(to + j);
        for (; j < end; j++) to[j] -= factor * from[j];
    }
}
