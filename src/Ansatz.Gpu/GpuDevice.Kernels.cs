using System.ComponentModel;
using System.Numerics;
using Ansatz.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu;

// What emitted programs start. Everything goes to the device's one stream, so that it happens in the order in which it was started.
public sealed partial class GpuDevice
{
    // Fewer terms than this for each thread are not worth a second kernel that joins what the slices come to.
    private const long FewestTermsOfThread = 16;

    private const long MostSlices = 1024;

    private readonly Dictionary<Type, Delegate> _started = [];
    private readonly Dictionary<Type, MemoryBuffer> _parts = [];

    // Threads in a group of maps and reductions; a power of two.
    private int GroupThreads => Math.Min(ReductionKernels.LargestGroup, 1 << BitOperations.Log2((uint)Accelerator.MaxNumThreadsPerGroup));

    // So many threads keep the whole device busy.
    private long ManyThreads => Accelerator.NumMultiprocessors * 2048L;

    /// <summary>Starts a kernel of one thread for each part.</summary>
    /// <typeparam name="TMemory">What it works on.</typeparam>
    /// <typeparam name="TBody">What a thread does.</typeparam>
    /// <exception cref="GpuKernelException">It cannot be compiled.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Each<TMemory, TBody>(TMemory memory, long elements)
        where TMemory : struct
        where TBody : struct, IEach<TMemory>
    {
        if (elements > 0) Loaded<TBody, TMemory, long>(MapKernels.Each<TMemory, TBody>)(Accelerator.DefaultStream, Grid(elements), memory, elements);
    }

    /// <summary>Starts a map.</summary>
    /// <typeparam name="TMemory">What it works on.</typeparam>
    /// <typeparam name="TValue">What an element comes to.</typeparam>
    /// <typeparam name="TBody">How.</typeparam>
    /// <exception cref="GpuKernelException">It cannot be compiled.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Map<TMemory, TValue, TBody>(TMemory memory, long elements)
        where TMemory : struct
        where TValue : struct
        where TBody : struct, IMap<TMemory, TValue>
    {
        if (elements <= 0) return;
        if (elements < 4 * ManyThreads) Loaded<TBody, TMemory, long>(MapKernels.Map<TMemory, TValue, TBody>)(Accelerator.DefaultStream, Grid(elements), memory, elements);
        else Loaded<(TBody, TValue), TMemory, long>(MapKernels.FourMaps<TMemory, TValue, TBody>)(Accelerator.DefaultStream, Grid((elements + 3) / 4), memory, elements);
    }

    /// <summary>Starts a map whose elements depend on elements of their own number alone.</summary>
    /// <inheritdoc cref="Map{TMemory, TValue, TBody}"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void FlatMap<TMemory, TValue, TBody>(TMemory memory, long elements)
        where TMemory : struct
        where TValue : struct
        where TBody : struct, IFlatMap<TMemory, TValue>
    {
        if (elements > 0) Loaded<(TBody, Four<byte>), TMemory, long>(MapKernels.FlatMap<TMemory, TValue, TBody>)(Accelerator.DefaultStream, Grid((elements + 3) / 4), memory, elements);
    }

    /// <summary>Starts a reduction whose terms lie side by side.</summary>
    /// <typeparam name="TMemory">What it works on.</typeparam>
    /// <typeparam name="TState">What some terms come to.</typeparam>
    /// <typeparam name="TBody">The terms.</typeparam>
    /// <exception cref="GpuKernelException">It cannot be compiled.</exception>
    /// <exception cref="GpuOutOfMemoryException">What slices of the terms come to finds no room.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void ReduceAlong<TMemory, TState, TBody>(TMemory memory, long elements, long terms)
        where TMemory : struct
        where TState : unmanaged
        where TBody : struct, IReduction<TMemory, TState>
    {
        if (elements <= 0) return;

        var bits = TeamBits(elements, terms);
        var team = 1L << bits;
        var slices = Slices(terms, FewestTermsOfThread * team, elements * team);
        var parts = Parts<TState>(slices == 1 ? 0 : elements * slices);
        Loaded<TBody, TMemory, ArrayView1D<TState, Stride1D.Dense>, long, long, int, long>(ReductionKernels.Along<TMemory, TState, TBody>)(
            Accelerator.DefaultStream, Grid(elements * slices * team), memory, parts, elements, terms, bits, slices);
        if (slices > 1) Join<TMemory, TState, TBody>(memory, parts, elements, slices);
    }

