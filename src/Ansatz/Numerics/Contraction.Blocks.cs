using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

// How a product is cut to fit the caches. None of it changes an element's order of summation.
public static unsafe partial class Contraction
{
    const int Depth = 256;           // k per pass: a panel of that depth (16 KB) stays in the first-level cache
    const int Height = 192;          // rows per block: its part of A (192 KB) stays in the second-level cache
    const int PackedHeight = 96;     // the same when A is rearranged
    const int FewestPanelsToRearrange = 8;

    static void Blocks<T, TEpilogue>(nint m, nint n, nint k, T* a, nint aRow, nint aColumn, Panels<T> b, T* c, nint cRow, TEpilogue epilogue)
        where T : unmanaged where TEpilogue : struct, IEpilogue<T>
    {
        nint vector = Vector256<T>.Count, width = 2 * vector;
        bool rearrange = m >= 24 && n >= FewestPanelsToRearrange * width && k >= 64;
        T* packed = rearrange ? Scratch.Memory<T>(PackedHeight * Depth) : null;
        nint height = rearrange ? PackedHeight : Height;
        for (nint p = 0; p < k; p += Depth)
        {
            nint depth = nint.Min(Depth, k - p);
            var pass = (p == 0 ? Pass.First : 0) | (p + depth == k ? Pass.Last : 0);
            for (nint i = 0; i < m; i += height)
            {
                var block = new RowBlock<T>(i, nint.Min(height, m - i), depth, a + i * aRow + p * aColumn, aRow, aColumn);
                if (rearrange) block = Packing.Interleave(block, packed);
                T* panel = b.Start + p * b.Step, target = c + i * cRow;
                nint j = 0;
                for (; j + width <= n; j += width, panel += b.Next)
                    Column<T, Two, FullLanes, TEpilogue>(block, panel, b.Step, target + j, cRow, j, pass, default, epilogue);
                nint rest = n - j;
                if (rest == 0) continue;
                if (rest > vector) Column<T, Two, PartialLanes, TEpilogue>(block, panel, b.Step, target + j, cRow, j, pass, new((int)(rest - vector)), epilogue);
                else if (rest == vector) Column<T, One, FullLanes, TEpilogue>(block, panel, b.Step, target + j, cRow, j, pass, default, epilogue);
                else Column<T, One, PartialLanes, TEpilogue>(block, panel, b.Step, target + j, cRow, j, pass, new((int)rest), epilogue);
            }
        }
    }

    /// <summary>A block of rows times one panel, and the epilogue.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void Column<T, TWidth, TLast, TEpilogue>(
        in RowBlock<T> block, T* panel, nint step, T* c, nint cRow, nint column, Pass pass, TLast lanes, TEpilogue epilogue)
        where T : unmanaged where TWidth : struct, INumber where TLast : struct, ILanes where TEpilogue : struct, IEpilogue<T>
    {
        if (TEpilogue.InRegisters)
        {
            Column<T, TWidth, TLast, TEpilogue>(block, panel, step, new Target<T>(c, cRow, column), pass, lanes, epilogue);
            return;
        }
        // All such epilogues share one set of compiled tiles, and have the registers to themselves. What was just stored is in the first-level cache.
        Column<T, TWidth, TLast, Keep<T>>(block, panel, step, new Target<T>(c, cRow, column), pass, lanes, default);
        if ((pass & Pass.Last) == 0) return;
        if (TWidth.Value == 1) Finish(block, c, cRow, column, lanes, epilogue);
        else
        {
            Finish(block, c, cRow, column, default(FullLanes), epilogue);
            Finish(block, c + Vector256<T>.Count, cRow, column + Vector256<T>.Count, lanes, epilogue);
        }
    }

    /// <summary>The epilogue over one vector of columns of stored results.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void Finish<T, TLanes, TEpilogue>(in RowBlock<T> block, T* c, nint cRow, nint column, TLanes lanes, TEpilogue epilogue)
        where T : unmanaged where TLanes : struct, ILanes where TEpilogue : struct, IEpilogue<T>
    {
        for (nint row = block.Row, end = block.Row + block.Count; row < end; row++, c += cRow)
            lanes.Store(c, epilogue.Apply(lanes.Load(c), row, column, lanes));
    }

    /// <summary>Tiles of six rows, then what is left.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void Column<T, TWidth, TLast, TEpilogue>(in RowBlock<T> block, T* panel, nint step, Target<T> target, Pass pass, TLast lanes, TEpilogue epilogue)
        where T : unmanaged where TWidth : struct, INumber where TLast : struct, ILanes where TEpilogue : struct, IEpilogue<T>
    {
        nint first = 6 * block.Sixes, rest = block.Count - first;
        if (first > 0) Tiles<T, Six, TWidth, TLast, TEpilogue>(block.Tiles(0, first, 6), panel, step, target, pass, lanes, epilogue);
        switch (rest)
        {
            case 0: break;
            case 8: Tiles<T, Four, TWidth, TLast, TEpilogue>(block.Tiles(first, 8, 4), panel, step, target, pass, lanes, epilogue); break;
            case 7:
                Tiles<T, Four, TWidth, TLast, TEpilogue>(block.Tiles(first, 4, 4), panel, step, target, pass, lanes, epilogue);
                Tiles<T, Three, TWidth, TLast, TEpilogue>(block.Tiles(first + 4, 3, 3), panel, step, target, pass, lanes, epilogue);
                break;
            case 5: Tiles<T, Five, TWidth, TLast, TEpilogue>(block.Tiles(first, 5, 5), panel, step, target, pass, lanes, epilogue); break;
            case 4: Tiles<T, Four, TWidth, TLast, TEpilogue>(block.Tiles(first, 4, 4), panel, step, target, pass, lanes, epilogue); break;
            case 3: Tiles<T, Three, TWidth, TLast, TEpilogue>(block.Tiles(first, 3, 3), panel, step, target, pass, lanes, epilogue); break;
            case 2: Tiles<T, Two, TWidth, TLast, TEpilogue>(block.Tiles(first, 2, 2), panel, step, target, pass, lanes, epilogue); break;
            default: Tiles<T, One, TWidth, TLast, TEpilogue>(block.Tiles(first, 1, 1), panel, step, target, pass, lanes, epilogue); break;
        }
    }
}

