using System.ComponentModel;
using Ansatz.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu;

// Which tiles a contraction is cut into, and how many slices its terms.
public sealed partial class GpuDevice
{
    // Fewer terms than this are not worth a slice of their own.
    private const long FewestTermsOfTile = 128;

    /// <summary>A form of tiles.</summary>
    /// <param name="High">Rows of a tile.</param>
    /// <param name="Wide">Columns of a tile.</param>
    /// <param name="Threads">Threads of a group.</param>
    /// <param name="Share">How much of the arithmetic a full device reaches with it, relative to the largest tiles: an estimate from the loads for each multiplication.</param>
    /// <param name="IsTransposed">Whether rows and columns are exchanged.</param>
    private readonly record struct Tiles(int High, int Wide, int Threads, double Share, bool IsTransposed);

    private static readonly Tiles[] FormsOfTiles = [new(128, 128, 256, 1, false), new(128, 64, 256, 0.8, false), new(128, 64, 256, 0.78, true), new(128, 32, 128, 0.65, false), new(128, 32, 128, 0.63, true), new(32, 32, 64, 0.4, false)];

    private static readonly Tiles[] FormsOfSmallDevice = [new(16, 16, 4, 1, false), new(16, 8, 4, 0.8, false), new(16, 8, 4, 0.78, true), new(8, 8, 4, 0.4, false)];

    // Registers for two groups of a contraction on each multiprocessor, which then work while the other waits: 30.6 instead of 27.8 Tflop/s.
    private KernelSpecialization Bounds => Description.Kind == GpuKind.Cuda ? new KernelSpecialization(ReductionKernels.LargestGroup, 2) : KernelSpecialization.Empty;

    /// <summary>Starts a contraction of single precision.</summary>
    /// <typeparam name="TMemory">What it works on.</typeparam>
    /// <typeparam name="TBody">Its operands and its epilogue.</typeparam>
    /// <exception cref="GpuKernelException">It cannot be compiled.</exception>
    /// <exception cref="GpuOutOfMemoryException">What slices of the terms come to finds no room.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void ContractSingle<TMemory, TBody>(TMemory memory, long outer, long rows, long columns, long terms)
        where TMemory : struct
        where TBody : struct, IContraction<TMemory, float> => Contract<TMemory, float, SingleArithmetic, TBody>(memory, new ContractionSizes(outer, rows, columns, terms, 1));

    /// <summary>Starts a contraction of double precision.</summary>
    /// <inheritdoc cref="ContractSingle{TMemory, TBody}"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void ContractDouble<TMemory, TBody>(TMemory memory, long outer, long rows, long columns, long terms)
        where TMemory : struct
        where TBody : struct, IContraction<TMemory, double> => Contract<TMemory, double, DoubleArithmetic, TBody>(memory, new ContractionSizes(outer, rows, columns, terms, 1));

    private void Contract<TMemory, T, TArithmetic, TBody>(TMemory memory, ContractionSizes sizes)
        where TMemory : struct
        where T : unmanaged
        where TArithmetic : struct, IArithmetic<T>
        where TBody : struct, IContraction<TMemory, T>
    {
        if (sizes.Outer <= 0 || sizes.Rows <= 0 || sizes.Columns <= 0) return;
        var best = default(Tiles);
        var shortest = double.PositiveInfinity;
        foreach (var tiles in GroupThreads < ReductionKernels.LargestGroup ? FormsOfSmallDevice : FormsOfTiles)
        {
            var time = Time(sizes, tiles, out var slices);
            if (time >= shortest) continue;
            (best, shortest) = (tiles, time);
            sizes.Slices = slices;
        }

        if (best.IsTransposed) Start<TMemory, T, TArithmetic, Transposed<TMemory, T, TBody>>(memory, Turned(sizes), best);
        else Start<TMemory, T, TArithmetic, TBody>(memory, sizes, best);
    }