    /// <summary>Starts a LogSumExp of single precision whose terms lie side by side.</summary>
    /// <inheritdoc cref="ReduceAlong{TMemory, TState, TBody}"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void LogSumExpSingle<TMemory, TBody>(TMemory memory, long elements, long terms)
        where TMemory : struct
        where TBody : struct, IReduction<TMemory, SingleLogSumExp> => LogSumExp<TMemory, float, SingleLogSumExp, TBody>(memory, elements, terms);

    /// <summary>Starts a LogSumExp of double precision whose terms lie side by side.</summary>
    /// <inheritdoc cref="ReduceAlong{TMemory, TState, TBody}"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void LogSumExpDouble<TMemory, TBody>(TMemory memory, long elements, long terms)
        where TMemory : struct
        where TBody : struct, IReduction<TMemory, DoubleLogSumExp> => LogSumExp<TMemory, double, DoubleLogSumExp, TBody>(memory, elements, terms);

    private void LogSumExp<TMemory, T, TState, TBody>(TMemory memory, long elements, long terms)
        where TMemory : struct
        where T : unmanaged
        where TState : unmanaged, ILogSumExp<TState, T>
        where TBody : struct, IReduction<TMemory, TState>
    {
        if (elements <= 0) return;
        var bits = TeamBits(elements, terms);
        if (Slices(terms, FewestTermsOfThread << bits, elements << bits) > 1)
        {
            // Slices do not know of each other's largest.
            ReduceAlong<TMemory, TState, TBody>(memory, elements, terms);
            return;
        }

        Loaded<(TBody, T), TMemory, long, long, int>(ReductionKernels.LogSumExpAlong<TMemory, T, TState, TBody>)(Accelerator.DefaultStream, Grid(elements << bits), memory, elements, terms, bits);
    }

    /// <summary>Starts a reduction whose terms lie side by side, with maps over its terms.</summary>
    /// <typeparam name="TMemory">What it works on.</typeparam>
    /// <typeparam name="TState">What some terms come to.</typeparam>
    /// <typeparam name="TValue">What the maps use.</typeparam>
    /// <typeparam name="TBody">The terms and the maps.</typeparam>
    /// <exception cref="GpuKernelException">It cannot be compiled.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void VisitAlong<TMemory, TState, TValue, TBody>(TMemory memory, long elements, long terms)
        where TMemory : struct
        where TState : unmanaged
        where TValue : unmanaged
        where TBody : struct, IVisitingReduction<TMemory, TState, TValue>
    {
        if (elements <= 0) return;
        var bits = VisitingTeamBits(elements, terms);
        Loaded<(TBody, Four<byte>), TMemory, long, long, int>(ReductionKernels.VisitingAlong<TMemory, TState, TValue, TBody>)(Accelerator.DefaultStream, Grid(elements << bits), memory, elements, terms, bits);
    }

    /// <summary>Starts a LogSumExp of single precision whose terms lie side by side, with maps over its terms.</summary>
    /// <inheritdoc cref="ReduceAlong{TMemory, TState, TBody}"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void VisitLogSumExpSingle<TMemory, TBody>(TMemory memory, long elements, long terms)
        where TMemory : struct
        where TBody : struct, IVisitingReduction<TMemory, SingleLogSumExp, float> => VisitLogSumExp<TMemory, float, SingleLogSumExp, TBody>(memory, elements, terms);

