using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ansatz.StructuralEquations;

/// <summary>
/// Products, factors and inverses of the small dense matrices of one fit, row by row: a few variables or parameters a side, where calling a blocked kernel would cost more than the work.
/// </summary>
internal static class Dense
{
    /// <summary>Σ a_k b_k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        nuint n = (nuint)Math.Min(a.Length, b.Length), k = 0;
        var sum = 0.0;
        if (n >= 4)
        {
            var s = Vector256.LoadUnsafe(ref x) * Vector256.LoadUnsafe(ref y);
            for (k = 4; k + 4 <= n; k += 4) s = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref x, k), Vector256.LoadUnsafe(ref y, k), s);
            sum = Vector256.Sum(s);
        }

        for (; k < n; k++) sum = Math.FusedMultiplyAdd(Unsafe.Add(ref x, k), Unsafe.Add(ref y, k), sum);
        return sum;
    }

    /// <summary>y_k += a x_k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(ReadOnlySpan<double> x, double a, Span<double> y)
    {
        ref var s = ref MemoryMarshal.GetReference(x);
        ref var d = ref MemoryMarshal.GetReference(y);
        nuint n = (nuint)x.Length, k = 0;
        var v = Vector256.Create(a);
        for (; k + 4 <= n; k += 4) Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref s, k), v, Vector256.LoadUnsafe(ref d, k)).StoreUnsafe(ref d, k);
        for (; k < n; k++) Unsafe.Add(ref d, k) = Math.FusedMultiplyAdd(Unsafe.Add(ref s, k), a, Unsafe.Add(ref d, k));
    }

    /// <summary>C = AB, with A rows × inner and B inner × columns. C must not overlap A or B.</summary>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c, int rows, int inner, int columns)
    {
        if (rows == 0 || columns == 0) return;
        ref var left = ref MemoryMarshal.GetReference(a[..(rows * inner)]);
        ref var right = ref MemoryMarshal.GetReference(b[..(inner * columns)]);
        ref var result = ref MemoryMarshal.GetReference(c[..(rows * columns)]);
        nuint n = (nuint)columns;
        for (var i = 0; i < rows; i++)
        {
            ref var x = ref Unsafe.Add(ref left, i * inner);
            ref var row = ref Unsafe.Add(ref result, i * columns);
            nuint j = 0;

            // Sums stay in registers: twelve columns at a time, then four; the last four may overlap those before, and are computed again.
            for (; j + 12 <= n; j += 12)
            {
                var (s0, s1, s2) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
                for (var k = 0; k < inner; k++)
                {
                    var v = Vector256.Create(Unsafe.Add(ref x, k));
                    ref var y = ref Unsafe.Add(ref right, k * columns);
                    s0 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref y, j), v, s0);
                    s1 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref y, j + 4), v, s1);
                    s2 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref y, j + 8), v, s2);
                }

                s0.StoreUnsafe(ref row, j);
                s1.StoreUnsafe(ref row, j + 4);
                s2.StoreUnsafe(ref row, j + 8);
            }

            while (j < n && n >= 4)
            {
                j = Math.Min(j, n - 4);
                var sum = Vector256<double>.Zero;
                for (var k = 0; k < inner; k++) sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref right, k * columns), j), Vector256.Create(Unsafe.Add(ref x, k)), sum);
                sum.StoreUnsafe(ref row, j);
                j += 4;
            }

            for (; j < n; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < inner; k++) sum = Math.FusedMultiplyAdd(Unsafe.Add(ref right, (nint)((nuint)(k * columns) + j)), Unsafe.Add(ref x, k), sum);
                Unsafe.Add(ref row, (nint)j) = sum;
            }
        }
    }

    /// <summary>C = ABᵀ, with A rows × inner and B columns × inner.</summary>
    public static void MultiplyTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c, int rows, int inner, int columns)
    {
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++) c[i * columns + j] = Dot(a.Slice(i * inner, inner), b.Slice(j * inner, inner));
        }
    }

    /// <summary>The Cholesky factor of a symmetric matrix in its lower triangle: A = LLᵀ.</summary>
    /// <param name="a">The matrix, of which the lower triangle is read; takes L there, what is above stays.</param>
    /// <param name="n">Its size.</param>
    /// <param name="logDeterminant">ln det A.</param>
    /// <returns>−1, or the first row that is not positive.</returns>
    public static int Cholesky(Span<double> a, int n, out double logDeterminant)
    {
        var product = 1.0;
        logDeterminant = 0;
        for (var i = 0; i < n; i++)
        {
            var row = a.Slice(i * n, n);
            for (var j = 0; j < i; j++)
            {
                var other = a.Slice(j * n, n);
                row[j] = (row[j] - Dot(row[..j], other[..j])) / other[j];
            }

            var pivot = row[i] - Dot(row[..i], row[..i]);
            if (!(pivot > 0) || double.IsInfinity(pivot)) return i;
            row[i] = Math.Sqrt(pivot);
            product *= pivot;
            if (product is < 1e-100 or > 1e100)
            {
                logDeterminant += Math.Log(product);
                product = 1;
            }
        }

        logDeterminant += Math.Log(product);
        return -1;
    }

    /// <summary>The inverse of a lower triangular matrix; what is above the diagonal of the result is 0.</summary>
    public static void InvertTriangle(ReadOnlySpan<double> l, Span<double> inverse, int n)
    {
        inverse[..(n * n)].Clear();
        for (var i = 0; i < n; i++)
        {
            var row = inverse.Slice(i * n, n);
            var d = 1 / l[i * n + i];
            for (var k = 0; k < i; k++) MultiplyAdd(inverse.Slice(k * n, k + 1), -d * l[i * n + k], row[..(k + 1)]);
            row[i] = d;
        }
    }

    /// <summary>A⁻¹ = L⁻ᵀL⁻¹, both halves, from L⁻¹.</summary>
    public static void InverseOfTriangles(ReadOnlySpan<double> inverseTriangle, Span<double> inverse, int n)
    {
        inverse[..(n * n)].Clear();
        for (var k = 0; k < n; k++)
        {
            var row = inverseTriangle.Slice(k * n, k + 1);
            for (var i = 0; i <= k; i++) MultiplyAdd(row[..(i + 1)], row[i], inverse.Slice(i * n, i + 1));
        }

        Mirror(inverse, n);
    }

    /// <summary>The inverse of a symmetric matrix; null where it is not positive definite.</summary>
    public static double[]? Inverse(ReadOnlySpan<double> a, int n)
    {
        double[] factor = a[..(n * n)].ToArray(), triangle = new double[n * n];
        if (Cholesky(factor, n, out _) >= 0) return null;
        InvertTriangle(factor, triangle, n);
        InverseOfTriangles(triangle, factor, n);
        return factor;
    }

    /// <summary>Copies the lower triangle to the upper.</summary>
    public static void Mirror(Span<double> a, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++) a[j * n + i] = a[i * n + j];
        }
    }

    /// <summary>Solves LLᵀx = b in place.</summary>
    public static void Solve(ReadOnlySpan<double> l, Span<double> b, int n)
    {
        for (var i = 0; i < n; i++) b[i] = (b[i] - Dot(l.Slice(i * n, i), b[..i])) / l[i * n + i];
        for (var i = n - 1; i >= 0; i--)
        {
            b[i] /= l[i * n + i];
            MultiplyAdd(l.Slice(i * n, i), -b[i], b[..i]);
        }
    }
}
