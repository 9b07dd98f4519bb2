using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu.Tests;

/// <summary>Devices: what there is, what opening, allocating and compiling say when they cannot, and that all is given back once.</summary>
public sealed class DeviceTests
{
    /// <summary>What the kernels are handed. Public, since ILGPU makes types of its own with it.</summary>
    public readonly record struct Memory(ArrayView1D<float, Stride1D.Dense> X, ArrayView1D<float, Stride1D.Dense> Y, float Factor);

    [Fact]
    public void TheSimulationIsAlwaysThereAndLast()
    {
        var available = GpuDevice.Available();
        Assert.Equal(GpuKind.Simulated, available[^1].Kind);
        Assert.Equal(available.OrderBy(d => d.Kind).Select(d => d.Kind), available.Select(d => d.Kind));
        Assert.All(available, d => Assert.True(d.MemoryBytes > 0 && d.Name.Length > 0));
    }

    [Fact]
    public void TheBestIsAGpuOrNone()
    {
        if (GpuDevice.Available().Any(d => d.Kind != GpuKind.Simulated))
        {
            using var device = GpuDevice.Open();
            Assert.NotEqual(GpuKind.Simulated, device.Description.Kind);
            return;
        }

        var none = Assert.Throws<NoGpuException>(GpuDevice.Open);
        Assert.StartsWith("No device of kind Cuda or OpenCl can be used here. What there is: ", none.Message, StringComparison.Ordinal);
        Assert.NotEmpty(none.Found);
    }

    [Fact]
    public void OneThatIsNotThereIsNamed()
    {
        var none = Assert.Throws<NoGpuException>(() => GpuDevice.Open(GpuKind.Simulated, 99));
        Assert.Equal("Simulated with number 99", none.Device);
        Assert.Throws<ArgumentOutOfRangeException>(() => GpuDevice.Open(GpuKind.Simulated, -1));
    }

    [Fact]
    public void AKernelIsHandedOneValueAndRuns()
    {
        using var device = GpuDevice.Open(GpuKind.Simulated);
        var x = device.Allocate<float>(5);
        var y = device.Allocate<float>(5);
        x.CopyFromCPU([1f, 2, 3, 4, 5]);
        var scale = device.Load<Memory>(Scale);
        Assert.Same(scale, device.Load<Memory>(Scale));
        scale(device.Accelerator.DefaultStream, 5, new Memory(x.View, y.View, 3));
        device.Synchronize();
        Assert.Equal([3f, 6, 9, 12, 15], y.GetAsArray1D());
    }

    [Fact]
    public void MemoryIsCountedAndGivenBackOnce()
    {
        var device = GpuDevice.Open(GpuKind.Simulated);
        var first = device.Allocate<double>(1000);
        device.Allocate<float>(0);
        Assert.Equal(8000, device.HeldBytes);
        device.Free(first);
        device.Free(first);
        Assert.Equal(0, device.HeldBytes);
        Assert.True(first.IsDisposed);
        var second = device.Allocate<int>(10);
        device.Dispose();
        device.Dispose();
        Assert.True(second.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => device.Allocate<int>(1));
        Assert.Throws<ObjectDisposedException>(() => device.Load<Memory>(Scale));
    }

    [Fact]
    public void TooMuchMemoryNamesDeviceAndBytes()
    {
        using var device = GpuDevice.Open(GpuKind.Simulated);
        device.Allocate<float>(100);
        var e = Assert.Throws<GpuOutOfMemoryException>(() => device.Allocate<double>(1L << 50));
        Assert.Equal((8L << 50, 400L, device.ToString()), (e.Bytes, e.HeldBytes, e.Device));
        Assert.Contains("9,007,199,254,740,992 bytes", e.Message, StringComparison.Ordinal);
        Assert.Equal(400, device.HeldBytes);
    }

    [Fact]
    public void AKernelThatDoesNotCompileIsNamedAndTheDeviceSaysSo()
    {
        using (var device = GpuDevice.Open(GpuKind.Simulated))
        {
            var e = Assert.Throws<GpuKernelException>(() => device.Load<Memory>(Allocates));
            Assert.Equal("Ansatz.Gpu.Tests.DeviceTests.Allocates", e.Kernel);
            Assert.Contains(device.ToString(), e.Message, StringComparison.Ordinal);

            // Its context is spoiled: nothing is loaded into it any more.
            Assert.Same(e, Assert.Throws<GpuKernelException>(() => device.Load<Memory>(Scale)));
        }

        using var again = GpuDevice.Open(GpuKind.Simulated);
        again.Load<Memory>(Scale);
    }

    private static void Scale(Index1D i, Memory memory) => memory.Y[i] = memory.Factor * memory.X[i];

    private static void Allocates(Index1D i, Memory memory) => memory.Y[i] = new List<float> { memory.X[i] }.Count;
}
