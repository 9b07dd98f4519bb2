using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

public static unsafe partial class Matrices
{
    const int CholeskyRows = 4;

    /// <summary>
    /// L of the symmetric part of A, (A + A')/2 = LL': lower triangular with a positive diagonal, zeros above it. If there is none, because A is not
    /// positive definite, all of L is NaN.
    /// </summary>
    /// <remarks>
    /// Four rows of U = L' at a time: A[r, j] less Σ_{k above r} U[k, r]·U[k, j] in registers, then the four are solved with the factor of
    /// their own square. Everything runs along rows of U; L is its transpose.
    /// </remarks>
    /// <param name="n">Rows and columns.</param>
    /// <param name="a"><c>A[i, j]</c> is at <c>a + i * aRow + j * aColumn</c>.</param>
    /// <param name="aRow">Elements from one row of A to the next.</param>
    /// <param name="aColumn">Elements from one column of A to the next.</param>
    /// <param name="l">The factor, n rows of n.</param>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Cholesky<T>(nint n, T* a, nint aRow, nint aColumn, T* l) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count, size = RoundUp(n, width), row = size + width;
        T* u = Scratch.Memory<T>(size * row + width * width);
        SymmetricPart(n, size, a, aRow, aColumn, u, row, u + size * row);
        for (nint r = 0; r < n; r += CholeskyRows)
        {
            if (FactorRows(r, size, u, row)) continue;
            new Span<T>(l, checked((int)(n * n))).Fill(T.NaN);
            return;
        }
        LowerTranspose(n, size, u, row, l);
    }

    // The blocks of (A + A')/2 on and above the diagonal; beyond A the identity, which is its own factor.
    static void SymmetricPart<T>(nint n, nint size, T* a, nint aRow, nint aColumn, T* u, nint row, T* block) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count;
        T half = T.One / (T.One + T.One);
        var halves = Vector256.Create(half);
        for (nint i = 0; i < size; i += width)
        {
            for (nint j = i; j < size; j += width)
            {
                if (j + width <= n && aColumn == 1)
                {
                    Transpose(a + j * aRow + i, aRow, block, width);
                    for (nint r = 0; r < width; r++)
                        (halves * (Vector256.Load(a + (i + r) * aRow + j) + Vector256.Load(block + r * width))).Store(u + (i + r) * row + j);
                    continue;
                }
                for (nint r = i; r < i + width; r++)
                    for (nint c = j; c < j + width; c++)
                        u[r * row + c] = r < n && c < n ? half * (a[r * aRow + c * aColumn] + a[c * aRow + r * aColumn]) : r == c ? T.One : T.Zero;
            }
            for (nint r = i; r < i + width; r++) Vector256<T>.Zero.Store(u + r * row + size);
        }
    }

    // U[r .. r + 3, r ..], given the rows above. Whether the pivots are positive.
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static bool FactorRows<T>(nint r, nint size, T* u, nint row) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count;
        T* own = u + r * row;
        Square<T> square = default;
        for (nint j = r; j < size; j += 2 * width)
        {
            T* x0 = own + j, x1 = x0 + row, x2 = x1 + row, x3 = x2 + row, above = u;
            Vector256<T> s0 = Vector256.Load(x0), s1 = Vector256.Load(x1), s2 = Vector256.Load(x2), s3 = Vector256.Load(x3);
            if (j + width < size)
            {
                Vector256<T> t0 = Vector256.Load(x0 + width), t1 = Vector256.Load(x1 + width), t2 = Vector256.Load(x2 + width), t3 = Vector256.Load(x3 + width);
                for (nint k = 0; k < r; k++, above += row)
                {
                    Vector256<T> x = Vector256.Load(above + j), y = Vector256.Load(above + j + width), c = Vector256.Create(above[r]);
                    s0 = MinusProduct(c, x, s0);
                    t0 = MinusProduct(c, y, t0);
                    c = Vector256.Create(above[r + 1]);
                    s1 = MinusProduct(c, x, s1);
                    t1 = MinusProduct(c, y, t1);
                    c = Vector256.Create(above[r + 2]);
                    s2 = MinusProduct(c, x, s2);
                    t2 = MinusProduct(c, y, t2);
                    c = Vector256.Create(above[r + 3]);
                    s3 = MinusProduct(c, x, s3);
                    t3 = MinusProduct(c, y, t3);
                }
                if (j == r && !Square<T>.TryFactor(s0, s1, s2, s3, out square)) return false;
                square.Solve(s0, s1, s2, s3, x0, row);
                square.Solve(t0, t1, t2, t3, x0 + width, row);
                continue;
            }
            for (nint k = 0; k < r; k++, above += row)
            {
                var x = Vector256.Load(above + j);
                s0 = MinusProduct(Vector256.Create(above[r]), x, s0);
                s1 = MinusProduct(Vector256.Create(above[r + 1]), x, s1);
                s2 = MinusProduct(Vector256.Create(above[r + 2]), x, s2);
                s3 = MinusProduct(Vector256.Create(above[r + 3]), x, s3);
            }
            if (j == r && !Square<T>.TryFactor(s0, s1, s2, s3, out square)) return false;
            square.Solve(s0, s1, s2, s3, x0, row);
        }
        return true;
    }

    /// <summary>The factor of the square of four rows on the diagonal, by rows, with the reciprocals of its diagonal.</summary>
    readonly struct Square<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        readonly T by0, by1, by2, by3, c01, c02, c03, c12, c13, c23;

        Square(T by0, T by1, T by2, T by3, T c01, T c02, T c03, T c12, T c13, T c23)
        {
            (this.by0, this.by1, this.by2, this.by3) = (by0, by1, by2, by3);
            (this.c01, this.c02, this.c03, this.c12, this.c13, this.c23) = (c01, c02, c03, c12, c13, c23);
        }

        /// <summary>Of the first four columns of the four rows; false if a pivot is not positive.</summary>
        [MethodImpl(AggressiveInlining)]
        internal static bool TryFactor(Vector256<T> s0, Vector256<T> s1, Vector256<T> s2, Vector256<T> s3, out Square<T> square)
        {
            T d0 = s0[0], by0 = T.One / T.Sqrt(d0), c01 = s0[1] * by0, c02 = s0[2] * by0, c03 = s0[3] * by0;
            T d1 = s1[1] - c01 * c01, by1 = T.One / T.Sqrt(d1), c12 = (s1[2] - c01 * c02) * by1, c13 = (s1[3] - c01 * c03) * by1;
            T d2 = s2[2] - c02 * c02 - c12 * c12, by2 = T.One / T.Sqrt(d2), c23 = (s2[3] - c02 * c03 - c12 * c13) * by2;
            T d3 = s3[3] - c03 * c03 - c13 * c13 - c23 * c23, by3 = T.One / T.Sqrt(d3);
            square = new(by0, by1, by2, by3, c01, c02, c03, c12, c13, c23);
            return d0 > T.Zero && d1 > T.Zero && d2 > T.Zero && d3 > T.Zero;
        }

        /// <summary>Four rows of U from what is left of the matrix there.</summary>
        [MethodImpl(AggressiveInlining)]
        internal void Solve(Vector256<T> x0, Vector256<T> x1, Vector256<T> x2, Vector256<T> x3, T* to, nint row)
        {
            x0 *= Vector256.Create(by0);
            x1 = MinusProduct(Vector256.Create(c01), x0, x1) * Vector256.Create(by1);
            x2 = MinusProduct(Vector256.Create(c12), x1, MinusProduct(Vector256.Create(c02), x0, x2)) * Vector256.Create(by2);
            x3 = MinusProduct(Vector256.Create(c23), x2, MinusProduct(Vector256.Create(c13), x1, MinusProduct(Vector256.Create(c03), x0, x3))) * Vector256.Create(by3);
            x0.Store(to);
            x1.Store(to + row);
            x2.Store(to + 2 * row);
            x3.Store(to + 3 * row);
        }
    }

    // L = U', zeros above the diagonal.
    static void LowerTranspose<T>(nint n, nint size, T* u, nint row, T* l) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Vector256<T>.Count;
        for (nint i = 0; i < n; i += width)
        {
            for (nint j = 0; j <= i; j += width)
            {
                if (i + width <= n) Transpose(u + j * row + i, row, l + i * n + j, n);
                else TransposeAny(nint.Min(width, n - j), nint.Min(width, n - i), u + j * row + i, row, 1, l + i * n + j, n);
            }
        }
        for (nint i = 0; i < n; i++) new Span<T>(l + i * n + i + 1, (int)(n - i - 1)).Clear();
    }
}
