using System.Runtime.Intrinsics;
using Ansatz.Numerics;
using Xunit;

namespace Ansatz.Tests.Numerics;

public unsafe class LoopsTests
{
    readonly struct Double<T>(T* x, T* y, nint stride) : IRowBody<T> where T : unmanaged
    {
        public void Apply<TLanes>(nint row, nint column, TLanes lanes) where TLanes : struct, ILanes
        {
            var v = lanes.Load(x + row * stride + column);
            lanes.Store(y + row * stride + column, v + v);
        }
    }

    /// <summary>Missing lanes are deliberately not 0.</summary>
    readonly struct Plus1<T>(T* x, nint stride) : IElement<T> where T : unmanaged
    {
        public Vector256<T> At<TLanes>(nint row, nint column, TLanes lanes) where TLanes : struct, ILanes
            => lanes.Load(x + row * stride + column) + Vector256<T>.One;
    }

    readonly struct Plain<T>(T* x, nint stride) : IElement<T> where T : unmanaged
    {
        public Vector256<T> At<TLanes>(nint row, nint column, TLanes lanes) where TLanes : struct, ILanes => lanes.Load(x + row * stride + column);
    }

    const int Rows = 5;

    static IEnumerable<int> Widths => Enumerable.Range(1, 40).Concat([63, 64, 65, 255, 256, 257, 300, 513, 1000]);

    [Fact]
    public void Map_reaches_every_element_and_no_other()
    {
        foreach (int n in Widths)
        {
            using var x = new GuardedMemory<float>(Rows * n);
            using var y = new GuardedMemory<float>(Rows * n);
            for (int i = 0; i < Rows * n; i++) x.Start[i] = i;
            Loops.Map<float, Double<float>>(Rows, n, new(x.Start, y.Start, n));
            for (int i = 0; i < Rows * n; i++) Assert.Equal(2f * i, y.Start[i]);
            using var u = new GuardedMemory<double>(Rows * n);
            using var v = new GuardedMemory<double>(Rows * n);
            for (int i = 0; i < Rows * n; i++) u.Start[i] = i;
            Loops.Map<double, Double<double>>(Rows, n, new(u.Start, v.Start, n));
            for (int i = 0; i < Rows * n; i++) Assert.Equal(2d * i, v.Start[i]);
        }
    }

    [Fact]
    public void Reductions_over_columns()
    {
        float* f = stackalloc float[2 * Rows];
        double* d = stackalloc double[2 * Rows];
        int* at = stackalloc int[2 * Rows];
        var random = new Random(1);
        foreach (int n in Widths)
        {
            using var x = new GuardedMemory<float>(Rows * n);
            using var u = new GuardedMemory<double>(Rows * n);
            for (int i = 0; i < Rows * n; i++) { x.Start[i] = random.Next(-50, 50); u.Start[i] = x.Start[i]; }
            float[] Row(int r) => [.. Enumerable.Range(0, n).Select(c => x.Start[r * n + c] + 1)];

            Loops.SumColumns<float, Plus1<float>>(Rows, n, f, 2, new(x.Start, n));
            Loops.SumColumns<double, Plus1<double>>(Rows, n, d, 2, new(u.Start, n));
            for (int r = 0; r < Rows; r++) { Assert.Equal(Row(r).Sum(), f[2 * r]); Assert.Equal(Row(r).Sum(), d[2 * r]); }
            Loops.MaxColumns<float, Plus1<float>>(Rows, n, f, 2, new(x.Start, n));
            Loops.MaxColumns<double, Plus1<double>>(Rows, n, d, 2, new(u.Start, n));
            for (int r = 0; r < Rows; r++) { Assert.Equal(Row(r).Max(), f[2 * r]); Assert.Equal(Row(r).Max(), d[2 * r]); }
            Loops.MinColumns<float, Plus1<float>>(Rows, n, f, 2, new(x.Start, n));
            Loops.MinColumns<double, Plus1<double>>(Rows, n, d, 2, new(u.Start, n));
            for (int r = 0; r < Rows; r++) { Assert.Equal(Row(r).Min(), f[2 * r]); Assert.Equal(Row(r).Min(), d[2 * r]); }
            Loops.ArgMaxColumns<float, Plus1<float>>(Rows, n, at, 2, new(x.Start, n));
            for (int r = 0; r < Rows; r++) Assert.Equal(Array.IndexOf(Row(r), Row(r).Max()), at[2 * r]);
            Loops.ArgMaxColumns<double, Plus1<double>>(Rows, n, at, 2, new(u.Start, n));
            for (int r = 0; r < Rows; r++) Assert.Equal(Array.IndexOf(Row(r), Row(r).Max()), at[2 * r]);
            Loops.ArgMinColumns<float, Plus1<float>>(Rows, n, at, 2, new(x.Start, n));
            for (int r = 0; r < Rows; r++) Assert.Equal(Array.IndexOf(Row(r), Row(r).Min()), at[2 * r]);
            Loops.LogSumExpColumns<float, Plus1<float>>(Rows, n, f, 2, new(x.Start, n));
            Loops.LogSumExpColumns<double, Plus1<double>>(Rows, n, d, 2, new(u.Start, n));
            for (int r = 0; r < Rows; r++)
            {
                double expected = Reduce.LogSumExp(n, c => Row(r)[c]);
                Assert.Equal(expected, f[2 * r], 1e-5);
                Assert.Equal(expected, d[2 * r], 1e-12);
            }
        }
    }

