using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using ILGPU.Runtime.CPU;

namespace Ansatz.Gpu;

/// <summary>An open device: its context, one stream, the kernels that were compiled for it and the memory that was allocated on it.</summary>
/// <remarks>
/// Every device has a context of its own, since a kernel that fails to compile spoils an ILGPU context for all that follow. Not for use by several
/// threads at once. Disposing it frees all memory that was allocated through it; what only the device knew of a model's parameters is fetched first.
/// </remarks>
public sealed partial class GpuDevice : IDisposable
{
    // A simulated group waits for each of its threads at every barrier: as few as have more than one warp.
    private const int SimulatedWarp = 2;
    private const int SimulatedWarps = 2;

    private readonly Context _context;
    private readonly Dictionary<MethodInfo, Delegate> _kernels = [];
    private readonly HashSet<IDisposable> _memory = [];
    private GpuKernelException? _spoiled;
    private AcceleratorStream? _copyStream;
    private bool _isDisposed;

    private GpuDevice(Context context, Accelerator accelerator, GpuDescription description)
    {
        (_context, Accelerator, Description) = (context, accelerator, description);
        Residents = new ResidentBlocks(this);
    }

    /// <summary>What it is.</summary>
    public GpuDescription Description { get; }

    /// <summary>ILGPU's accelerator, for kernels of one's own.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The stream on which kernels of models run, one after the other.</summary>
    public AcceleratorStream Stream => Accelerator.DefaultStream;

    /// <summary>The bytes that are allocated through this value.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Every device that can be opened: CUDA's, then OpenCL's, those with the most memory first, and the simulation last.</summary>
    public static IReadOnlyList<GpuDescription> Available()
    {
        var found = new List<GpuDescription>();
        foreach (var kind in Enum.GetValues<GpuKind>())
        {
            try
            {
                using var context = ContextOf(kind);
                found.AddRange(DevicesOf(context, kind).Select((d, k) => Describe(d, kind, k)).OrderByDescending(d => d.MemoryBytes));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // No driver of this kind.
            }
        }

        return found;
    }

    /// <summary>Opens the best GPU there is: the first of <see cref="Available"/> that is no simulation.</summary>
    /// <exception cref="NoGpuException">There is none.</exception>
    public static GpuDevice Open()
    {
        var available = Available();
        return available.FirstOrDefault(d => d.Kind != GpuKind.Simulated) is { } best ? Open(best.Kind, best.Ordinal) : throw new NoGpuException("Cuda or OpenCl", available);
    }

    /// <summary>Opens a device.</summary>
    /// <param name="kind">What drives it.</param>
    /// <param name="ordinal">Its number among those of its kind.</param>
    /// <exception cref="NoGpuException">There is no such device.</exception>
    public static GpuDevice Open(GpuKind kind, int ordinal = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        Context? context = null;
        try
        {
            context = ContextOf(kind);
            if (DevicesOf(context, kind).ElementAtOrDefault(ordinal) is { } device)
            {
                return new GpuDevice(context, device.CreateAccelerator(context), Describe(device, kind, ordinal));
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            context?.Dispose();
            throw new NoGpuException(Wanted(kind, ordinal), Available(), e);
        }

        context.Dispose();
        throw new NoGpuException(Wanted(kind, ordinal), Available());
    }

    /// <summary>Memory for some elements, not set to anything.</summary>
    /// <exception cref="GpuOutOfMemoryException">The device has not so much.</exception>
    public MemoryBuffer1D<T, Stride1D.Dense> Allocate<T>(long length) where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var bytes = checked(length * Interop.SizeOf<T>());
        try
        {
            var memory = Accelerator.Allocate1D<T>(length);
            _memory.Add(memory);
            HeldBytes += bytes;
            return memory;
        }
        catch (Exception e) when (e is AcceleratorException or OutOfMemoryException or OverflowException or ArgumentException)
        {
            throw new GpuOutOfMemoryException(Description, bytes, HeldBytes, e);
        }
    }

