namespace Ansatz.Numerics;

/// <summary>Some rows and some k of the left operand of a contraction, where they lie or rearranged tile by tile.</summary>
readonly unsafe struct RowBlock<T>(nint row, nint count, nint depth, T* start, nint rowStep, nint columnStep, bool rearranged = false) where T : unmanaged
{
    /// <summary>Rows of a full tile.</summary>
    public const int Tallest = 6;

    /// <summary>The row of the result that the block begins with.</summary>
    public readonly nint Row = row;
    public readonly nint Count = count;
    public readonly nint Depth = depth;
    public readonly T* Start = start;
    public readonly nint RowStep = rowStep;
    public readonly nint ColumnStep = columnStep;
    readonly bool rearranged = rearranged;

    /// <summary>
    /// How many full tiles. One or two rows left over would make a slow tile, with too few independent sums: they and a full tile become two halves.
    /// </summary>
    public nint FullTiles => Count % Tallest is 1 or 2 && Count >= Tallest ? Count / Tallest - 1 : Count / Tallest;

    /// <summary>How many rows the tile at a row of the block has.</summary>
    public nint Height(nint first)
    {
        nint left = Count - first;
        return first < FullTiles * Tallest ? Tallest : left > Tallest ? (left + 1) / 2 : left;
    }

    /// <summary>The same block, rearranged: each tile contiguous, k by k, its rows side by side.</summary>
    public RowBlock<T> Rearranged(T* target) => new(Row, Count, Depth, target, 1, 0, rearranged: true);

    /// <summary>Some of its rows, as tiles of <paramref name="height"/>.</summary>
    public TileStack<T> Tiles(nint first, nint rows, nint height)
    {
        nint step = rearranged ? Depth : RowStep;
        return new(Row + first, rows, Depth, Start + first * step, RowStep, rearranged ? height : ColumnStep, height * step);
    }
}

/// <summary>Tiles below each other.</summary>
readonly unsafe struct TileStack<T>(nint row, nint rows, nint depth, T* start, nint rowStep, nint columnStep, nint tileStep) where T : unmanaged
{
    /// <summary>The row of the result that the first tile begins with, and how many rows there are in all.</summary>
    public readonly nint Row = row, Rows = rows;
    public readonly nint Depth = depth;
    public readonly T* Start = start;
    public readonly nint RowStep = rowStep, ColumnStep = columnStep, TileStep = tileStep;
}

/// <summary>Panels of the right operand beside each other.</summary>
readonly unsafe struct PanelRange<T>(T* start, nint step, nint next, nint count, nint column) where T : unmanaged
{
    public readonly T* Start = start;

    /// <summary>From one k to the next.</summary>
    public readonly nint Step = step;

    /// <summary>From one panel to the next.</summary>
    public readonly nint Next = next;
    public readonly nint Count = count;

    /// <summary>The column of the result that the first panel begins with.</summary>
    public readonly nint Column = column;
}