    // In arbitrary units: what whole tiles take, longer where there are too few to keep the device busy.
    private double Time(ContractionSizes sizes, Tiles tiles, out long slices)
    {
        sizes.Slices = 1;
        if (tiles.IsTransposed) sizes = Turned(sizes);
        var groups = (double)sizes.Groups(tiles.High, tiles.Wide);
        var busy = Accelerator.NumMultiprocessors * (1024.0 / tiles.Threads);
        slices = Math.Clamp((long)(busy / groups), 1, Math.Max(1, Math.Min(MostSlices, sizes.Terms / FewestTermsOfTile)));
        return groups * tiles.High * tiles.Wide / tiles.Share / Math.Min(1, groups * slices * 2 / busy);
    }

    private static ContractionSizes Turned(ContractionSizes sizes) => sizes with { Rows = sizes.Columns, Columns = sizes.Rows };

    private void Start<TMemory, T, TArithmetic, TBody>(TMemory memory, ContractionSizes sizes, Tiles tiles)
        where TMemory : struct
        where T : unmanaged
        where TArithmetic : struct, IArithmetic<T>
        where TBody : struct, IContraction<TMemory, T>
    {
        var parts = Parts<T>(sizes.Slices == 1 ? 0 : sizes.Slices * sizes.Outer * sizes.Rows * sizes.Columns);
        Action<AcceleratorStream, KernelConfig, TMemory, ArrayView1D<T, Stride1D.Dense>, ContractionSizes> kernel = (tiles.High, tiles.Wide) switch
        {
            (128, 128) => Loaded<(TBody, Side16), TMemory, ArrayView1D<T, Stride1D.Dense>, ContractionSizes>(ContractionKernels.LargeTiles<TMemory, T, TArithmetic, Side16, TBody>),
            (128, 64) => Loaded<(TBody, Side16, T), TMemory, ArrayView1D<T, Stride1D.Dense>, ContractionSizes>(ContractionKernels.TallTiles<TMemory, T, TArithmetic, Side16, Side16, TBody>),
            (128, 32) => Loaded<(TBody, Side8, T), TMemory, ArrayView1D<T, Stride1D.Dense>, ContractionSizes>(ContractionKernels.TallTiles<TMemory, T, TArithmetic, Side16, Side8, TBody>),
            (32, 32) => Loaded<(TBody, Side8), TMemory, ArrayView1D<T, Stride1D.Dense>, ContractionSizes>(ContractionKernels.SmallTiles<TMemory, T, TArithmetic, Side8, TBody>),
            (16, 16) => Loaded<(TBody, Side2), TMemory, ArrayView1D<T, Stride1D.Dense>, ContractionSizes>(ContractionKernels.LargeTiles<TMemory, T, TArithmetic, Side2, TBody>),
            (16, 8) => Loaded<(TBody, Side2, T), TMemory, ArrayView1D<T, Stride1D.Dense>, ContractionSizes>(ContractionKernels.TallTiles<TMemory, T, TArithmetic, Side2, Side2, TBody>),
            _ => Loaded<(TBody, Side2, TArithmetic), TMemory, ArrayView1D<T, Stride1D.Dense>, ContractionSizes>(ContractionKernels.SmallTiles<TMemory, T, TArithmetic, Side2, TBody>),
        };
        kernel(Accelerator.DefaultStream, new KernelConfig(checked((int)sizes.Groups(tiles.High, tiles.Wide)), tiles.Threads), memory, parts, sizes);
        if (sizes.Slices > 1)
        {
            Loaded<(TBody, TArithmetic), TMemory, ArrayView1D<T, Stride1D.Dense>, ContractionSizes>(ContractionKernels.JoinSlices<TMemory, T, TArithmetic, TBody>)(
                Accelerator.DefaultStream, Grid(sizes.Outer * sizes.Rows * sizes.Columns), memory, parts, sizes);
        }
    }
}