    /// <summary>Gives memory back; memory that was given back already, or by <see cref="Dispose"/>, is left alone.</summary>
    public void Free(MemoryBuffer memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (!_memory.Remove(memory)) return;
        HeldBytes -= memory.LengthInBytes;
        memory.Dispose();
    }

    /// <summary>A kernel of one thread for each index, compiled for this device when it is first asked for.</summary>
    /// <typeparam name="TArguments">All that it is handed beside the index: views and numbers. A public type, since ILGPU makes types of its own with it.</typeparam>
    /// <param name="kernel">A static method.</param>
    /// <returns>What starts it with so many threads on the device's stream.</returns>
    /// <exception cref="GpuKernelException">It cannot be compiled, or another one could not be.</exception>
    public Action<AcceleratorStream, Index1D, TArguments> Load<TArguments>(Action<Index1D, TArguments> kernel) where TArguments : struct
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_spoiled is not null) throw _spoiled;
        try
        {
            if (!_kernels.TryGetValue(kernel.Method, out var loaded)) _kernels[kernel.Method] = loaded = Accelerator.LoadAutoGroupedKernel(kernel);
            return (Action<AcceleratorStream, Index1D, TArguments>)loaded;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw _spoiled = new GpuKernelException(Description, $"{kernel.Method.DeclaringType?.FullName}.{kernel.Method.Name}", e);
        }
    }

    /// <summary>The stream on which batches are copied while kernels run.</summary>
    internal AcceleratorStream CopyStream => _copyStream ??= Accelerator.CreateStream();

    /// <summary>The copies of stored tensors on this device.</summary>
    internal ResidentBlocks Residents { get; }

    /// <summary>Waits for all that was started, since memory is about to go. Whether it failed is not asked: there is nothing left to be done about it.</summary>
    internal void Settle()
    {
        if (_isDisposed) return;
        try
        {
            Accelerator.Synchronize();
        }
        catch (AcceleratorException)
        {
        }
    }

    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    /// <summary>Memory of this machine that the device reads and writes on its own, while this one goes on.</summary>
    internal PageLockedArray1D<T> AllocatePageLocked<T>(long length) where T : unmanaged
    {
        ThrowIfDisposed();
        var memory = Accelerator.AllocatePageLocked1D<T>(length);
        _memory.Add(memory);
        return memory;
    }

    /// <summary>Gives such memory back.</summary>
    internal void FreePageLocked(IDisposable memory)
    {
        if (_memory.Remove(memory)) memory.Dispose();
    }

    /// <summary>Waits for all that was started.</summary>
    public void Synchronize() => Accelerator.Synchronize();

    /// <inheritdoc/>
    public override string ToString() => Description.ToString();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        Settle();
        Residents.Leave();
        _isDisposed = true;
        foreach (var memory in _memory) memory.Dispose();
        _memory.Clear();
        HeldBytes = 0;
        _copyStream?.Dispose();
        Accelerator.Dispose();
        _context.Dispose();
    }

    private static Context ContextOf(GpuKind kind) => Context.Create(builder =>
    {
        switch (kind)
        {
            case GpuKind.Cuda: builder.Cuda(); break;
            case GpuKind.OpenCl: builder.OpenCL(); break;
            default: builder.CPU(new CPUDevice(SimulatedWarp, SimulatedWarps, 1)); break;
        }
    });

    // A context that finds no device of its kind has one that computes on the CPU.
    private static IEnumerable<Device> DevicesOf(Context context, GpuKind kind)
    {
        var type = kind switch
        {
            GpuKind.Cuda => AcceleratorType.Cuda,
            GpuKind.OpenCl => AcceleratorType.OpenCL,
            _ => AcceleratorType.CPU,
        };
        return context.Devices.Where(d => d.AcceleratorType == type);
    }

    private static GpuDescription Describe(Device device, GpuKind kind, int ordinal) =>
        new(kind, ordinal, device.Name, kind == GpuKind.Simulated ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : device.MemorySize);

    private static string Wanted(GpuKind kind, int ordinal) => ordinal == 0 ? kind.ToString() : FormattableString.Invariant($"{kind} with number {ordinal}");
}
