using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ansatz.Benchmarks.Prototype;

/// <summary>Products with a right operand in panels, by register tiles of 4 × 16.</summary>
internal static unsafe class Tiles
{
    /// <summary>C = A·B, or C += A·B; m is a multiple of 4, n of 16.</summary>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="a">A[i, p] is at a + i·aRow + p·aColumn.</param>
    /// <param name="aRow">Elements from one row of A to the next.</param>
    /// <param name="aColumn">Elements from one column of A to the next.</param>
    /// <param name="b">The first panel of B.</param>
    /// <param name="bRow">Elements from one row of a panel to the next.</param>
    /// <param name="bPanel">Elements from one panel to the next.</param>
    /// <param name="c">C, row-major.</param>
    /// <param name="cRow">Elements from one row of C to the next.</param>
    /// <param name="add">Whether the product is added to what C holds.</param>
    public static void Multiply(int m, int n, int k, float* a, nint aRow, nint aColumn, float* b, nint bRow, nint bPanel, float* c, nint cRow, bool add)
    {
        for (int j = 0; j < n; j += 16, b += bPanel)
        {
            for (int i = 0; i < m; i += 4) Tile(k, a + (i * aRow), aRow, aColumn, b, bRow, c + (i * cRow) + j, cRow, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile(int k, float* a, nint aRow, nint aColumn, float* b, nint bRow, float* c, nint cRow, bool add)
    {
        // In bytes: the row of A becomes part of the load's address.
        nint rowBytes = aRow * sizeof(float), columnBytes = aColumn * sizeof(float), thirdRow = 3 * rowBytes;
        byte* column = (byte*)a;
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        if (add)
        {
            float* from = c;
            c00 = Vector256.Load(from);
            c01 = Vector256.Load(from + 8);
            from += cRow;
            c10 = Vector256.Load(from);
            c11 = Vector256.Load(from + 8);
            from += cRow;
            c20 = Vector256.Load(from);
            c21 = Vector256.Load(from + 8);
            from += cRow;
            c30 = Vector256.Load(from);
            c31 = Vector256.Load(from + 8);
        }

        do
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + 8);
            var x = Avx.BroadcastScalarToVector256((float*)column);
            c00 = Fma.MultiplyAdd(x, b0, c00);
            c01 = Fma.MultiplyAdd(x, b1, c01);
            x = Avx.BroadcastScalarToVector256((float*)(column + rowBytes));
            c10 = Fma.MultiplyAdd(x, b0, c10);
            c11 = Fma.MultiplyAdd(x, b1, c11);
            x = Avx.BroadcastScalarToVector256((float*)(column + (2 * rowBytes)));
            c20 = Fma.MultiplyAdd(x, b0, c20);
            c21 = Fma.MultiplyAdd(x, b1, c21);
            x = Avx.BroadcastScalarToVector256((float*)(column + thirdRow));
            c30 = Fma.MultiplyAdd(x, b0, c30);
            c31 = Fma.MultiplyAdd(x, b1, c31);
            column += columnBytes;
            b += bRow;
        }
        while (--k > 0);

        c00.Store(c);
        c01.Store(c + 8);
        c += cRow;
        c10.Store(c);
        c11.Store(c + 8);
        c += cRow;
        c20.Store(c);
        c21.Store(c + 8);
        c += cRow;
        c30.Store(c);
        c31.Store(c + 8);
    }
}
