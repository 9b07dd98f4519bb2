using System.Numerics;
using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu;

/// <summary>What one optimiser remembers of the tensors of a <see cref="ResidentBlock{T}"/>, in the block's layout.</summary>
internal sealed class ResidentMoments<T>(GpuDevice device, int length) where T : unmanaged
{
    private readonly Dictionary<Optimizer.Slot, DeviceCopy> _copies = [];

    /// <summary>The first moments, once there are any.</summary>
    public MemoryBuffer1D<T, Stride1D.Dense>? First { get; private set; }

    /// <summary>The second moments, once there are any.</summary>
    public MemoryBuffer1D<T, Stride1D.Dense>? Second { get; private set; }

    /// <summary>The copies of what is remembered, tensor by tensor.</summary>
    public IEnumerable<DeviceCopy> Copies => _copies.Values;

    /// <summary>The copy of what is remembered of one tensor. At first use it takes over what the optimiser has.</summary>
    public DeviceCopy Of<TNumber>(Optimizer.Slot<TNumber> slot) where TNumber : unmanaged, IFloatingPointIeee754<TNumber>
    {
        if (_copies.TryGetValue(slot, out var copy)) return copy;
        if (slot.First.Length > 0) First ??= device.Allocate<T>(length);
        if (slot.Second.Length > 0) Second ??= device.Allocate<T>(length);
        return _copies[slot] = new Copy<TNumber>(device, slot, (MemoryBuffer1D<TNumber, Stride1D.Dense>?)(object?)First, (MemoryBuffer1D<TNumber, Stride1D.Dense>?)(object?)Second);
    }

    /// <summary>Gives the memory back.</summary>
    public void Free()
    {
        if (First is not null) device.Free(First);
        if (Second is not null) device.Free(Second);
    }

    private sealed class Copy<TNumber>(GpuDevice device, Optimizer.Slot<TNumber> slot, MemoryBuffer1D<TNumber, Stride1D.Dense>? first, MemoryBuffer1D<TNumber, Stride1D.Dense>? second)
        : DeviceCopy(slot.Residency ??= new Residency()) where TNumber : unmanaged, IFloatingPointIeee754<TNumber>
    {
        public override void Download()
        {
            device.ThrowIfDisposed();
            first?.View.SubView(slot.Segment.Offset, slot.First.Length).CopyToCPU(device.Stream, slot.First.AsSpan());
            second?.View.SubView(slot.Segment.Offset, slot.Second.Length).CopyToCPU(device.Stream, slot.Second.AsSpan());
        }

        protected override void Upload()
        {
            first?.View.SubView(slot.Segment.Offset, slot.First.Length).CopyFromCPU(device.Stream, (ReadOnlySpan<TNumber>)slot.First);
            second?.View.SubView(slot.Segment.Offset, slot.Second.Length).CopyFromCPU(device.Stream, (ReadOnlySpan<TNumber>)slot.Second);
        }
    }
}