    /// <summary>Starts a LogSumExp of double precision whose terms lie side by side, with maps over its terms.</summary>
    /// <inheritdoc cref="ReduceAlong{TMemory, TState, TBody}"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void VisitLogSumExpDouble<TMemory, TBody>(TMemory memory, long elements, long terms)
        where TMemory : struct
        where TBody : struct, IVisitingReduction<TMemory, DoubleLogSumExp, double> => VisitLogSumExp<TMemory, double, DoubleLogSumExp, TBody>(memory, elements, terms);

    private void VisitLogSumExp<TMemory, T, TState, TBody>(TMemory memory, long elements, long terms)
        where TMemory : struct
        where T : unmanaged
        where TState : unmanaged, ILogSumExp<TState, T>
        where TBody : struct, IVisitingReduction<TMemory, TState, T>
    {
        if (elements <= 0) return;
        var bits = VisitingTeamBits(elements, terms);
        Loaded<(TBody, T, T), TMemory, long, long, int>(ReductionKernels.VisitingLogSumExpAlong<TMemory, T, TState, TBody>)(Accelerator.DefaultStream, Grid(elements << bits), memory, elements, terms, bits);
    }

    // A warp to each row where there are rows for all threads that can run at a time: it needs no barrier, and on an H200 takes half the time that a whole group
    // takes over 1024 terms. Where rows are few, threads for all terms at once, four each.
    private int VisitingTeamBits(long elements, long terms)
    {
        var most = elements * Accelerator.WarpSize >= Accelerator.MaxNumThreads ? Accelerator.WarpSize : GroupThreads;
        return Bits(Math.Min(most, (terms + 3) / 4));
    }

    // Four terms a thread or more; more than a warp only where there are too few elements to keep the device busy.
    private int TeamBits(long elements, long terms) => Bits(Math.Min(elements * Accelerator.WarpSize < ManyThreads ? GroupThreads : Accelerator.WarpSize, (terms + 3) / 4));

    /// <summary>Starts a reduction whose terms lie beside those of neighbouring elements.</summary>
    /// <inheritdoc cref="ReduceAlong{TMemory, TState, TBody}"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void ReduceAcross<TMemory, TState, TBody>(TMemory memory, long elements, long terms)
        where TMemory : struct
        where TState : unmanaged
        where TBody : struct, IReduction<TMemory, TState>
    {
        if (elements <= 0) return;

        // As many elements side by side as the group is wide, or fewer, so that more threads share the terms of each.
        var bits = Bits(GroupThreads);
        while (1 << bits > Math.Min(Accelerator.WarpSize, GroupThreads) && elements * (GroupThreads >> bits) < ManyThreads && terms >= 8L * (GroupThreads >> bits)) bits--;
        var team = GroupThreads >> bits;
        var blocks = (elements + (1L << bits) - 1) >> bits;
        var slices = Slices(terms, FewestTermsOfThread * team, blocks * GroupThreads);
        var parts = Parts<TState>(slices == 1 ? 0 : elements * slices);
        Loaded<(TBody, TState), TMemory, ArrayView1D<TState, Stride1D.Dense>, long, long, int, long>(ReductionKernels.Across<TMemory, TState, TBody>)(
            Accelerator.DefaultStream, Grid(blocks * slices * GroupThreads), memory, parts, elements, terms, bits, slices);
        if (slices > 1) Join<TMemory, TState, TBody>(memory, parts, elements, slices);
    }

    /// <summary>Sets memory to 0.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Clear<T>(ArrayView1D<T, Stride1D.Dense> memory)
        where T : unmanaged
    {
        if (memory.Length > 0) memory.MemSetToZero(Accelerator.DefaultStream);
    }

    /// <summary>Copies memory of the same length.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Copy<T>(ArrayView1D<T, Stride1D.Dense> from, ArrayView1D<T, Stride1D.Dense> to)
        where T : unmanaged
    {
        if (from.Length > 0) to.CopyFrom(Accelerator.DefaultStream, from);
    }

