using Ansatz.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime;
using Floats = ILGPU.Runtime.ArrayView1D<float, ILGPU.Stride1D.Dense>;

namespace Ansatz.Gpu.Tests;

/// <summary>The library's kernels over sizes that do not divide their groups, tiles and slices, on the simulated device.</summary>
public class KernelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(17)]
    public void MapsCoverEveryElementOnce(int elements)
    {
        using var device = TestDevice.Open();
        var (one, four, flat) = (Counters(device, elements), Counters(device, elements), Counters(device, elements));
        device.Map<Operands, float, Increment>(new Operands { C = one }, elements);
        device.FlatMap<Operands, float, Increment>(new Operands { C = flat }, elements);
        var groups = (elements + 15) / 16;
        if (groups > 0) device.Accelerator.LoadKernel<Operands, long>(MapKernels.FourMaps<Operands, float, Increment>)(device.Accelerator.DefaultStream, new KernelConfig(groups, 4), new Operands { C = four }, elements);
        device.Synchronize();
        Assert.All(Host(one).Concat(Host(four)).Concat(Host(flat)), value => Assert.Equal(1, value));
    }

    /// <summary>Rows, columns and terms around the sides of both tiles of the simulated device, 16 and 8.</summary>
    public static TheoryData<int, int, int, int> Products => new()
    {
        { 1, 1, 1, 1 }, { 7, 9, 3, 1 }, { 8, 8, 2, 1 }, { 9, 7, 5, 2 }, { 15, 17, 4, 1 }, { 16, 16, 7, 3 }, { 17, 15, 1, 1 }, { 33, 1, 2, 1 }, { 1, 18, 9, 4 }, { 5, 5, 0, 1 },
    };

    [Theory]
    [MemberData(nameof(Products))]
    public void ContractionsOfAnySizeAreExact(int rows, int columns, int terms, int slices)
    {
        using var device = TestDevice.Open();
        const int outer = 2;

        // Small whole numbers: every sum is exact, whatever its order.
        var left = Enumerable.Range(0, outer * rows * terms).Select(i => (float)((i * 7 % 11) - 5)).ToArray();
        var right = Enumerable.Range(0, outer * terms * columns).Select(i => (float)((i * 5 % 13) - 6)).ToArray();
        var expected = new float[outer * rows * columns];
        for (var o = 0; o < outer; o++)
        {
            for (var at = 0; at < rows * columns; at++)
            {
                var (r, c) = (at / columns, at % columns);
                expected[(o * rows * columns) + at] = 1 + Enumerable.Range(0, terms).Sum(k => left[(((o * rows) + r) * terms) + k] * right[(((o * terms) + k) * columns) + c]);
            }
        }

        var memory = new Operands { A = Device(device, left), B = Device(device, right), Rows = rows, Columns = columns, Terms = terms };
        var sizes = new ContractionSizes(outer, rows, columns, terms, slices);
        var parts = device.Allocate<float>(outer * rows * columns * slices).View;
        var turned = sizes with { Rows = columns, Columns = rows };
        (int High, int Wide, ContractionSizes Sizes, Action<Operands, Floats, ContractionSizes> Kernel, Action<Operands, Floats, ContractionSizes> Join)[] forms =
        [
            (16, 16, sizes, ContractionKernels.LargeTiles<Operands, float, SingleArithmetic, Side2, Product>, ContractionKernels.JoinSlices<Operands, float, SingleArithmetic, Product>),
            (16, 8, sizes, ContractionKernels.TallTiles<Operands, float, SingleArithmetic, Side2, Side2, Product>, ContractionKernels.JoinSlices<Operands, float, SingleArithmetic, Product>),
            (16, 8, turned, ContractionKernels.TallTiles<Operands, float, SingleArithmetic, Side2, Side2, Transposed<Operands, float, Product>>, ContractionKernels.JoinSlices<Operands, float, SingleArithmetic, Transposed<Operands, float, Product>>),
            (8, 8, sizes, ContractionKernels.SmallTiles<Operands, float, SingleArithmetic, Side2, Product>, ContractionKernels.JoinSlices<Operands, float, SingleArithmetic, Product>),
        ];
        foreach (var (high, wide, reach, tiles, join) in forms)
        {
            memory.C = device.Allocate<float>(expected.Length).View;
            device.Accelerator.LoadKernel(tiles)(device.Accelerator.DefaultStream, new KernelConfig(checked((int)reach.Groups(high, wide)), 4), memory, parts, reach);
            if (slices > 1) device.Accelerator.LoadKernel(join)(device.Accelerator.DefaultStream, new KernelConfig((expected.Length + 3) / 4, 4), memory, parts, reach);
            device.Synchronize();
            Assert.Equal(expected, Host(memory.C));
        }

        memory.C = device.Allocate<float>(expected.Length).View;
        device.ContractSingle<Operands, Product>(memory, outer, rows, columns, terms);
        device.Synchronize();
        Assert.Equal(expected, Host(memory.C));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 700)]
    [InlineData(3, 5)]
    [InlineData(5, 0)]
    [InlineData(6, 17)]
    [InlineData(70, 3)]
    public void ReductionsOfAnySizeAreExact(int elements, int terms)
    {
        using var device = TestDevice.Open();
        var values = Enumerable.Range(0, elements * terms).Select(i => (float)((i * 7 % 11) - 5)).ToArray();
        var memory = new Operands { A = Device(device, values), Rows = elements, Terms = terms };
        var expected = Enumerable.Range(0, elements).Select(e => Enumerable.Range(0, terms).Sum(t => values[(e * terms) + t])).ToArray();
        memory.C = Counters(device, elements);
        device.ReduceAlong<Operands, float, RowSum>(memory, elements, terms);
        device.Synchronize();
        Assert.Equal(expected, Host(memory.C));

        expected = Enumerable.Range(0, elements).Select(e => Enumerable.Range(0, terms).Sum(t => values[(t * elements) + e])).ToArray();
        memory.C = Counters(device, elements);
        device.ReduceAcross<Operands, float, ColumnSum>(memory, elements, terms);
        device.Synchronize();
        Assert.Equal(expected, Host(memory.C));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(int.MaxValue, 2)]
    [InlineData(4L * int.MaxValue, 3)]
    [InlineData((1L << 40) + 5, 7)]
    [InlineData((1L << 40) + 5, (1L << 33) + 1)]
    [InlineData(12, (1L << 33) + 1)]
    public void NumbersBeyond32BitsAreTakenApart(long number, long extent) => Assert.Equal(number / extent, Numbering.Quotient(number, extent));

    [Fact]
    public void TilesOfVeryLargeProductsAreCountedIn64Bits()
    {
        var sizes = new ContractionSizes(3, 1L << 33, (1L << 20) + 1, 10, 2);
        Assert.Equal(3L * 2 * (1L << 26) * ((1L << 13) + 1), sizes.Groups(128, 128));
    }

    [Fact]
    public void AGridBeyondTheDevicesReachIsAnOverflow()
    {
        using var device = TestDevice.Open();
        Assert.Throws<OverflowException>(() => device.Map<Operands, float, Increment>(default, 1L << 60));
    }

    private static Floats Counters(GpuDevice device, int length)
    {
        var memory = device.Allocate<float>(Math.Max(1, length)).View;
        memory.MemSetToZero();
        return memory.SubView(0, length);
    }

    private static Floats Device(GpuDevice device, float[] values)
    {
        var memory = device.Allocate<float>(Math.Max(1, values.Length)).View.SubView(0, values.Length);
        if (values.Length > 0) memory.BaseView.CopyFromCPU(values);
        return memory;
    }

    private static float[] Host(Floats view) => view.Length == 0 ? [] : view.GetAsArray1D();

    /// <summary>What the kernels of this class work on.</summary>
    public struct Operands
    {
        public Floats A, B, C;
        public long Rows, Columns, Terms;
    }

    /// <summary>C += 1.</summary>
    public readonly struct Increment : IFlatMap<Operands, float>
    {
        public static float Value(Operands memory, long element) => memory.C[element] + 1;

        public static void Store(Operands memory, long element, float value) => memory.C[element] = value;

        public static void FourAt(Operands memory, long four)
        {
            var c = memory.C.Cast<float, Four<float>>()[four];
            memory.C.Cast<float, Four<float>>()[four] = new(c.A + 1, c.B + 1, c.C + 1, c.D + 1);
        }
    }

    /// <summary>C = A·B + 1 for each outer index.</summary>
    public readonly struct Product : IContraction<Operands, float>
    {
        public static bool RowsAdjacent => false;

        public static bool ColumnsAdjacent => true;

        public static float Left(Operands memory, long outer, long row, long term) => memory.A[(((outer * memory.Rows) + row) * memory.Terms) + term];

        public static float Right(Operands memory, long outer, long term, long column) => memory.B[(((outer * memory.Terms) + term) * memory.Columns) + column];

        public static void Store(Operands memory, long outer, long row, long column, float sum) => memory.C[(((outer * memory.Rows) + row) * memory.Columns) + column] = sum + 1;
    }

    /// <summary>C[e] = Σ A[e,t].</summary>
    public readonly struct RowSum : IReduction<Operands, float>
    {
        public static float Empty => 0;

        public static float Join(float a, float b) => a + b;

        public static float Term(Operands memory, long element, long term) => memory.A[(element * memory.Terms) + term];

        public static void Store(Operands memory, long element, float state) => memory.C[element] = state;
    }

    /// <summary>C[e] = Σ A[t,e].</summary>
    public readonly struct ColumnSum : IReduction<Operands, float>
    {
        public static float Empty => 0;

        public static float Join(float a, float b) => a + b;

        public static float Term(Operands memory, long element, long term) => memory.A[(term * memory.Rows) + element];

        public static void Store(Operands memory, long element, float state) => memory.C[element] = state;
    }
}
