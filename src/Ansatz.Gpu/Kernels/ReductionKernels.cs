using System.ComponentModel;
using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu.Kernels;

/// <summary>
/// The kernels of reductions. A team of threads joins the terms of one element, or a slice of them; where there are several slices, what
/// they come to is kept and joined by a second kernel, so that the result does not depend on which of them ends first.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ReductionKernels
{
    /// <summary>The most threads that a group of these kernels may have.</summary>
    public const int LargestGroup = 256;

    /// <summary>Neighbouring threads take neighbouring terms: for terms that lie side by side.</summary>
    /// <param name="memory">What the kernel works on.</param>
    /// <param name="parts">What slices come to: element by element, the slices of one side by side. Not used where there is one slice.</param>
    /// <param name="elements">How many elements there are.</param>
    /// <param name="terms">How many terms each has.</param>
    /// <param name="bits">A team has 2^<paramref name="bits"/> threads, at most as many as the group.</param>
    /// <param name="slices">How many slices the terms are cut into.</param>
    public static void Along<TMemory, TState, TBody>(TMemory memory, ArrayView1D<TState, Stride1D.Dense> parts, long elements, long terms, int bits, long slices)
        where TMemory : struct
        where TState : unmanaged
        where TBody : struct, IReduction<TMemory, TState>
    {
        var found = SharedMemory.Allocate<TState>(LargestGroup);
        var team = 1 << bits;
        var lane = Group.IdxX & (team - 1);
        var unit = MapKernels.Thread >> bits;
        var element = slices == 1 ? unit : Numbering.Quotient(unit, slices);
        var state = element < elements ? JoinTerms<TMemory, TState, TBody>(memory, element, terms, unit - (element * slices), slices, lane, team) : TBody.Empty;
        for (var distance = Math.Min(team, Warp.WarpSize) / 2; distance > 0; distance /= 2) state = TBody.Join(state, Warp.ShuffleXor(state, distance));
        if (team > Warp.WarpSize)
        {
            var warp = Group.IdxX / Warp.WarpSize;
            if (lane % Warp.WarpSize == 0) found[warp] = state;
            Group.Barrier();
            if (lane == 0)
            {
                for (var other = 1; other < team / Warp.WarpSize; other++) state = TBody.Join(state, found[warp + other]);
            }
        }

        if (lane != 0 || element >= elements) return;
        if (slices == 1) TBody.Store(memory, element, state);
        else parts[unit] = state;
    }

    /// <summary>Neighbouring threads take neighbouring elements: for terms that lie beside those of neighbouring elements.</summary>
    /// <param name="memory">What the kernel works on.</param>
    /// <param name="parts">What slices come to, as in <see cref="Along"/>.</param>
    /// <param name="elements">How many elements there are.</param>
    /// <param name="terms">How many terms each has.</param>
    /// <param name="bits">A group works on 2^<paramref name="bits"/> elements side by side.</param>
    /// <param name="slices">How many slices the terms are cut into.</param>
    public static void Across<TMemory, TState, TBody>(TMemory memory, ArrayView1D<TState, Stride1D.Dense> parts, long elements, long terms, int bits, long slices)
        where TMemory : struct
        where TState : unmanaged
        where TBody : struct, IReduction<TMemory, TState>
    {
        var found = SharedMemory.Allocate<TState>(LargestGroup);
        var width = 1 << bits;
        var (column, lane, team) = (Group.IdxX & (width - 1), Group.IdxX >> bits, Group.DimX >> bits);
        var block = slices == 1 ? Grid.IdxX : Numbering.Quotient(Grid.IdxX, slices);
        var slice = Grid.IdxX - (block * slices);
        var element = (block << bits) + column;
        var state = element < elements ? JoinTerms<TMemory, TState, TBody>(memory, element, terms, slice, slices, lane, team) : TBody.Empty;
        if (team > 1)
        {
            found[Group.IdxX] = state;
            Group.Barrier();
            if (lane == 0)
            {
                for (var other = 1; other < team; other++) state = TBody.Join(state, found[(other << bits) + column]);
            }
        }

        if (lane != 0 || element >= elements) return;
        if (slices == 1) TBody.Store(memory, element, state);
        else parts[(element * slices) + slice] = state;
    }

    /// <summary>
    /// A LogSumExp whose terms lie side by side, twice over them, the second time from the cache: an exponential for each term, where joining
    /// what terms come to takes one for each two and a choice.
    /// </summary>
    /// <param name="memory">What the kernel works on.</param>
    /// <param name="elements">How many elements there are.</param>
    /// <param name="terms">How many terms each has.</param>
    /// <param name="bits">A team has 2^<paramref name="bits"/> threads, at most as many as the group.</param>
    public static void LogSumExpAlong<TMemory, T, TState, TBody>(TMemory memory, long elements, long terms, int bits)
        where TMemory : struct
        where T : unmanaged
        where TState : unmanaged, ILogSumExp<TState, T>
        where TBody : struct, IReduction<TMemory, TState>
    {
        var element = MapKernels.Thread >> bits;
        var state = LogSumExp<TMemory, T, TState, TBody>(memory, element, element < elements ? terms : 0, bits);
        if ((Group.IdxX & ((1 << bits) - 1)) == 0 && element < elements) TBody.Store(memory, element, state);
    }

    /// <summary>The same, and what the terms are needed for once it is known.</summary>
    /// <inheritdoc cref="LogSumExpAlong{TMemory, T, TState, TBody}"/>
    public static void VisitingLogSumExpAlong<TMemory, T, TState, TBody>(TMemory memory, long elements, long terms, int bits)
        where TMemory : struct
        where T : unmanaged
        where TState : unmanaged, ILogSumExp<TState, T>
        where TBody : struct, IVisitingReduction<TMemory, TState, T>
    {
        var element = MapKernels.Thread >> bits;
        Visit<TMemory, TState, T, TBody>(memory, element, elements, terms, bits, LogSumExp<TMemory, T, TState, TBody>(memory, element, element < elements ? terms : 0, bits));
    }

    /// <summary>A reduction whose terms lie side by side, and what the terms are needed for once it is known.</summary>
    /// <param name="memory">What the kernel works on.</param>
    /// <param name="elements">How many elements there are.</param>
    /// <param name="terms">How many terms each has.</param>
    /// <param name="bits">A team has 2^<paramref name="bits"/> threads, at most as many as the group.</param>
    public static void VisitingAlong<TMemory, TState, TValue, TBody>(TMemory memory, long elements, long terms, int bits)
        where TMemory : struct
        where TState : unmanaged
        where TValue : unmanaged
        where TBody : struct, IVisitingReduction<TMemory, TState, TValue>
    {
        var found = SharedMemory.Allocate<TState>(LargestGroup);
        var team = 1 << bits;
        var lane = Group.IdxX & (team - 1);
        var element = MapKernels.Thread >> bits;
        var state = element < elements ? JoinTerms<TMemory, TState, TBody>(memory, element, terms, 0, 1, lane, team) : TBody.Empty;
        for (var distance = Math.Min(team, Warp.WarpSize) / 2; distance > 0; distance /= 2) state = TBody.Join(state, Warp.ShuffleXor(state, distance));
        if (team > Warp.WarpSize)
        {
            var first = (Group.IdxX - lane) / Warp.WarpSize;
            if (lane % Warp.WarpSize == 0) found[Group.IdxX / Warp.WarpSize] = state;
            Group.Barrier();
            state = found[first];
            for (var other = 1; other < team / Warp.WarpSize; other++) state = TBody.Join(state, found[first + other]);
        }

        Visit<TMemory, TState, TValue, TBody>(memory, element, elements, terms, bits, state);
    }

    private static void Visit<TMemory, TState, TValue, TBody>(TMemory memory, long element, long elements, long terms, int bits, TState state)
        where TMemory : struct
        where TState : unmanaged
        where TValue : unmanaged
        where TBody : struct, IVisitingReduction<TMemory, TState, TValue>
    {
        if (element >= elements) return;
        var team = 1 << bits;
        var lane = Group.IdxX & (team - 1);
        if (lane == 0) TBody.Store(memory, element, state);
        var value = TBody.Value(state);
        for (long term = lane; term < terms; term += team) TBody.Visit(memory, element, term, value);
    }

    private static TState LogSumExp<TMemory, T, TState, TBody>(TMemory memory, long element, long end, int bits)
        where TMemory : struct
        where T : unmanaged
        where TState : unmanaged, ILogSumExp<TState, T>
        where TBody : struct, IReduction<TMemory, TState>
    {
        var found = SharedMemory.Allocate<T>(LargestGroup);
        var team = 1 << bits;
        var lane = Group.IdxX & (team - 1);
        var empty = TState.LargestOf(TBody.Empty);
        var (a, b, c, d) = (empty, empty, empty, empty);
        long term = lane;
        for (; term + (3 * team) < end; term += 4 * team)
        {
            var (t0, t1) = (TState.LargestOf(TBody.Term(memory, element, term)), TState.LargestOf(TBody.Term(memory, element, term + team)));
            var (t2, t3) = (TState.LargestOf(TBody.Term(memory, element, term + (2 * team))), TState.LargestOf(TBody.Term(memory, element, term + (3 * team))));
            (a, b, c, d) = (TState.Larger(a, t0), TState.Larger(b, t1), TState.Larger(c, t2), TState.Larger(d, t3));
        }

        for (; term < end; term += team) a = TState.Larger(a, TState.LargestOf(TBody.Term(memory, element, term)));
        var largest = TState.Larger(TState.Larger(a, b), TState.Larger(c, d));
        for (var distance = Math.Min(team, Warp.WarpSize) / 2; distance > 0; distance /= 2) largest = TState.Larger(largest, Warp.ShuffleXor(largest, distance));
        var first = (Group.IdxX - lane) / Warp.WarpSize;
        if (team > Warp.WarpSize)
        {
            if (lane % Warp.WarpSize == 0) found[Group.IdxX / Warp.WarpSize] = largest;
            Group.Barrier();
            for (var warp = 0; warp < team / Warp.WarpSize; warp++) largest = TState.Larger(largest, found[first + warp]);
            Group.Barrier();
        }

        (a, b, c, d) = (default, default, default, default);
        term = lane;
        for (; term + (3 * team) < end; term += 4 * team)
        {
            var (t0, t1) = (TState.LargestOf(TBody.Term(memory, element, term)), TState.LargestOf(TBody.Term(memory, element, term + team)));
            var (t2, t3) = (TState.LargestOf(TBody.Term(memory, element, term + (2 * team))), TState.LargestOf(TBody.Term(memory, element, term + (3 * team))));
            (a, b, c, d) = (TState.Plus(a, t0, largest), TState.Plus(b, t1, largest), TState.Plus(c, t2, largest), TState.Plus(d, t3, largest));
        }

        for (; term < end; term += team) a = TState.Plus(a, TState.LargestOf(TBody.Term(memory, element, term)), largest);
        var sum = TState.Plus(TState.Plus(a, b), TState.Plus(c, d));
        for (var distance = Math.Min(team, Warp.WarpSize) / 2; distance > 0; distance /= 2) sum = TState.Plus(sum, Warp.ShuffleXor(sum, distance));
        if (team > Warp.WarpSize)
        {
            if (lane % Warp.WarpSize == 0) found[Group.IdxX / Warp.WarpSize] = sum;
            Group.Barrier();
            sum = found[first];
            for (var warp = 1; warp < team / Warp.WarpSize; warp++) sum = TState.Plus(sum, found[first + warp]);
        }

        return TState.Of(largest, sum);
    }

    // What a thread's terms of one slice come to. Four at a time, which do not wait for each other.
    private static TState JoinTerms<TMemory, TState, TBody>(TMemory memory, long element, long terms, long slice, long slices, int lane, int team)
        where TMemory : struct
        where TState : unmanaged
        where TBody : struct, IReduction<TMemory, TState>
    {
        var length = slices == 1 ? terms : Numbering.Quotient(terms + slices - 1, slices);
        var end = Math.Min((slice + 1) * length, terms);
        var term = (slice * length) + lane;
        var (a, b, c, d) = (TBody.Empty, TBody.Empty, TBody.Empty, TBody.Empty);
        for (; term + (3 * team) < end; term += 4 * team)
        {
            var (t0, t1) = (TBody.Term(memory, element, term), TBody.Term(memory, element, term + team));
            var (t2, t3) = (TBody.Term(memory, element, term + (2 * team)), TBody.Term(memory, element, term + (3 * team)));
            (a, b, c, d) = (TBody.Join(a, t0), TBody.Join(b, t1), TBody.Join(c, t2), TBody.Join(d, t3));
        }

        for (; term < end; term += team) a = TBody.Join(a, TBody.Term(memory, element, term));
        return TBody.Join(TBody.Join(a, b), TBody.Join(c, d));
    }
}

/// <summary>What <see cref="JoinedSlices{TMemory, TState, TBody}"/> works on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Slices<TMemory, TState>
    where TMemory : struct
    where TState : unmanaged
{
    /// <summary>What the first kernel works on.</summary>
    public TMemory Memory;

    /// <summary>What the slices came to: element by element.</summary>
    public ArrayView1D<TState, Stride1D.Dense> Parts;

    /// <summary>How many an element has.</summary>
    public long Count;
}

/// <summary>The reduction of what slices came to.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct JoinedSlices<TMemory, TState, TBody> : IReduction<Slices<TMemory, TState>, TState>
    where TMemory : struct
    where TState : unmanaged
    where TBody : struct, IReduction<TMemory, TState>
{
    /// <inheritdoc/>
    public static TState Empty => TBody.Empty;

    /// <inheritdoc/>
    public static TState Join(TState a, TState b) => TBody.Join(a, b);

    /// <inheritdoc/>
    public static TState Term(Slices<TMemory, TState> memory, long element, long term) => memory.Parts[(element * memory.Count) + term];

    /// <inheritdoc/>
    public static void Store(Slices<TMemory, TState> memory, long element, TState state) => TBody.Store(memory.Memory, element, state);
}
