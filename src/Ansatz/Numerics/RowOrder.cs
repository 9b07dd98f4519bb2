using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

/// <summary>
/// The positions of index data grouped by the row that each names, for sums <c>target[row(p)] += term(p)</c>: each row is then summed by
/// one thread, in the order of its positions, so that the result is the same for any number of threads.
/// </summary>
/// <remarks>
/// Grouping is a stable counting sort, digit by digit, so that its cost does not depend on how many rows there are. Where one thread does
/// all and the rows are few for so many positions, nothing is sorted: it is only marked which rows occur, and the terms are added in the
/// order of their positions, which gives the same sums bit for bit. It holds addresses of its caller's memory and owns nothing.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe partial struct RowOrder
{
    // Beyond this many rows for each position, marking them takes longer than sorting the positions.
    const int RowsPerPosition = 4;

    // Fewer positions than this are added sooner than other threads are woken.
    const int FewestPositions = 512;

    const int DigitBits = 11, Digits = 1 << DigitBits, MostDigits = 3;

    // With threads to share the work there are some chunks for each, since rows may have very different numbers of positions.
    const int ChunksPerThread = 4;

    int* rowOf;       // by position; negative where nothing is added
    int* order;       // positions, row after row
    int* starts;      // where each row that occurs begins in `order`, and where the last ends
    int positions, chunks;
    bool isSorted;

    /// <summary>The rows that occur, each once, ascending.</summary>
    public int* Rows { get; private set; }

    /// <summary>How many rows occur.</summary>
    public int Count { get; private set; }

    /// <summary>Whether terms are added in the order of their positions, by one thread.</summary>
    public readonly bool IsInOrder => !isSorted;

    /// <summary>How much memory, in numbers of 4 bytes, <see cref="Group"/> needs for so many positions.</summary>
    public static nint MemoryFor(nint positions) => 6 * positions + MostDigits * Digits + 1;

    /// <summary>In how many chunks <see cref="Add{T, TElement}"/> is to be called.</summary>
    public static int Chunks(WorkerPool workers) => workers.Threads == 1 ? 1 : ChunksPerThread * workers.Threads;

    /// <summary>Groups the positions.</summary>
    /// <param name="workers">The threads among which the sums will be shared.</param>
    /// <param name="rowOf">For each position the row that it names, or a negative number where nothing is added.</param>
    /// <param name="positions">How many positions.</param>
    /// <param name="rows">More than the last row.</param>
    /// <param name="memory">As many numbers as <see cref="MemoryFor"/> says, at an address divisible by 8; used as long as this value is.</param>
    public void Group(WorkerPool workers, int* rowOf, nint positions, nint rows, int* memory)
    {
        this.rowOf = rowOf;
        this.positions = checked((int)positions);
        chunks = Chunks(workers);
        Rows = memory + 4 * positions;
        starts = Rows + positions;
        isSorted = rows > RowsPerPosition * positions || (workers.Threads > 1 && positions >= FewestPositions);
        if (isSorted) Sort((int)rows, (ulong*)memory, (ulong*)memory + positions, starts + positions + 1);
        else Mark((byte*)memory, rows);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    void Sort(int rows, ulong* from, ulong* to, int* counts)
    {
        int bits = Math.Max(1, 32 - BitOperations.LeadingZeroCount((uint)(rows - 1)));
        int digits = (bits + DigitBits - 1) / DigitBits;
        int width = (bits + digits - 1) / digits;
        uint mask = (1u << width) - 1;
        new Span<int>(counts, digits << width).Clear();
        int kept = 0;
        for (int p = 0; p < positions; p++)
        {
            int row = rowOf[p];
            if (row < 0) continue;
            from[kept++] = (ulong)(uint)row << 32 | (uint)p;
            counts[(uint)row & mask]++;
            if (digits > 1) counts[(1u << width) + ((uint)row >> width & mask)]++;
            if (digits > 2) counts[(2u << width) + ((uint)row >> 2 * width)]++;
        }
        for (int digit = 0; digit < digits; digit++)
        {
            int* next = counts + (digit << width);
            for (int value = 0, first = 0; value <= mask; value++)
            {
                int count = next[value];
                next[value] = first;
                first += count;
            }
            int shift = 32 + digit * width;
            for (int i = 0; i < kept; i++)
            {
                ulong pair = from[i];
                to[next[(uint)(pair >> shift) & mask]++] = pair;
            }
            var sorted = to;
            to = from;
            from = sorted;
        }
        order = (int*)to;
        // Written at every position, right once the row's last has been seen.
        int distinct = 0, last = -1;
        starts[0] = 0;
        for (int i = 0; i < kept; i++)
        {
            ulong pair = from[i];
            int row = (int)(pair >> 32);
            distinct += row != last ? 1 : 0;
            last = row;
            order[i] = (int)(uint)pair;
            Rows[distinct - 1] = row;
            starts[distinct] = i + 1;
        }
        Count = distinct;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    void Mark(byte* occurs, nint rows)
    {
        new Span<byte>(occurs, (int)rows).Clear();
        // Where positions are many, all rows have soon been seen.
        nint missing = rows;
        for (int p = 0; p < positions && missing > 0; p++)
        {
            int row = rowOf[p];
            if (row < 0) continue;
            missing -= 1 - occurs[row];
            occurs[row] = 1;
        }
        int count = 0;
        for (int row = 0; row < rows; row++)
        {
            if (occurs[row] != 0) Rows[count++] = row;
        }
        Count = count;
    }

    // The rows of a chunk: those that begin in its share of the sorted positions.
    readonly (int First, int End) RowsOf(nint chunk)
    {
        long sorted = starts[Count];
        return (FirstAt((int)(sorted * chunk / chunks)), FirstAt((int)(sorted * (chunk + 1) / chunks)));
    }

    // The first row that begins at `position` in the order or later.
    readonly int FirstAt(int position)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (starts[middle] < position) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
