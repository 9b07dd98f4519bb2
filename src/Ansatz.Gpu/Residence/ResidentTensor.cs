using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu;

/// <summary>The copy of one stored tensor.</summary>
internal abstract class ResidentTensor(Segment segment) : DeviceCopy(segment.Residency ??= new Residency())
{
    /// <summary>Whether the tensor still lies where the copy was made.</summary>
    public abstract bool IsInPlace { get; }
}

/// <inheritdoc/>
internal sealed unsafe class ResidentTensor<T>(GpuDevice device, Segment<T> segment, MemoryBuffer1D<T, Stride1D.Dense> memory) : ResidentTensor(segment) where T : unmanaged
{
    private readonly T[] _array = segment.Array;

    /// <summary>The memory on the device.</summary>
    public ArrayView1D<T, Stride1D.Dense> View { get; } = memory.View.SubView(segment.Offset, segment.Length);

    /// <inheritdoc/>
    public override bool IsInPlace => segment.Array == _array;

    /// <inheritdoc/>
    public override void Download()
    {
        device.ThrowIfDisposed();
        View.CopyToCPU(device.Stream, new Span<T>(segment.Address, segment.Length));
    }

    protected override void Upload() => View.CopyFromCPU(device.Stream, new ReadOnlySpan<T>(segment.Address, segment.Length));
}
