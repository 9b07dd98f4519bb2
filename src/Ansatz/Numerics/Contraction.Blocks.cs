using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

// How a product is cut to fit the caches. None of it changes an element's order of summation.
public static unsafe partial class Contraction
{
    const int Depth = 512;                  // k per pass: a panel of that depth is about the first-level cache
    const int Height = 192;                 // rows per block: its part of A (192 KB) stays in the second-level cache
    const int RearrangedHeight = 96;        // the same when A is rearranged
    const int EpilogueBytes = 64 * 1024;    // of results stored before the epilogue looks at them again

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void Blocks<T, TEpilogue>(nint m, nint n, nint k, T* a, nint aRow, nint aColumn, Panels<T> b, T* c, nint cRow, TEpilogue epilogue, bool added = false)
        where T : unmanaged where TEpilogue : struct, IEpilogue<T>
    {
        nint width = 2 * Vector256<T>.Count;
        // Each element of A is read once per panel: with many panels it pays to lay out the tiles of A contiguously first
        bool rearrange = m >= 24 && n >= 8 * width && k >= 64;
        T* memory = rearrange ? Scratch.Memory<T>(RearrangedHeight * Depth) : null;
        nint height = rearrange ? RearrangedHeight : Height;
        for (nint p = 0; p < k; p += Depth)
        {
            nint depth = nint.Min(Depth, k - p);
            var pass = (p == 0 && !added ? Pass.First : 0) | (p + depth == k ? Pass.Last : 0);
            for (nint i = 0; i < m; i += height)
            {
                var rows = new RowBlock<T>(i, nint.Min(height, m - i), depth, a + i * aRow + p * aColumn, aRow, aColumn);
                if (rearrange) rows = Packing.Interleave(rows, memory);
                if (TEpilogue.InRegisters || (pass & Pass.Last) == 0)
                {
                    Block(rows, n, 0, b, p, c, cRow, pass, epilogue);
                    continue;
                }
                // Such epilogues share one set of compiled tiles, and have the registers to themselves.
                nint strip = nint.Max(1, EpilogueBytes / sizeof(T) / (rows.Count * width)) * width;
                for (nint j = 0; j < n; j += strip)
                {
                    nint end = nint.Min(j + strip, n);
                    Block(rows, end, j, b, p, c, cRow, pass, default(Keep<T>));
                    Finish(rows.Row, rows.Count, j, end, c + i * cRow, cRow, epilogue);
                }
            }
        }
    }

    /// <summary>A block of rows times the columns from <paramref name="column"/>, the first of a panel, to <paramref name="end"/>.</summary>
    static void Block<T, TEpilogue>(in RowBlock<T> rows, nint end, nint column, Panels<T> b, nint p, T* c, nint cRow, Pass pass, TEpilogue epilogue)
        where T : unmanaged where TEpilogue : struct, IEpilogue<T>
    {
        nint vector = Vector256<T>.Count, width = 2 * vector, whole = (end - column) / width, rest = end - column - whole * width;
        T* panel = b.Start + p * b.Step + column / width * b.Next;
        if (whole > 0) Stacks<T, Two, FullLanes, TEpilogue>(rows, new(panel, b.Step, b.Next, whole, column), c, cRow, pass, default, epilogue);
        if (rest == 0) return;
        var last = new PanelRange<T>(panel + whole * b.Next, b.Step, 0, 1, column + whole * width);
        if (rest > vector) Stacks<T, Two, PartialLanes, TEpilogue>(rows, last, c, cRow, pass, new((int)(rest - vector)), epilogue);
        else if (rest == vector) Stacks<T, One, FullLanes, TEpilogue>(rows, last, c, cRow, pass, default, epilogue);
        else Stacks<T, One, PartialLanes, TEpilogue>(rows, last, c, cRow, pass, new((int)rest), epilogue);
    }

    /// <summary>A block of rows times some panels: full tiles, then what is left.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void Stacks<T, TWidth, TLast, TEpilogue>(in RowBlock<T> rows, in PanelRange<T> panels, T* c, nint cRow, Pass pass, TLast lanes, TEpilogue epilogue)
        where T : unmanaged where TWidth : unmanaged where TLast : struct, ILanes where TEpilogue : struct, IEpilogue<T>
    {
        nint first = rows.FullTiles * RowBlock<T>.Tallest;
        if (first > 0) Tiles<T, Six, TWidth, TLast, TEpilogue>(rows.Tiles(0, first, RowBlock<T>.Tallest), panels, c, cRow, pass, lanes, epilogue);
        for (nint height; first < rows.Count; first += height)
        {
            height = rows.Height(first);
            var tile = rows.Tiles(first, height, height);
            switch (height)
            {
                case 5: Tiles<T, Five, TWidth, TLast, TEpilogue>(tile, panels, c, cRow, pass, lanes, epilogue); break;
                case 4: Tiles<T, Four, TWidth, TLast, TEpilogue>(tile, panels, c, cRow, pass, lanes, epilogue); break;
                case 3: Tiles<T, Three, TWidth, TLast, TEpilogue>(tile, panels, c, cRow, pass, lanes, epilogue); break;
                case 2: Tiles<T, Two, TWidth, TLast, TEpilogue>(tile, panels, c, cRow, pass, lanes, epilogue); break;
                default: Tiles<T, One, TWidth, TLast, TEpilogue>(tile, panels, c, cRow, pass, lanes, epilogue); break;
            }
        }
    }

    /// <summary>The epilogue over results just stored; <paramref name="c"/> is the first row's column 0.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void Finish<T, TEpilogue>(nint row, nint rows, nint column, nint end, T* c, nint cRow, TEpilogue epilogue)
        where T : unmanaged where TEpilogue : struct, IEpilogue<T>
    {
        nint vector = Vector256<T>.Count, whole = end - (end - column) % vector;
        if (whole < end) FinishRest(row, rows, whole, new((int)(end - whole)), c + whole, cRow, epilogue);
        for (; rows > 0; rows--, row++, c += cRow)
            for (nint j = column; j < whole; j += vector) epilogue.Apply(Vector256.Load(c + j), row, j, default(FullLanes)).Store(c + j);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void FinishRest<T, TEpilogue>(nint row, nint rows, nint column, PartialLanes lanes, T* c, nint cRow, TEpilogue epilogue)
        where T : unmanaged where TEpilogue : struct, IEpilogue<T>
    {
        for (; rows > 0; rows--, row++, c += cRow) lanes.Store(c, epilogue.Apply(lanes.Load(c), row, column, lanes));
    }
}
