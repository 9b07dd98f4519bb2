using System.Runtime.Intrinsics;
using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Models;
using Ansatz.Benchmarks.Table;
using Ansatz.Benchmarks.Timing;

namespace Ansatz.Benchmarks.Groups;

/// <summary>A declared pass over four arrays against a triad, a = b + s·c, that moves as many bytes.</summary>
internal sealed class BandwidthBars : BarGroup
{
    private const int Length = 10_000_000, TriadLength = Length / 3 * 4;
    private const string Row = "a*x + b*y - c*z over 1e7 elements / triad bandwidth";

    /// <inheritdoc/>
    public override string Name => "notation";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } = [new(Row, BarKind.Ratio, 0.8)];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        var model = new VectorUpdate();
        using AlignedArray<float> x = Numbers(0.37, Length), y = Numbers(0.73, Length), z = Numbers(1.17, Length), updated = new(Length);
        using AlignedArray<float> b = Numbers(0.37, TriadLength), c = Numbers(0.73, TriadLength), a = new(TriadLength);
        void Ours() => model.Evaluate(1.25f, -0.5f, 0.75f, x.Tensor, y.Tensor, z.Tensor, updated.Tensor);
        void Triad()
        {
            unsafe
            {
                Add(TriadLength, a.Start, b.Start, 0.75f, c.Start);
            }
        }

        Ours();
        for (int i = 0; i < Length; i += 9973)
        {
            float expected = (1.25f * x.Values[i]) + (-0.5f * y.Values[i]) - (0.75f * z.Values[i]);
            if (MathF.Abs(updated.Values[i] - expected) > 1e-5f) throw new InvalidOperationException("The sum is wrong.");
        }

        var (our, peer) = SideBySide.Measure(Ours, Triad, budget);
        table.Times(Row, our, peer);
        table.Detail(FormattableString.Invariant($"{16e-3 * Length / our.Processor.Low:0.0} and {12e-3 * TriadLength / peer.Processor.Low:0.0} GB/s, read and written"));
    }

    private static AlignedArray<float> Numbers(double a, int length) => new(HashNumbers.Single(length, a, 0.1, 1), length);

    private static unsafe void Add(int length, float* a, float* b, float s, float* c)
    {
        var factor = Vector256.Create(s);
        int i = 0;
        for (; i + 8 <= length; i += 8) (Vector256.Load(b + i) + factor * Vector256.Load(c + i)).Store(a + i);
        for (; i < length; i++) a[i] = b[i] + (s * c[i]);
    }
}
