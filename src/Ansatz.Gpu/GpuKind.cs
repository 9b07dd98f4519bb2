namespace Ansatz.Gpu;

/// <summary>What drives a device.</summary>
public enum GpuKind
{
    /// <summary>An NVIDIA GPU, through CUDA's driver.</summary>
    Cuda,

    /// <summary>A GPU through OpenCL 2.0 or later.</summary>
    OpenCl,

    /// <summary>ILGPU's simulation on the CPU: slow, for looking at kernels with a debugger and for tests.</summary>
    Simulated,
}
