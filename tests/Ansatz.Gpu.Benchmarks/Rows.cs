using System.Numerics.Tensors;
using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Models;
using Ansatz.Gpu.Benchmarks.Models;

namespace Ansatz.Gpu.Benchmarks;

/// <summary>What is measured.</summary>
/// <param name="Name">For people.</param>
/// <param name="Peer">The name and the size in the peer's script.</param>
/// <param name="Operations">Operations of arithmetic in multiplications and additions.</param>
/// <param name="Bytes">Bytes that have to be read and written at least once.</param>
/// <param name="Make">The model with its numbers on a device.</param>
internal sealed record Row(string Name, string Peer, double Operations, double Bytes, Func<GpuDevice, DeviceRun> Make);

/// <summary>A model whose numbers are on a device.</summary>
/// <param name="memory">Its memory there.</param>
/// <param name="launch">Starts its kernels.</param>
/// <param name="norms">Norms of its results, in the peer's order.</param>
internal sealed class DeviceRun(IDisposable memory, Action launch, double[] norms) : IDisposable
{
    /// <summary>Starts its kernels.</summary>
    public Action Launch => launch;

    /// <summary>Throws unless the peer computes the same.</summary>
    public void Require(string row, double[] peer)
    {
        if (peer.Length != norms.Length) throw new InvalidOperationException($"{row}: {norms.Length} results, the peer has {peer.Length}.");
        for (var k = 0; k < peer.Length; k++) Agreement.Require($"{row}, norm {k}", norms[k], peer[k]);
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}

/// <summary>All rows.</summary>
internal static class Rows
{
    /// <summary>In the order of the table.</summary>
    public static IReadOnlyList<Row> All { get; } =
    [
        LowRank(128), LowRank(16384), Pairs(1024), Pairs(65536), Attention(1), Attention(32), Convolution(16), Convolution(256), Product(4096), Elementwise(1_000_000), Elementwise(1 << 26), Update(1 << 26), Softmax(1 << 16),
    ];

    // y = gelu((x·V)·U + b) and all gradients: six products, each 2·N·512·32.
    private static Row LowRank(int n) => new($"low-rank layer 512-32-512, batch {n}, gradients", $"lowrank:{n}", 12.0 * n * 512 * 32, 4.0 * n * 512 * 3, device =>
    {
        var model = new LowRankLayer();
        Fill(model.V, 0.73, 0.2, 1 / Math.Sqrt(512));
        Fill(model.U, 1.17, 0.3, 1 / Math.Sqrt(32));
        Fill(model.B, 0.51, 0.4, 0.1);
        var (x, g, dx, y) = (Numbers(0.37, 0.1, 1, n, 512), Numbers(0.29, 0.5, 1, n, 512), Zeros(n, 512), Zeros(n, 512));
        var gpu = model.OnGpu(device);
        model.Evaluate(gpu, x, y);
        model.Gradient(gpu, x, g, dx);
        return new(gpu, gpu.GradientOnGpu.Launch, [Norm(y), Norm(dx), Norm(gpu.Gradients.Tensor<float>(0)), Norm(gpu.Gradients.Tensor<float>(1)), Norm(gpu.Gradients.Tensor<float>(2))]);
    });

    private static Row Pairs(int n) => new($"factorization machine {n}×26×16, gradients", $"pairs:{n}", 8.0 * n * 26 * 16, 8.0 * n * 26 * 16, device =>
    {
        var model = new GatheredPairs();
        var (e, g, de, y) = (Numbers(0.37, 0.1, 1, n, 26, 16), Numbers(0.29, 0.5, 1, n), Zeros(n, 26, 16), Zeros(n));
        var gpu = model.OnGpu(device);
        model.Evaluate(gpu, e, y);
        model.Gradient(gpu, e, g, de);
        return new(gpu, gpu.GradientOnGpu.Launch, [Norm(y), Norm(de)]);
    });

    private static Row Attention(int heads) => new($"attention, {heads} × 1024×64", $"attention:{heads}", 4.0 * heads * 1024 * 1024 * 64, 4.0 * heads * 1024 * 64 * 4, device =>
    {
        var model = new AttentionHeads();
        var y = Zeros(heads, 1024, 64);
        var gpu = model.OnGpu(device);
        model.Evaluate(gpu, Numbers(0.37, 0.1, 1, heads, 1024, 64), Numbers(0.73, 0.1, 1, heads, 1024, 64), Numbers(1.17, 0.1, 1, heads, 1024, 64), y);
        return new(gpu, gpu.EvaluateOnGpu.Launch, [Norm(y)]);
    });

