using Ansatz.Testing;

namespace Ansatz.Gpu.Tests;

/// <summary>The device that the tests use: the simulation, unless the environment variable ANSATZ_GPU names another kind (Cuda, OpenCl).</summary>
public static class TestDevice
{
    /// <summary>Its kind.</summary>
    public static GpuKind Kind { get; } = Environment.GetEnvironmentVariable("ANSATZ_GPU") is { Length: > 0 } name ? Enum.Parse<GpuKind>(name, ignoreCase: true) : GpuKind.Simulated;

    /// <summary>Whether what takes long is run as a whole.</summary>
    public static bool RunsAll { get; } = Kind != GpuKind.Simulated || ModelCases.RunsAll;

    /// <summary>Opens it.</summary>
    public static GpuDevice Open() => GpuDevice.Open(Kind);
}