/// <summary>Where a column of tiles goes: the first row of the block, its first column.</summary>
readonly unsafe struct Target<T>(T* start, nint rowStep, nint column) where T : unmanaged
{
    public readonly T* Start = start;
    public readonly nint RowStep = rowStep;
    public readonly nint Column = column;
}

/// <summary>Some rows and some k of the left operand, where they lie or rearranged tile by tile.</summary>
readonly unsafe struct RowBlock<T>(nint row, nint count, nint depth, T* start, nint rowStep, nint columnStep, bool interleaved = false) where T : unmanaged
{
    /// <summary>The first row of the result that the block contributes to.</summary>
    public readonly nint Row = row;
    public readonly nint Count = count;
    public readonly nint Depth = depth;
    public readonly T* Start = start;
    public readonly nint RowStep = rowStep;
    public readonly nint ColumnStep = columnStep;
    readonly bool interleaved = interleaved;

    /// <summary>Tiles of six rows. One or two rows left over would make a slow tile: they and six others become two of three or four.</summary>
    public nint Sixes => Count % 6 is 1 or 2 && Count >= 6 ? Count / 6 - 1 : Count / 6;

    /// <summary>How many rows the tile at a row of the block has.</summary>
    public nint Height(nint first) => first < 6 * Sixes ? 6 : Count - first >= 7 ? 4 : Count - first;

    /// <summary>The same block, rearranged: each tile contiguous, k by k, its rows side by side.</summary>
    public RowBlock<T> Interleaved(T* target) => new(Row, Count, Depth, target, 1, 0, interleaved: true);

    /// <summary>Some of its rows, as tiles of <paramref name="height"/>.</summary>
    public TileStack<T> Tiles(nint first, nint rows, nint height)
    {
        nint step = interleaved ? Depth : RowStep;
        return new(Row, first, rows, Depth, Start + first * step, RowStep, interleaved ? height : ColumnStep, height * step);
    }
}

/// <summary>Tiles below each other.</summary>
readonly unsafe struct TileStack<T>(nint blockRow, nint first, nint rows, nint depth, T* start, nint rowStep, nint columnStep, nint tileStep) where T : unmanaged
{
    /// <summary>The row of the result at which the block begins, and how far into it the first tile begins.</summary>
    public readonly nint BlockRow = blockRow, First = first;
    public readonly nint Rows = rows, Depth = depth;
    public readonly T* Start = start;
    public readonly nint RowStep = rowStep, ColumnStep = columnStep, TileStep = tileStep;
}
