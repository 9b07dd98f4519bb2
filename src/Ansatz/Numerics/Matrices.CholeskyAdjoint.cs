using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

public static unsafe partial class Matrices
{
    /// <summary>
    /// The adjoint of the symmetric A = LL', given L and the adjoint G of L, of which the lower triangle counts:
    /// ½L⁻ᵀ(P + P')L⁻¹ with P the lower triangle of L'G and its diagonal halved (I. Murray, Differentiation of the Cholesky decomposition, 2016).
    /// NaN if L is.
    /// </summary>
    /// <remarks>
    /// Panels of columns of one vector's width, from the last to the first, as the factorization reversed: with X = C·D⁻ᵀ for the rows under the
    /// diagonal square D, C̄ = X̄·D⁻¹; then what C = A - L·L' has taken from the columns to the left is given back.
    /// </remarks>
    /// <param name="n">Rows and columns.</param>
    /// <param name="l"><c>L[i, j]</c> is at <c>l + i * lRow + j * lColumn</c>.</param>
    /// <param name="lRow">Elements from one row of L to the next.</param>
    /// <param name="lColumn">Elements from one column of L to the next.</param>
    /// <param name="g"><c>G[i, j]</c> is at <c>g + i * gRow + j * gColumn</c>.</param>
    /// <param name="gRow">Elements from one row of G to the next.</param>
    /// <param name="gColumn">Elements from one column of G to the next.</param>
    /// <param name="result">The adjoint of A, symmetric, n rows of n.</param>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void CholeskyAdjoint<T>(nint n, T* l, nint lRow, nint lColumn, T* g, nint gRow, nint gColumn, T* result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A gap after each row: rows whose length is a power of two would share few sets of the cache.
        nint width = Vector256<T>.Count, size = RoundUp(n, width), row = size + width;
        T* factor = Scratch.Memory<T>(2 * size * row + 4 * width * width), adjoint = factor + size * row, square = adjoint + size * row;
        Lower(n, size, l, lRow, lColumn, factor, row, T.One);
        Lower(n, size, g, gRow, gColumn, adjoint, row, T.Zero);
        for (nint first = size - width; first >= 0; first -= width)
        {
            T* inverse = square, symmetric = square + width * width;
            InvertLower(factor + first * row + first, row, inverse);
            SolveBelow(first, size, row, factor, adjoint, inverse);
            SquareAdjoint(factor + first * row + first, adjoint + first * row + first, row, inverse, symmetric, symmetric + width * width);
            if (first > 0) GiveBack(first, size, row, factor, adjoint, symmetric);
            for (nint i = 0; i < width; i++) Vector256.Load(symmetric + i * width).Store(adjoint + (first + i) * row + first);
        }
        Mirror(n, adjoint, row, square, result);
    }

    // The lower triangle in rows of whole vectors; beyond n the identity or 0.
    static void Lower<T>(nint n, nint size, T* x, nint xRow, nint xColumn, T* y, nint row, T beyond) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count;
        for (nint i = 0; i < size; i++, y += row)
        {
            nint count = i < n ? i + 1 : 0, j = 0;
            if (xColumn == 1)
                for (; j + width <= count; j += width) Vector256.Load(x + i * xRow + j).Store(y + j);
            for (; j < count; j++) y[j] = x[i * xRow + j * xColumn];
            for (nint end = RoundUp(j, width); j < end; j++) y[j] = T.Zero;
            for (; j < size; j += width) Vector256<T>.Zero.Store(y + j);
            if (i >= n) y[i] = beyond;
        }
    }

    // D⁻¹ of one square of a vector's width, by rows: row i is (e_i - Σ_{k < i} D[i, k]·row k) / D[i, i].
    static void InvertLower<T>(T* d, nint row, T* inverse) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count;
        for (nint i = 0; i < width; i++, d += row)
        {
            var sum = Vector256<T>.Zero;
            for (nint k = 0; k < i; k++) sum = MinusProduct(Vector256.Create(d[k]), Vector256.Load(inverse + k * width), sum);
            T by = T.One / d[i];
            (sum * Vector256.Create(by)).Store(inverse + i * width);
            inverse[i * width + i] = by;
        }
    }

    // C̄ = X̄·D⁻¹ for all rows under the square, and the square's adjoint less C̄'X.
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void SolveBelow<T>(nint first, nint size, nint row, T* factor, T* adjoint, T* inverse) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count;
        T* x = factor + (first + width) * row + first, bar = adjoint + (first + width) * row + first, end = adjoint + size * row;
        for (; bar < end; bar += row)
        {
            Vector256<T> even = Vector256.Create(bar[0]) * Vector256.Load(inverse), odd = Vector256.Create(bar[1]) * Vector256.Load(inverse + width);
            for (nint t = 2; t < width; t += 2)
            {
                even = Lanes.MultiplyAdd(Vector256.Create(bar[t]), Vector256.Load(inverse + t * width), even);
                odd = Lanes.MultiplyAdd(Vector256.Create(bar[t + 1]), Vector256.Load(inverse + (t + 1) * width), odd);
            }
            (even + odd).Store(bar);
        }
        T* to = adjoint + first * row + first;
        for (nint t = 0; t < width; t += 4, to += 4 * row)
        {
            Vector256<T> sum0 = Vector256.Load(to), sum1 = Vector256.Load(to + row), sum2 = Vector256.Load(to + 2 * row), sum3 = Vector256.Load(to + 3 * row);
            bar = adjoint + (first + width) * row + first + t;
            x = factor + (first + width) * row + first;
            for (; bar < end; bar += row, x += row)
            {
                var own = Vector256.Load(x);
                sum0 = MinusProduct(Vector256.Create(bar[0]), own, sum0);
                sum1 = MinusProduct(Vector256.Create(bar[1]), own, sum1);
                sum2 = MinusProduct(Vector256.Create(bar[2]), own, sum2);
                sum3 = MinusProduct(Vector256.Create(bar[3]), own, sum3);
            }
            sum0.Store(to);
            sum1.Store(to + row);
            sum2.Store(to + 2 * row);
            sum3.Store(to + 3 * row);
        }
    }

    // S = ½D⁻ᵀ(P + P')D⁻¹ with P the lower triangle of D'G and its diagonal halved.
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void SquareAdjoint<T>(T* d, T* g, nint row, T* inverse, T* symmetric, T* space) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count;
        for (nint i = 0; i < width; i++)
        {
            var sum = Vector256<T>.Zero;
            for (nint k = i; k < width; k++) sum = Lanes.MultiplyAdd(Vector256.Create(d[k * row + i]), Vector256.Load(g + k * row), sum);
            sum.Store(space + i * width);
        }
        for (nint i = 0; i < width; i++)
            for (nint j = 0; j < i; j++) space[j * width + i] = space[i * width + j];
        T* half = space + width * width;
        for (nint i = 0; i < width; i++)
        {
            var sum = Vector256<T>.Zero;
            for (nint k = 0; k < width; k++) sum = Lanes.MultiplyAdd(Vector256.Create(space[i * width + k]), Vector256.Load(inverse + k * width), sum);
            sum.Store(half + i * width);
        }
        var factor = Vector256.Create(T.One / (T.One + T.One));
        for (nint i = 0; i < width; i++)
        {
            var sum = Vector256<T>.Zero;
            for (nint k = i; k < width; k++) sum = Lanes.MultiplyAdd(Vector256.Create(inverse[k * width + i]), Vector256.Load(half + k * width), sum);
            (factor * sum).Store(symmetric + i * width);
        }
    }

    // For the columns to the left: the rows below get -C̄·(the square's rows of L), the square's rows -C̄'·(the rows below of L) - 2S·(their own).
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void GiveBack<T>(nint first, nint size, nint row, T* factor, T* adjoint, T* symmetric) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count;
        T* own = factor + first * row, to = adjoint + first * row, end = adjoint + size * row;
        var minusTwo = Vector256.Create(-(T.One + T.One));
        for (nint k = 0; k < first; k += width)
        {
            for (nint t = 0; t < width; t++)
            {
                var sum = Vector256<T>.Zero;
                for (nint s = 0; s < width; s++) sum = Lanes.MultiplyAdd(Vector256.Create(symmetric[t * width + s]), Vector256.Load(own + s * row + k), sum);
                Lanes.MultiplyAdd(minusTwo, sum, Vector256.Load(to + t * row + k)).Store(to + t * row + k);
            }
            for (nint t = 0; t < width; t += 4)
            {
                T* x0 = own + t * row + k, y0 = to + t * row + k;
                Vector256<T> l0 = Vector256.Load(x0), l1 = Vector256.Load(x0 + row), l2 = Vector256.Load(x0 + 2 * row), l3 = Vector256.Load(x0 + 3 * row);
                Vector256<T> sum0 = Vector256.Load(y0), sum1 = Vector256.Load(y0 + row), sum2 = Vector256.Load(y0 + 2 * row), sum3 = Vector256.Load(y0 + 3 * row);
                T* x = factor + (first + width) * row + k, y = adjoint + (first + width) * row + k, bar = adjoint + (first + width) * row + first + t;
                for (; bar < end; bar += row, x += row, y += row)
                {
                    Vector256<T> below = Vector256.Load(x), back = Vector256.Load(y), c = Vector256.Create(bar[0]);
                    back = MinusProduct(c, l0, back);
                    sum0 = MinusProduct(c, below, sum0);
                    c = Vector256.Create(bar[1]);
                    back = MinusProduct(c, l1, back);
                    sum1 = MinusProduct(c, below, sum1);
                    c = Vector256.Create(bar[2]);
                    back = MinusProduct(c, l2, back);
                    sum2 = MinusProduct(c, below, sum2);
                    c = Vector256.Create(bar[3]);
                    back = MinusProduct(c, l3, back);
                    sum3 = MinusProduct(c, below, sum3);
                    back.Store(y);
                }
                sum0.Store(y0);
                sum1.Store(y0 + row);
                sum2.Store(y0 + 2 * row);
                sum3.Store(y0 + 3 * row);
            }
        }
    }

    // Below the squares on the diagonal is the adjoint for both triangles together: half of it goes to each.
    static void Mirror<T>(nint n, T* adjoint, nint row, T* block, T* result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count;
        var halves = Vector256.Create(T.One / (T.One + T.One));
        for (nint i = 0; i < n; i += width)
        {
            nint rows = nint.Min(width, n - i);
            for (nint r = i; r < i + rows; r++)
                for (nint c = i; c <= r; c++) result[c * n + r] = result[r * n + c] = adjoint[r * row + c];
            for (nint j = 0; j < i; j += width)
            {
                for (nint r = 0; r < width; r++) (halves * Vector256.Load(adjoint + (i + r) * row + j)).Store(block + r * width);
                for (nint r = 0; r < rows; r++) Vector256.Load(block + r * width).Store(result + (i + r) * n + j);
                if (rows == width) Transpose(block, width, result + j * n + i, n);
                else TransposeAny(rows, width, block, width, 1, result + j * n + i, n);
            }
        }
    }
}
