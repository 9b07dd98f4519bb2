using System.ComponentModel;
using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu.Kernels;

/// <summary>How many threads stand along each side of a tile.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISide
{
    /// <summary>The number: 16 at most.</summary>
    static abstract int Threads { get; }
}

/// <summary>16 × 16 threads.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Side16 : ISide
{
    /// <inheritdoc/>
    public static int Threads => 16;
}

/// <summary>8 × 8 threads.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Side8 : ISide
{
    /// <inheritdoc/>
    public static int Threads => 8;
}

/// <summary>2 × 2 threads: what a simulated device has.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Side2 : ISide
{
    /// <inheritdoc/>
    public static int Threads => 2;
}

/// <summary>How far a contraction reaches and how it is cut.</summary>
/// <param name="outer">How many values the outer indices have.</param>
/// <param name="rows">Rows of the result.</param>
/// <param name="columns">Columns of the result.</param>
/// <param name="terms">Terms of each sum.</param>
/// <param name="slices">How many slices the terms are cut into.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ContractionSizes(long outer, long rows, long columns, long terms, long slices)
{
    /// <summary>How many values the outer indices have.</summary>
    public long Outer = outer;

    /// <summary>Rows of the result.</summary>
    public long Rows = rows;

    /// <summary>Columns of the result.</summary>
    public long Columns = columns;

    /// <summary>Terms of each sum.</summary>
    public long Terms = terms;

    /// <summary>How many slices the terms are cut into.</summary>
    public long Slices = slices;

    /// <summary>How many tiles of so many rows and columns, slices counted, cover all.</summary>
    public readonly long Groups(int high, int wide) => Outer * Slices * ((Rows + high - 1) / high) * ((Columns + wide - 1) / wide);
}

