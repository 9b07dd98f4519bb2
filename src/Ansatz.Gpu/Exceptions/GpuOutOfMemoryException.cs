namespace Ansatz.Gpu;

/// <summary>A device has not as much memory as was asked for.</summary>
public sealed class GpuOutOfMemoryException : GpuException
{
    internal GpuOutOfMemoryException(GpuDescription device, long bytes, long held, Exception? inner)
        : base(FormattableString.Invariant($"{device} has no {bytes:N0} bytes free; {held:N0} are in use by this program."), device.ToString(), inner) => (Bytes, HeldBytes) = (bytes, held);

    /// <summary>The bytes that were asked for.</summary>
    public long Bytes { get; }

    /// <summary>The bytes that had been allocated through the same <see cref="GpuDevice"/>.</summary>
    public long HeldBytes { get; }
}