    [Fact]
    public void Reductions_over_rows()
    {
        foreach (int n in Widths)
            foreach (int rows in (int[])[0, 1, 2, 7])
            {
                using var x = new GuardedMemory<float>(rows * n);
                using var u = new GuardedMemory<double>(rows * n);
                using var f = new GuardedMemory<float>(n);
                using var d = new GuardedMemory<double>(n);
                for (int i = 0; i < rows * n; i++) { x.Start[i] = i % 91; u.Start[i] = i % 91; }
                Loops.SumRows<float, Plus1<float>>(rows, n, f.Start, new(x.Start, n));
                Loops.SumRows<double, Plus1<double>>(rows, n, d.Start, new(u.Start, n));
                for (int c = 0; c < n; c++)
                {
                    double expected = Enumerable.Range(0, rows).Sum(r => (r * n + c) % 91 + 1.0);
                    Assert.Equal(expected, f.Start[c]);
                    Assert.Equal(expected, d.Start[c]);
                }
            }
    }

    [Fact]
    public void Sums_of_values_with_any_stride()
    {
        double* d = stackalloc double[100];
        for (int i = 0; i < 100; i++) d[i] = i;
        Assert.Equal(4950, Loops.Sum(100, d, 1));
        Assert.Equal(Enumerable.Range(0, 33).Sum(i => 3.0 * i), Loops.Sum(33, d, 3));
        Assert.Equal(0, Loops.Sum(0, d, 1));
        float* f = stackalloc float[100];
        for (int i = 0; i < 100; i++) f[i] = i;
        Assert.Equal(4950f, Loops.Sum(100, f, 1));
        Assert.Equal(Enumerable.Range(0, 15).Sum(i => 7f * i), Loops.Sum(15, f, 7));
    }

    [Fact]
    public void Nan_infinity_and_ties()
    {
        const float inf = float.PositiveInfinity, nan = float.NaN;
        (float[] Row, float Max, float LogSumExp, int ArgMax, int ArgMin)[] cases =
        [
            ([-inf, -inf, -inf], -inf, -inf, 0, 0),
            ([1, inf, 2], inf, inf, 1, 0),
            ([1, nan, 2, nan, inf], nan, nan, 1, 1),
            ([3, 7, 7, 3], 7, 7 + MathF.Log(2 + 2 * MathF.Exp(-4)), 1, 0),
            ([-inf, -inf, 5], 5, 5, 2, 0),
            ([1000, 1000], 1000, 1000 + MathF.Log(2), 0, 0),
            ([inf, inf], inf, inf, 0, 0),
            ([.. Enumerable.Repeat(1f, 700)], 1, 1 + MathF.Log(700), 0, 0),
            ([.. Enumerable.Repeat(-inf, 600), 4, 4], 4, 4 + MathF.Log(2), 600, 0),
            ([.. Enumerable.Repeat(2f, 33), nan], nan, nan, 33, 33),
        ];
        foreach (var c in cases)
        {
            float m, l;
            int a, b;
            double dm, dl;
            double[] twice = [.. c.Row.Select(v => (double)v)];
            fixed (float* x = c.Row) fixed (double* u = twice)
            {
                Loops.MaxColumns<float, Plain<float>>(1, c.Row.Length, &m, 1, new(x, 0));
                Loops.LogSumExpColumns<float, Plain<float>>(1, c.Row.Length, &l, 1, new(x, 0));
                Loops.ArgMaxColumns<float, Plain<float>>(1, c.Row.Length, &a, 1, new(x, 0));
                Loops.ArgMinColumns<float, Plain<float>>(1, c.Row.Length, &b, 1, new(x, 0));
                Assert.Equal((c.Max, c.ArgMax, c.ArgMin), (m, a, b));
                Assert.Equal(c.LogSumExp, l, 1e-3f);
                Loops.MaxColumns<double, Plain<double>>(1, c.Row.Length, &dm, 1, new(u, 0));
                Loops.LogSumExpColumns<double, Plain<double>>(1, c.Row.Length, &dl, 1, new(u, 0));
                Loops.ArgMaxColumns<double, Plain<double>>(1, c.Row.Length, &a, 1, new(u, 0));
                Loops.ArgMinColumns<double, Plain<double>>(1, c.Row.Length, &b, 1, new(u, 0));
                Assert.Equal(((double)c.Max, c.ArgMax, c.ArgMin), (dm, a, b));
                Assert.Equal(c.LogSumExp, dl, 1e-3);
            }
            Assert.Equal(c.Max, ReduceF.Max(c.Row.Length, i => c.Row[i]));
            Assert.Equal(c.LogSumExp, ReduceF.LogSumExp(c.Row.Length, i => c.Row[i]), 1e-3f);
            Assert.Equal(c.ArgMax, ReduceF.ArgMax(c.Row.Length, i => c.Row[i]));
            Assert.Equal(c.ArgMin, ReduceF.ArgMin(c.Row.Length, i => c.Row[i]));
            Assert.Equal(c.ArgMax, Reduce.ArgMax(c.Row.Length, i => c.Row[i]));
        }
    }
}
