using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Models;
using Ansatz.Benchmarks.Peers;
using Ansatz.Benchmarks.Table;
using Ansatz.Benchmarks.Timing;
using Ansatz.Numerics;

namespace Ansatz.Benchmarks.Groups;

/// <summary>The product of two 512 × 512 matrices: the kernel with its packing, and a declared model of one equation.</summary>
internal sealed class ContractionBars : BarGroup
{
    private const int Size = Product.Size;
    private const string
        Float = "512x512x512 float / OpenBLAS",
        FloatModel = "512x512x512 float, declared / OpenBLAS",
        Double = "512x512x512 double / OpenBLAS",
        DoubleModel = "512x512x512 double, declared / OpenBLAS";

    /// <inheritdoc/>
    public override string Name => "contraction";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } =
    [
        new(Float, BarKind.Ratio, 0.85), new(FloatModel, BarKind.Ratio, 0.85),
        new(Double, BarKind.Ratio, 0.80), new(DoubleModel, BarKind.Ratio, 0.80),
    ];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        string peer = OpenBlas.Start();
        Singles(table, budget);
        Doubles(table, budget);
        table.Detail(peer + "; 1 thread");
    }

    private static unsafe void Singles(BarTable table, TimeSpan budget)
    {
        using var m = new Matrices<float>(HashNumbers.Single(Size * Size, 0.31, 0.1, 1), HashNumbers.Single(Size * Size, 0.47, 0.2, 1));
        var model = new Product();
        Run(table, m, Float, m.Multiply, Blas, budget);
        Run(table, m, FloatModel, () => model.Evaluate(m.A.Tensor, m.B.Tensor, m.C.Tensor), Blas, budget);
        void Blas() => OpenBlas.Multiply(Size, m.A.Start, m.B.Start, m.Expected.Start);
    }

    private static unsafe void Doubles(BarTable table, TimeSpan budget)
    {
        using var m = new Matrices<double>(HashNumbers.Double(Size * Size, 0.31, 0.1, 1), HashNumbers.Double(Size * Size, 0.47, 0.2, 1));
        var model = new ProductDouble();
        Run(table, m, Double, m.Multiply, Blas, budget);
        Run(table, m, DoubleModel, () => model.Evaluate(m.A.Tensor, m.B.Tensor, m.C.Tensor), Blas, budget);
        void Blas() => OpenBlas.Multiply(Size, m.A.Start, m.B.Start, m.Expected.Start);
    }

    private static void Run<T>(BarTable table, Matrices<T> m, string row, Action ours, Action peer, TimeSpan budget)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        m.C.Values.Clear();
        ours();
        peer();
        Agreement.Require<T>("C", m.C.Values, m.Expected.Values);
        var (our, their) = SideBySide.Measure(ours, peer, budget);
        table.Times(row, our, their);
        table.Detail(FormattableString.Invariant($"{Rate(our):0.0} and {Rate(their):0.0} billion operations a second"));
    }

    private static double Rate(Times times) => 2e-3 * Size * Size * Size / times.Processor.Low;

    private sealed unsafe class Matrices<T>(T[] a, T[] b) : IDisposable
        where T : unmanaged
    {
        private readonly AlignedArray<T> _packed = new(Contraction.PackedLength<T>(Size, Size));

        public AlignedArray<T> A { get; } = new(a, Size, Size);

        public AlignedArray<T> B { get; } = new(b, Size, Size);

        public AlignedArray<T> C { get; } = new(Size, Size);

        public AlignedArray<T> Expected { get; } = new(Size, Size);

        // As emitted code calls it: the right operand is prepared anew for each product.
        public void Multiply()
        {
            var panels = Contraction.Prepare(Size, Size, Size, B.Start, Size, 1, _packed.Start);
            Contraction.Rows(Size, Size, Size, A.Start, Size, 1, panels, C.Start, Size, default(Keep<T>));
        }

        public void Dispose()
        {
            _packed.Dispose();
            A.Dispose();
            B.Dispose();
            C.Dispose();
            Expected.Dispose();
        }
    }
}
