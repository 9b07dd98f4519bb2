using System.ComponentModel;
using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu;

/// <summary>
/// The memory of one program on a device, by slot: inputs, outputs and intermediates. It grows when a batch is larger than any before and is kept when one is
/// smaller. Inputs that are streamed take turns in two places, so that a batch is copied while kernels read the one before. Emitted code uses it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class GpuBuffers
{
    private readonly GpuSession _session;
    private readonly MemoryBuffer?[][] _memory;
    private readonly IDisposable?[][] _staging;
    private bool _isStreaming;
    private int _turn;

    internal GpuBuffers(GpuSession session, int count)
    {
        _session = session;
        _memory = [new MemoryBuffer?[count], new MemoryBuffer?[count]];
        _staging = [new IDisposable?[count], new IDisposable?[count]];
    }

    /// <summary>A call begins whose inputs are copied before its kernels are started.</summary>
    /// <exception cref="ObjectDisposedException">The workspace or the device has been disposed.</exception>
    public void Begin()
    {
        _session.ThrowIfDisposed();
        (_isStreaming, _turn) = (false, 0);
    }

    /// <summary>A call begins whose inputs are copied while kernels of the call before run. <see cref="GpuSession.Finish"/> waits for both.</summary>
    /// <exception cref="ObjectDisposedException">The workspace or the device has been disposed.</exception>
    public void BeginStreaming()
    {
        _session.ThrowIfDisposed();
        _isStreaming = true;
        _turn = 1 - _turn;
    }

    /// <summary>Memory for exactly <paramref name="length"/> elements; less than none are none. Its contents are those of the last call, or anything.</summary>
    /// <exception cref="GpuOutOfMemoryException">The device has not so much.</exception>
    public ArrayView1D<T, Stride1D.Dense> Reserve<T>(int slot, long length) where T : unmanaged => Reserve<T>(_memory[0], slot, length);

    /// <summary>Memory with a copy of an input.</summary>
    /// <param name="slot">The number of the input's memory.</param>
    /// <param name="source">The first element, here.</param>
    /// <param name="length">How many elements.</param>
    /// <exception cref="GpuOutOfMemoryException">The device has not so much.</exception>
    public ArrayView1D<T, Stride1D.Dense> Upload<T>(int slot, T* source, long length) where T : unmanaged
    {
        var view = Reserve<T>(_memory[_turn], slot, length);
        if (length <= 0) return view;
        var values = new ReadOnlySpan<T>(source, checked((int)length));
        if (!_isStreaming)
        {
            view.CopyFromCPU(_session.Device.Stream, values);
            return view;
        }

        ref var memory = ref _staging[_turn][slot];
        if (memory is not PageLockedArray1D<T> staged || staged.Length < length)
        {
            if (memory is not null) _session.Device.FreePageLocked(memory);
            memory = staged = _session.Device.AllocatePageLocked<T>(length);
        }

        values.CopyTo(staged.Span);
        view.BaseView.CopyFromCPUUnsafeAsync(_session.Device.CopyStream, ref staged[0], length);
        return view;
    }

    /// <summary>Waits for the kernels and copies a result.</summary>
    /// <param name="result">Where it is on the device.</param>
    /// <param name="target">Where its first element goes, here.</param>
    public void Download<T>(ArrayView1D<T, Stride1D.Dense> result, T* target) where T : unmanaged
    {
        if (result.Length > 0) result.CopyToCPU(_session.Device.Stream, new Span<T>(target, checked((int)result.Length)));
    }

    /// <summary>Waits for the kernels and gives a result of one number.</summary>
    public T Value<T>(ArrayView1D<T, Stride1D.Dense> result) where T : unmanaged
    {
        T value = default;
        Download(result.SubView(0, 1), &value);
        return value;
    }

    internal void Free()
    {
        foreach (var memory in _memory.SelectMany(m => m)) if (memory is not null) _session.Device.Free(memory);
        foreach (var staged in _staging.SelectMany(m => m)) if (staged is not null) _session.Device.FreePageLocked(staged);
    }

    private ArrayView1D<T, Stride1D.Dense> Reserve<T>(MemoryBuffer?[] memory, int slot, long length) where T : unmanaged
    {
        length = Math.Max(length, 0);
        if (memory[slot] is not MemoryBuffer1D<T, Stride1D.Dense> buffer || buffer.Length < length)
        {
            if (memory[slot] is { } old)
            {
                // The old one goes first, for it may be large; kernels of the step before may still use it.
                _session.Device.Stream.Synchronize();
                _session.Device.Free(old);
                memory[slot] = null;
            }

            memory[slot] = buffer = _session.Device.Allocate<T>(Math.Max(length, 1));
        }

        return buffer.View.SubView(0, length);
    }
}