/// <summary>
/// The kernels of contractions. A group computes one tile of the result: it brings strips of both operands to shared memory, the next
/// strip while it works on this one, and each thread keeps 8 × 8 or 4 × 4 sums in registers. Sums leave by way of shared memory, so that
/// neighbouring threads hand neighbouring columns to the epilogue.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ContractionKernels
{
    /// <summary>Elements along a side of what a thread of <see cref="LargeTiles"/> keeps.</summary>
    public const int LargeStep = 8;

    /// <summary>Elements along a side of what a thread of <see cref="SmallTiles"/> keeps.</summary>
    public const int SmallStep = 4;

    // Two strips for 16 threads along a side, of 16 terms and 4·16 elements (or 8 terms and 8·16 elements, which is less), and four more
    // elements a term, which bring threads that write neighbouring terms to different banks. Counted in fours.
    private const int Strip = 2 * 16 * ((4 * 16) + 4) / 4;

    // For 16 threads down and across: two strips of 8 terms and 8·16 elements.
    private const int TallStrip = 2 * 8 * ((8 * 16) + 4) / 4;

    /// <summary>Tiles of 8·side × 8·side elements, strips of side / 2 terms.</summary>
    public static void LargeTiles<TMemory, T, TArithmetic, TSide, TBody>(TMemory memory, ArrayView1D<T, Stride1D.Dense> parts, ContractionSizes sizes)
        where TMemory : struct
        where T : unmanaged
        where TArithmetic : struct, IArithmetic<T>
        where TSide : struct, ISide
        where TBody : struct, IContraction<TMemory, T>
    {
        var left4 = SharedMemory.Allocate<Four<T>>(Strip);
        var right4 = SharedMemory.Allocate<Four<T>>(Strip);
        var (left, right) = (left4.Cast<T>(), right4.Cast<T>());
        var side = TSide.Threads;
        var (tile, depth) = (side * LargeStep, side / 2);
        var stride4 = (tile / 4) + 1;
        var strip4 = depth * stride4;
        var place = new TilePlace(sizes, tile, tile, depth);
        var thread = Group.IdxX;
        var (x, y) = (thread % side, thread / side);
        var sums = default(LargeSums<T>);

        var nextLeft = FetchLeft<TMemory, T, TBody>(memory, sizes, place, place.FirstTerm, tile, depth, side * side);
        var nextRight = FetchRight<TMemory, T, TBody>(memory, sizes, place, place.FirstTerm, tile, depth, side * side);
        Put(left, 0, nextLeft, TBody.RowsAdjacent, tile, depth, side * side);
        Put(right, 0, nextRight, TBody.ColumnsAdjacent, tile, depth, side * side);
        Group.Barrier();
        var half = 0;
        for (var term = place.FirstTerm; term < place.EndTerm; term += depth)
        {
            var isLast = term + depth >= place.EndTerm;
            if (!isLast)
            {
                nextLeft = FetchLeft<TMemory, T, TBody>(memory, sizes, place, term + depth, tile, depth, side * side);
                nextRight = FetchRight<TMemory, T, TBody>(memory, sizes, place, term + depth, tile, depth, side * side);
            }

            var (row4, column4) = ((half * strip4) + y, (half * strip4) + x);
            // Two terms a round, the operands of one on their way while the other's are multiplied.
            var now = Operands(left4, right4, row4, column4, side);
            if (depth == 1)
            {
                sums = Step<T, TArithmetic>(sums, now);
            }
            else
            {
                for (var k = 0; k < depth; k += 2)
                {
                    var next = Operands(left4, right4, row4 + stride4, column4 + stride4, side);
                    sums = Step<T, TArithmetic>(sums, now);

                    // After the last round the last but one is brought again: that costs less than a question.
                    var on = k + 2 < depth ? 2 * stride4 : 0;
                    row4 += on;
                    column4 += on;
                    now = Operands(left4, right4, row4, column4, side);
                    sums = Step<T, TArithmetic>(sums, next);
                }
            }

            half = 1 - half;
            if (!isLast)
            {
                Put(left, half * strip4 * 4, nextLeft, TBody.RowsAdjacent, tile, depth, side * side);
                Put(right, half * strip4 * 4, nextRight, TBody.ColumnsAdjacent, tile, depth, side * side);
            }

            Group.Barrier();
        }

        // Round by round one row of each thread: its columns are the x-th four of both halves of the tile.
        for (var round = 0; round < LargeStep; round++)
        {
            var (low, high) = (LargeSums<T>.Row(sums, round), LargeSums<T>.HighRow(sums, round));
            left4[(y * (tile / 4)) + x] = low;
            left4[(y * (tile / 4)) + side + x] = high;
            Group.Barrier();
            for (var at = thread; at < side * tile; at += side * side)
            {
                var (line, column) = (at / tile, place.FirstColumn + (at % tile));
                var row = place.FirstRow + (round / 4 * side * 4) + (line * 4) + (round % 4);
                Finish<TMemory, T, TBody>(memory, parts, sizes, place, row, column, left[at]);
            }

            Group.Barrier();
        }
    }

    /// <summary>Tiles of 4·side × 4·side elements, strips of side terms.</summary>
    public static void SmallTiles<TMemory, T, TArithmetic, TSide, TBody>(TMemory memory, ArrayView1D<T, Stride1D.Dense> parts, ContractionSizes sizes)
        where TMemory : struct
        where T : unmanaged
        where TArithmetic : struct, IArithmetic<T>
        where TSide : struct, ISide
        where TBody : struct, IContraction<TMemory, T>
    {
        var left4 = SharedMemory.Allocate<Four<T>>(Strip);
        var right4 = SharedMemory.Allocate<Four<T>>(Strip);
        var (left, right) = (left4.Cast<T>(), right4.Cast<T>());
        var side = TSide.Threads;
        var (tile, depth) = (side * SmallStep, side);
        var stride4 = (tile / 4) + 1;
        var strip4 = depth * stride4;
        var place = new TilePlace(sizes, tile, tile, depth);
        var thread = Group.IdxX;
        var (x, y) = (thread % side, thread / side);
        Four<T> c0 = default, c1 = default, c2 = default, c3 = default;

        var nextLeft = FetchLeft<TMemory, T, TBody>(memory, sizes, place, place.FirstTerm, tile, depth, side * side);
        var nextRight = FetchRight<TMemory, T, TBody>(memory, sizes, place, place.FirstTerm, tile, depth, side * side);
        Put(left, 0, nextLeft, TBody.RowsAdjacent, tile, depth, side * side);
        Put(right, 0, nextRight, TBody.ColumnsAdjacent, tile, depth, side * side);
        Group.Barrier();
        var half = 0;
        for (var term = place.FirstTerm; term < place.EndTerm; term += depth)
        {
            var isLast = term + depth >= place.EndTerm;
            if (!isLast)
            {
                nextLeft = FetchLeft<TMemory, T, TBody>(memory, sizes, place, term + depth, tile, depth, side * side);
                nextRight = FetchRight<TMemory, T, TBody>(memory, sizes, place, term + depth, tile, depth, side * side);
            }

            var (row4, column4) = ((half * strip4) + y, (half * strip4) + x);
            for (var k = 0; k < depth; k++)
            {
                var (a, b) = (left4[row4], right4[column4]);
                c0 = TArithmetic.MultiplyAdd(a.A, b, c0);
                c1 = TArithmetic.MultiplyAdd(a.B, b, c1);
                c2 = TArithmetic.MultiplyAdd(a.C, b, c2);
                c3 = TArithmetic.MultiplyAdd(a.D, b, c3);
                row4 += stride4;
                column4 += stride4;
            }

            half = 1 - half;
            if (!isLast)
            {
                Put(left, half * strip4 * 4, nextLeft, TBody.RowsAdjacent, tile, depth, side * side);
                Put(right, half * strip4 * 4, nextRight, TBody.ColumnsAdjacent, tile, depth, side * side);
            }

            Group.Barrier();
        }

        for (var round = 0; round < SmallStep; round++)
        {
            left4[(y * side) + x] = round < 2 ? round == 0 ? c0 : c1 : round == 2 ? c2 : c3;
            Group.Barrier();
            for (var at = thread; at < side * tile; at += side * side)
            {
                var (line, column) = (at / tile, place.FirstColumn + (at % tile));
                Finish<TMemory, T, TBody>(memory, parts, sizes, place, place.FirstRow + (line * 4) + round, column, left[at]);
            }

            Group.Barrier();
        }
    }

    /// <summary>
    /// Tiles of 8·(threads down) rows and 4·(threads across) columns, strips of half as many terms as threads across: for products with few columns.
    /// </summary>
    public static void TallTiles<TMemory, T, TArithmetic, TDown, TAcross, TBody>(TMemory memory, ArrayView1D<T, Stride1D.Dense> parts, ContractionSizes sizes)
        where TMemory : struct
        where T : unmanaged
        where TArithmetic : struct, IArithmetic<T>
        where TDown : struct, ISide
        where TAcross : struct, ISide
        where TBody : struct, IContraction<TMemory, T>
    {
        var left4 = SharedMemory.Allocate<Four<T>>(TallStrip);
        var right4 = SharedMemory.Allocate<Four<T>>(TallStrip);
        var (left, right) = (left4.Cast<T>(), right4.Cast<T>());
        var (down, across) = (TDown.Threads, TAcross.Threads);
        var threads = down * across;
        var (high, wide, depth) = (down * LargeStep, across * SmallStep, across / 2);
        var (leftStride4, rightStride4) = ((high / 4) + 1, (wide / 4) + 1);
        var place = new TilePlace(sizes, high, wide, depth);
        var thread = Group.IdxX;
        var (x, y) = (thread % across, thread / across);
        var sums = default(TallSums<T>);

        var nextLeft = FetchLeft<TMemory, T, TBody>(memory, sizes, place, place.FirstTerm, high, depth, threads);
        var nextRight = FetchRight<TMemory, T, TBody>(memory, sizes, place, place.FirstTerm, wide, depth, threads);
        Put(left, 0, nextLeft, TBody.RowsAdjacent, high, depth, threads);
        Put(right, 0, nextRight, TBody.ColumnsAdjacent, wide, depth, threads);
        Group.Barrier();
        var half = 0;
        for (var term = place.FirstTerm; term < place.EndTerm; term += depth)
        {
            var isLast = term + depth >= place.EndTerm;
            if (!isLast)
            {
                nextLeft = FetchLeft<TMemory, T, TBody>(memory, sizes, place, term + depth, high, depth, threads);
                nextRight = FetchRight<TMemory, T, TBody>(memory, sizes, place, term + depth, wide, depth, threads);
            }

            var (row4, column4) = ((half * depth * leftStride4) + y, (half * depth * rightStride4) + x);
            for (var k = 0; k < depth; k++)
            {
                sums = Step<T, TArithmetic>(sums, left4[row4], left4[row4 + down], right4[column4]);
                row4 += leftStride4;
                column4 += rightStride4;
            }

            half = 1 - half;
            if (!isLast)
            {
                Put(left, half * depth * leftStride4 * 4, nextLeft, TBody.RowsAdjacent, high, depth, threads);
                Put(right, half * depth * rightStride4 * 4, nextRight, TBody.ColumnsAdjacent, wide, depth, threads);
            }

            Group.Barrier();
        }

        for (var round = 0; round < LargeStep; round++)
        {
            left4[(y * across) + x] = TallSums<T>.Row(sums, round);
            Group.Barrier();
            for (var at = thread; at < down * wide; at += threads)
            {
                var (line, column) = (at / wide, place.FirstColumn + (at % wide));
                Finish<TMemory, T, TBody>(memory, parts, sizes, place, place.FirstRow + (round / 4 * down * 4) + (line * 4) + (round % 4), column, left[at]);
            }

            Group.Barrier();
        }
    }

    /// <summary>Adds the parts of one element up, where terms were cut into slices.</summary>
    public static void JoinSlices<TMemory, T, TArithmetic, TBody>(TMemory memory, ArrayView1D<T, Stride1D.Dense> parts, ContractionSizes sizes)
        where TMemory : struct
        where T : unmanaged
        where TArithmetic : struct, IArithmetic<T>
        where TBody : struct, IContraction<TMemory, T>
    {
        var element = MapKernels.Thread;
        var area = sizes.Rows * sizes.Columns;
        if (element >= sizes.Outer * area) return;
        T sum = default;
        for (var slice = 0L; slice < sizes.Slices; slice++) sum = TArithmetic.Add(sum, parts[(slice * sizes.Outer * area) + element]);
        var outer = Numbering.Quotient(element, area);
        element -= outer * area;
        var row = Numbering.Quotient(element, sizes.Columns);
        TBody.Store(memory, outer, row, element - (row * sizes.Columns), sum);
    }

    private static LargeOperands<T> Operands<T>(ArrayView<Four<T>> left4, ArrayView<Four<T>> right4, int row4, int column4, int side)
        where T : unmanaged => new() { A0 = left4[row4], A1 = left4[row4 + side], B0 = right4[column4], B1 = right4[column4 + side] };

    // One term of all sums of a thread.
    private static LargeSums<T> Step<T, TArithmetic>(LargeSums<T> sums, LargeOperands<T> operands)
        where T : unmanaged
        where TArithmetic : struct, IArithmetic<T>
    {
        var (a0, a1, b0, b1) = (operands.A0, operands.A1, operands.B0, operands.B1);
        return new()
        {
            R0 = TArithmetic.MultiplyAdd(a0.A, b0, sums.R0),
            R1 = TArithmetic.MultiplyAdd(a0.B, b0, sums.R1),
            R2 = TArithmetic.MultiplyAdd(a0.C, b0, sums.R2),
            R3 = TArithmetic.MultiplyAdd(a0.D, b0, sums.R3),
            R4 = TArithmetic.MultiplyAdd(a1.A, b0, sums.R4),
            R5 = TArithmetic.MultiplyAdd(a1.B, b0, sums.R5),
            R6 = TArithmetic.MultiplyAdd(a1.C, b0, sums.R6),
            R7 = TArithmetic.MultiplyAdd(a1.D, b0, sums.R7),
            H0 = TArithmetic.MultiplyAdd(a0.A, b1, sums.H0),
            H1 = TArithmetic.MultiplyAdd(a0.B, b1, sums.H1),
            H2 = TArithmetic.MultiplyAdd(a0.C, b1, sums.H2),
            H3 = TArithmetic.MultiplyAdd(a0.D, b1, sums.H3),
            H4 = TArithmetic.MultiplyAdd(a1.A, b1, sums.H4),
            H5 = TArithmetic.MultiplyAdd(a1.B, b1, sums.H5),
            H6 = TArithmetic.MultiplyAdd(a1.C, b1, sums.H6),
            H7 = TArithmetic.MultiplyAdd(a1.D, b1, sums.H7),
        };
    }

    private static TallSums<T> Step<T, TArithmetic>(TallSums<T> sums, Four<T> a0, Four<T> a1, Four<T> b)
        where T : unmanaged
        where TArithmetic : struct, IArithmetic<T> => new()
        {
            R0 = TArithmetic.MultiplyAdd(a0.A, b, sums.R0),
            R1 = TArithmetic.MultiplyAdd(a0.B, b, sums.R1),
            R2 = TArithmetic.MultiplyAdd(a0.C, b, sums.R2),
            R3 = TArithmetic.MultiplyAdd(a0.D, b, sums.R3),
            R4 = TArithmetic.MultiplyAdd(a1.A, b, sums.R4),
            R5 = TArithmetic.MultiplyAdd(a1.B, b, sums.R5),
            R6 = TArithmetic.MultiplyAdd(a1.C, b, sums.R6),
            R7 = TArithmetic.MultiplyAdd(a1.D, b, sums.R7),
        };

    private static void Finish<TMemory, T, TBody>(TMemory memory, ArrayView1D<T, Stride1D.Dense> parts, ContractionSizes sizes, TilePlace place, long row, long column, T sum)
        where TMemory : struct
        where T : unmanaged
        where TBody : struct, IContraction<TMemory, T>
    {
        if (row >= sizes.Rows || column >= sizes.Columns) return;
        if (sizes.Slices == 1) TBody.Store(memory, place.Outer, row, column, sum);
        else parts[(((((place.Slice * sizes.Outer) + place.Outer) * sizes.Rows) + row) * sizes.Columns) + column] = sum;
    }

    // The four elements of the left operand's strip that this thread brings: 0 beyond the ends.
    private static Four<T> FetchLeft<TMemory, T, TBody>(TMemory memory, ContractionSizes sizes, TilePlace place, long term, int tile, int depth, int threads)
        where TMemory : struct
        where T : unmanaged
        where TBody : struct, IContraction<TMemory, T> => new(
            LeftAt<TMemory, T, TBody>(memory, sizes, place, term, tile, depth, threads, Group.IdxX),
            LeftAt<TMemory, T, TBody>(memory, sizes, place, term, tile, depth, threads, Group.IdxX + threads),
            LeftAt<TMemory, T, TBody>(memory, sizes, place, term, tile, depth, threads, Group.IdxX + (2 * threads)),
            LeftAt<TMemory, T, TBody>(memory, sizes, place, term, tile, depth, threads, Group.IdxX + (3 * threads)));

    private static Four<T> FetchRight<TMemory, T, TBody>(TMemory memory, ContractionSizes sizes, TilePlace place, long term, int tile, int depth, int threads)
        where TMemory : struct
        where T : unmanaged
        where TBody : struct, IContraction<TMemory, T> => new(
            RightAt<TMemory, T, TBody>(memory, sizes, place, term, tile, depth, threads, Group.IdxX),
            RightAt<TMemory, T, TBody>(memory, sizes, place, term, tile, depth, threads, Group.IdxX + threads),
            RightAt<TMemory, T, TBody>(memory, sizes, place, term, tile, depth, threads, Group.IdxX + (2 * threads)),
            RightAt<TMemory, T, TBody>(memory, sizes, place, term, tile, depth, threads, Group.IdxX + (3 * threads)));

    private static T LeftAt<TMemory, T, TBody>(TMemory memory, ContractionSizes sizes, TilePlace place, long term, int tile, int depth, int threads, int at)
        where TMemory : struct
        where T : unmanaged
        where TBody : struct, IContraction<TMemory, T>
    {
        var row = place.FirstRow + (TBody.RowsAdjacent ? at % tile : at / depth);
        var k = term + (TBody.RowsAdjacent ? at / tile : at % depth);
        return IsInStrip(at, tile, depth, threads) && row < sizes.Rows && k < place.EndTerm ? TBody.Left(memory, place.Outer, row, k) : default;
    }

    private static T RightAt<TMemory, T, TBody>(TMemory memory, ContractionSizes sizes, TilePlace place, long term, int tile, int depth, int threads, int at)
        where TMemory : struct
        where T : unmanaged
        where TBody : struct, IContraction<TMemory, T>
    {
        var column = place.FirstColumn + (TBody.ColumnsAdjacent ? at % tile : at / depth);
        var k = term + (TBody.ColumnsAdjacent ? at / tile : at % depth);
        return IsInStrip(at, tile, depth, threads) && column < sizes.Columns && k < place.EndTerm ? TBody.Right(memory, place.Outer, k, column) : default;
    }

    private static void Put<T>(ArrayView<T> strip, int first, Four<T> values, bool adjacent, int tile, int depth, int threads)
        where T : unmanaged
    {
        PutOne(strip, first, values.A, Group.IdxX, adjacent, tile, depth, threads);
        PutOne(strip, first, values.B, Group.IdxX + threads, adjacent, tile, depth, threads);
        PutOne(strip, first, values.C, Group.IdxX + (2 * threads), adjacent, tile, depth, threads);
        PutOne(strip, first, values.D, Group.IdxX + (3 * threads), adjacent, tile, depth, threads);
    }

    // Term by term, neighbours along the tile side by side.
    private static void PutOne<T>(ArrayView<T> strip, int first, T value, int at, bool adjacent, int tile, int depth, int threads)
        where T : unmanaged
    {
        if (IsInStrip(at, tile, depth, threads)) strip[first + (adjacent ? (at / tile * (tile + 4)) + (at % tile) : (at % depth * (tile + 4)) + (at / depth))] = value;
    }

    // Threads bring four elements each, or fewer where the strip has no more; the first question is answered when the kernel is compiled.
    private static bool IsInStrip(int at, int tile, int depth, int threads) => 4 * threads <= tile * depth || at < tile * depth;
}
