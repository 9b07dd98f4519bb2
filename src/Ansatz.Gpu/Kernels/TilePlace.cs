using ILGPU;

namespace Ansatz.Gpu.Kernels;

/// <summary>Which part of a contraction this group computes.</summary>
internal readonly struct TilePlace
{
    /// <summary>Finds it from the number of the group.</summary>
    /// <param name="sizes">The whole.</param>
    /// <param name="high">Rows of a tile.</param>
    /// <param name="wide">Columns of a tile.</param>
    /// <param name="depth">Terms in a strip; slices begin at multiples of it.</param>
    public TilePlace(ContractionSizes sizes, int high, int wide, int depth)
    {
        var across = Numbering.Quotient(sizes.Columns + wide - 1, wide);
        var down = Numbering.Quotient(sizes.Rows + high - 1, high);
        var rest = Numbering.Quotient(Grid.IdxX, across);
        var column = Grid.IdxX - (rest * across);
        var cut = Numbering.Quotient(rest, down);
        var row = rest - (cut * down);
        Outer = Numbering.Quotient(cut, sizes.Slices);
        Slice = cut - (Outer * sizes.Slices);
        (FirstRow, FirstColumn) = (row * high, column * wide);
        var strips = Numbering.Quotient(Numbering.Quotient(sizes.Terms + depth - 1, depth) + sizes.Slices - 1, sizes.Slices);
        FirstTerm = Slice * strips * depth;
        EndTerm = Math.Min(FirstTerm + (strips * depth), sizes.Terms);
    }

    /// <summary>The number of the outer indices' values.</summary>
    public readonly long Outer;

    /// <summary>The number of the slice.</summary>
    public readonly long Slice;

    /// <summary>The tile's first row.</summary>
    public readonly long FirstRow;

    /// <summary>The tile's first column.</summary>
    public readonly long FirstColumn;

    /// <summary>The slice's first term.</summary>
    public readonly long FirstTerm;

    /// <summary>The term after the slice's last.</summary>
    public readonly long EndTerm;
}
