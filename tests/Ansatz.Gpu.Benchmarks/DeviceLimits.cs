using ILGPU.Runtime.Cuda;

namespace Ansatz.Gpu.Benchmarks;

/// <summary>What a device can do at most, by its own description.</summary>
/// <param name="Gigaflops">Single-precision operations, two in a fused multiplication and addition; 0 if not known.</param>
/// <param name="Gigabytes">Bytes a second to and from its memory; 0 if not known.</param>
internal sealed record DeviceLimits(double Gigaflops, double Gigabytes)
{
    // Lanes of single precision on a multiprocessor, from compute capability 8.6 and on 9.0.
    private const int Lanes = 128;

    /// <summary>Of a CUDA device: clocks in MHz and the width of the bus in bits, of which both edges of the clock are used.</summary>
    public static DeviceLimits Of(GpuDevice device) => device.Accelerator is CudaAccelerator cuda
        ? new(cuda.NumMultiprocessors * Lanes * 2.0 * cuda.ClockRate * 1e-3, 2.0 * cuda.MemoryClockRate * cuda.MemoryBusWidth / 8 * 1e-3)
        : new(0, 0);

    /// <summary>How near a row comes to what limits it.</summary>
    public string Share(Row row, double microseconds)
    {
        if (Gigaflops == 0) return "";
        var (flops, bytes) = (row.Operations * 1e-3 / microseconds, row.Bytes * 1e-3 / microseconds);
        return flops / Gigaflops > bytes / Gigabytes ? $"{flops * 1e-3:0.0} Tflop/s, {flops / Gigaflops:0 %}" : $"{bytes:0} GB/s, {bytes / Gigabytes:0 %}";
    }

    /// <inheritdoc/>
    public override string ToString() => Gigaflops == 0 ? "limits not known" : $"at most {Gigaflops * 1e-3:0.0} Tflop/s in single precision and {Gigabytes:0} GB/s";
}