    private static Row Convolution(int n) => new($"convolution 3×3, 16 to 32, 28×28, batch {n}, gradients", $"convolution:{n}", 3.0 * 2 * n * 32 * 28 * 28 * 16 * 9, 4.0 * n * 28 * 28 * (16 + 32 + 32 + 16), device =>
    {
        var model = new Convolution3x3();
        Fill(model.F, 0.73, 0.2, 1 / 12.0);
        var (x, g, dx, y) = (Numbers(0.37, 0.1, 1, n, 16, 28, 28), Numbers(0.29, 0.5, 1, n, 32, 28, 28), Zeros(n, 16, 28, 28), Zeros(n, 32, 28, 28));
        var gpu = model.OnGpu(device);
        model.Evaluate(gpu, x, y);
        model.Gradient(gpu, x, g, dx);
        return new(gpu, gpu.GradientOnGpu.Launch, [Norm(y), Norm(dx), Norm(gpu.Gradients.Tensor<float>(0))]);
    });

    private static Row Product(int size) => new($"product of {size}×{size} matrices", $"product:{size}", 2.0 * size * size * size, 12.0 * size * size, device =>
    {
        var model = new SquareProduct(size);
        var c = Zeros(size, size);
        var gpu = model.OnGpu(device);
        model.Evaluate(gpu, Numbers(0.37, 0.1, 1, size, size), Numbers(0.73, 0.2, 1, size, size), c);
        return new(gpu, gpu.EvaluateOnGpu.Launch, [Norm(c)]);
    });

    private static Row Elementwise(int n) => new($"tanh·sigmoid + exp over {n}", $"elementwise:{n}", 0, 8.0 * n, device =>
    {
        var model = new Elementwise();
        var y = Zeros(n);
        var gpu = model.OnGpu(device);
        model.Evaluate(gpu, 1.25f, -0.5f, 0.75f, Numbers(0.37, 0.1, 3, n), y);
        return new(gpu, gpu.EvaluateOnGpu.Launch, [Norm(y)]);
    });

    private static Row Update(int n) => new($"a·x + b·y - c·z over {n}", $"update:{n}", 0, 16.0 * n, device =>
    {
        var model = new VectorUpdate();
        var updated = Zeros(n);
        var gpu = model.OnGpu(device);
        model.Evaluate(gpu, 1.25f, -0.5f, -0.75f, Numbers(0.37, 0.1, 1, n), Numbers(0.73, 0.1, 1, n), Numbers(1.17, 0.1, 1, n), updated);
        return new(gpu, gpu.EvaluateOnGpu.Launch, [Norm(updated)]);
    });

    private static Row Softmax(int n) => new($"softmax of {n} rows of 1024", $"softmax:{n}", 0, 8.0 * n * 1024, device =>
    {
        var model = new SoftmaxRows();
        var y = Zeros(n, 1024);
        var gpu = model.OnGpu(device);
        model.Evaluate(gpu, Numbers(0.37, 0.1, 3, n, 1024), y);
        return new(gpu, gpu.EvaluateOnGpu.Launch, [Norm(y)]);
    });

    private static Tensor<float> Numbers(double a, double b, double scale, params ReadOnlySpan<nint> shape) =>
        Tensor.Create(HashNumbers.Single(checked((int)TensorPrimitives.Product(shape)), a, b, scale), shape);

    private static Tensor<float> Zeros(params ReadOnlySpan<nint> shape) => Tensor.CreateFromShape<float>(shape);

    private static void Fill(Tensor<float> tensor, double a, double b, double scale) => HashNumbers.Single(checked((int)tensor.FlattenedLength), a, b, scale).AsSpan().CopyTo(Values(tensor));

    private static Span<float> Values(Tensor<float> tensor) => System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref tensor.AsTensorSpan().GetPinnableReference(), checked((int)tensor.FlattenedLength));

    private static double Norm(Tensor<float> tensor) => Agreement.Norm(Values(tensor));
}
