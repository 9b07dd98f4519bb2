namespace Ansatz.Gpu;

/// <summary>A kernel could not be compiled for a device. The device's context is of no more use: open the device again.</summary>
public sealed class GpuKernelException : GpuException
{
    internal GpuKernelException(GpuDescription device, string kernel, Exception inner)
        : base($"The kernel {kernel} cannot be compiled for {device}: {Innermost(inner).Message}", device.ToString(), inner) => Kernel = kernel;

    /// <summary>The kernel.</summary>
    public string Kernel { get; }

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