    private void Join<TMemory, TState, TBody>(TMemory memory, ArrayView1D<TState, Stride1D.Dense> parts, long elements, long slices)
        where TMemory : struct
        where TState : unmanaged
        where TBody : struct, IReduction<TMemory, TState>
    {
        var bits = Bits(Math.Min(GroupThreads, slices / 2));
        Loaded<JoinedSlices<TMemory, TState, TBody>, Slices<TMemory, TState>, ArrayView1D<TState, Stride1D.Dense>, long, long, int, long>(
            ReductionKernels.Along<Slices<TMemory, TState>, TState, JoinedSlices<TMemory, TState, TBody>>)(
            Accelerator.DefaultStream, Grid(elements << bits), new Slices<TMemory, TState> { Memory = memory, Parts = parts, Count = slices }, parts, elements, slices, bits, 1);
    }

    private long Slices(long terms, long fewest, long threads) => terms <= fewest ? 1 : Math.Clamp(ManyThreads / threads, 1, Math.Min(MostSlices, terms / fewest));

    private KernelConfig Grid(long threads) => new(checked((int)((threads + GroupThreads - 1) / GroupThreads)), GroupThreads);

    // All work is on one stream, so one piece of memory serves one kernel after the other.
    private ArrayView1D<T, Stride1D.Dense> Parts<T>(long length)
        where T : unmanaged
    {
        var known = _parts.TryGetValue(typeof(T), out var memory) ? (MemoryBuffer1D<T, Stride1D.Dense>)memory : null;
        if (known is null || known.Length < length)
        {
            if (known is not null)
            {
                Synchronize();
                Free(known);
            }

            _parts[typeof(T)] = known = Allocate<T>(Math.Max(1, length));
        }

        return known.View;
    }

    // The bits of the power of two that is at least this.
    private static int Bits(long number) => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1, number)));

    private Action<AcceleratorStream, KernelConfig, T1, T2> Loaded<TKey, T1, T2>(Action<T1, T2> kernel)
        where T1 : struct
        where T2 : struct => (Action<AcceleratorStream, KernelConfig, T1, T2>)(_started.TryGetValue(typeof(TKey), out var known) ? known : Load(typeof(TKey), kernel, () => Accelerator.LoadKernel(kernel)));

    private Action<AcceleratorStream, KernelConfig, T1, T2, T3> Loaded<TKey, T1, T2, T3>(Action<T1, T2, T3> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct => (Action<AcceleratorStream, KernelConfig, T1, T2, T3>)(_started.TryGetValue(typeof(TKey), out var known) ? known : Load(typeof(TKey), kernel, () => Accelerator.LoadKernel(kernel, Bounds)));

    private Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4> Loaded<TKey, T1, T2, T3, T4>(Action<T1, T2, T3, T4> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct => (Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4>)(_started.TryGetValue(typeof(TKey), out var known) ? known : Load(typeof(TKey), kernel, () => Accelerator.LoadKernel(kernel)));

    private Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6> Loaded<TKey, T1, T2, T3, T4, T5, T6>(Action<T1, T2, T3, T4, T5, T6> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct => (Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6>)(_started.TryGetValue(typeof(TKey), out var known) ? known : Load(typeof(TKey), kernel, () => Accelerator.LoadKernel(kernel)));

    // A key is the body, with something that tells kernels apart that take the same body.
    private Delegate Load(Type key, Delegate kernel, Func<Delegate> load)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_spoiled is not null) throw _spoiled;
        try
        {
            return _started[key] = load();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw _spoiled = new GpuKernelException(Description, NameOf(kernel), e);
        }
    }

    // The kernel's method is the library's; what names it is the emitted body.
    private static string NameOf(Delegate kernel) => $"{kernel.Method.GetGenericArguments().LastOrDefault()?.FullName} ({kernel.Method.Name})";
}
