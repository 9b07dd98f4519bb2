using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

/// <summary>
/// Products of matrices given by pointers and strides, <c>C[i, j] = e(Σ_k A[i, k]·B[k, j])</c>, for <see cref="float"/> and <see cref="double"/>:
/// <see cref="Prepare"/> the right operand once, then multiply any number of blocks of <see cref="Rows"/> with it, from several threads if wanted.
/// </summary>
/// <remarks>
/// What <see cref="Prepare"/> chooses fixes the order of summation; how the rows are cut into calls, tiles and threads does not change it, so
/// results are equal to the last bit. C overlaps neither A nor B.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Contraction
{
    /// <summary>How many elements of workspace <see cref="Prepare"/> may need for a k × n operand.</summary>
    public static nint PackedLength<T>(nint k, nint n) where T : unmanaged
    {
        nint width = 2 * Vector256<T>.Count;
        return checked(k * ((n + width - 1) / width * width));
    }

    /// <summary>Prepares <c>B[k, j]</c>, at <c>b + k * bRow + j * bColumn</c>, to be multiplied.</summary>
    /// <param name="totalRows">How many rows will be multiplied altogether: packing B has to pay.</param>
    /// <param name="k">Rows of B.</param>
    /// <param name="n">Columns of B.</param>
    /// <param name="b">The first element.</param>
    /// <param name="bRow">Elements from one k to the next.</param>
    /// <param name="bColumn">Elements from one column to the next.</param>
    /// <param name="workspace">At least <see cref="PackedLength"/> elements.</param>
    public static Panels<T> Prepare<T>(nint totalRows, nint k, nint n, T* b, nint bRow, nint bColumn, T* workspace) where T : unmanaged
    {
        nint width = 2 * Vector256<T>.Count;
        if (n == 1)
        {
            if (bRow == 1) return new(PanelForm.Dots, b, 1, 0);
            for (nint p = 0; p < k; p++) workspace[p] = b[p * bRow];
            return new(PanelForm.Dots, workspace, 1, 0);
        }
        if (bColumn == 1)
        {
            if (totalRows == 1) return new(PanelForm.SingleRow, b, bRow, 0);
            if (totalRows < FewestRowsToCopy(bRow * sizeof(T)) || bRow <= 2 * width) return new(PanelForm.Tiles, b, bRow, width);
        }
        else if (bRow == 1 && totalRows < FewestRowsToTranspose(k)) return new(PanelForm.Dots, b, 1, bColumn);
        Packing.Panels(k, n, b, bRow, bColumn, workspace);
        return new(PanelForm.Tiles, workspace, width, k * width);
    }

    // Measured on Zen 4: from where on rearranging B costs less than reading it where it lies. Rows a page or more apart are read
    // slowly; rows of up to two panels are as good as packed.
    static nint FewestRowsToCopy(nint rowBytes) => nint.Abs(rowBytes) >= 4096 ? 16 : 40;

    static nint FewestRowsToTranspose(nint k) => k >= 128 ? 16 : 8;

    const int WideRatio = 4, WidestRow = 8 * 1024;      // for which reading B row by row, with C in the first-level cache, is faster

    /// <summary>Multiplies m rows: <c>C[i, j] = e(Σ_k A[i, k]·B[k, j])</c>; C is overwritten.</summary>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C, as given to <see cref="Prepare"/>.</param>
    /// <param name="k">Columns of A, rows of B, as given to <see cref="Prepare"/>; 0 gives e(0).</param>
    /// <param name="a"><c>A[i, k]</c> is at <c>a + i * aRow + k * aColumn</c>.</param>
    /// <param name="aRow">Elements from one row of A to the next.</param>
    /// <param name="aColumn">Elements from one column of A to the next.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="c"><c>C[i, j]</c> is at <c>c + i * cRow + j</c>.</param>
    /// <param name="cRow">Elements from one row of C to the next.</param>
    /// <param name="epilogue">e, told i as its row and j as its column.</param>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Rows<T, TEpilogue>(nint m, nint n, nint k, T* a, nint aRow, nint aColumn, Panels<T> b, T* c, nint cRow, TEpilogue epilogue)
        where T : unmanaged where TEpilogue : struct, IEpilogue<T>
    {
        if (m <= 0 || n <= 0) return;
        if (k > 0 && b.Form == PanelForm.Tiles)
        {
            Blocks(m, n, k, a, aRow, aColumn, b, c, cRow, epilogue);
            return;
        }
        if (k <= 0)
            for (nint i = 0; i < m; i++) new Span<T>(c + i * cRow, checked((int)n)).Clear();
        else if (n == 1 && cRow == 1 && aColumn == 1) DotsOfOneRow(m, k, b.Start, a, aRow, c);       // Cᵀ = BᵀAᵀ
        else if (n == 1 && cRow == 1 && aRow == 1) SingleRow(m, k, b.Start, 1, a, aColumn, c);
        else if (b.Form == PanelForm.Dots) Dots(m, n, k, a, aRow, aColumn, b.Start, b.Next, c, cRow);
        else if (n >= WideRatio * k && n * sizeof(T) <= WidestRow)
            for (nint i = 0; i < m; i++) WideRow(n, k, a + i * aRow, aColumn, b.Start, b.Step, c + i * cRow);
        else
            for (nint i = 0; i < m; i++) SingleRow(n, k, a + i * aRow, aColumn, b.Start, b.Step, c + i * cRow);
        if (typeof(TEpilogue) != typeof(Keep<T>)) Finish(0, m, 0, n, c, cRow, epilogue);
    }

    /// <summary>Multiplies m rows as <see cref="Rows"/> does, without an epilogue, and adds to C: for one of several products that are summed.</summary>
    /// <param name="first">Whether it is the first of them: C is overwritten.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="a"><c>A[i, k]</c> is at <c>a + i * aRow + k * aColumn</c>.</param>
    /// <param name="aRow">Elements from one row of A to the next.</param>
    /// <param name="aColumn">Elements from one column of A to the next.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="c"><c>C[i, j]</c> is at <c>c + i * cRow + j</c>.</param>
    /// <param name="cRow">Elements from one row of C to the next.</param>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void AddRows<T>(bool first, nint m, nint n, nint k, T* a, nint aRow, nint aColumn, Panels<T> b, T* c, nint cRow) where T : unmanaged
    {
        if (first)
        {
            Rows(m, n, k, a, aRow, aColumn, b, c, cRow, default(Keep<T>));
            return;
        }
        if (m <= 0 || n <= 0 || k <= 0) return;
        if (b.Form == PanelForm.Tiles)
        {
            Blocks(m, n, k, a, aRow, aColumn, b, c, cRow, default(Keep<T>), added: true);
            return;
        }
        const int Chunk = 256;
        nint vector = Vector256<T>.Count;
        T* sums = stackalloc T[Chunk];
        for (nint i = 0; i < m; i++, a += aRow, c += cRow)
        {
            for (nint j = 0; j < n; j += Chunk)
            {
                nint count = nint.Min(Chunk, n - j), x = 0;
                if (b.Form == PanelForm.Dots) Dots(1, count, k, a, aRow, aColumn, b.Start + j * b.Next, b.Next, sums, count);
                else SingleRow(count, k, a, aColumn, b.Start + j, b.Step, sums);
                for (; x + vector <= count; x += vector) (Vector256.Load(c + j + x) + Vector256.Load(sums + x)).Store(c + j + x);
                if (x == count) continue;
                var rest = new PartialLanes((int)(count - x));
                rest.Store(c + j + x, rest.Load(c + j + x) + rest.Load(sums + x));
            }
        }
    }
}
