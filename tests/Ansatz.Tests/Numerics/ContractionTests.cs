using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Ansatz.Numerics;
using Xunit;

namespace Ansatz.Tests.Numerics;

public unsafe class ContractionTests
{
    /// <summary>Adds a row number and a bias per column, and writes the sum aside.</summary>
    readonly struct BiasInRegisters<T>(T* bias, T* aside, nint asideRow) : IEpilogue<T> where T : unmanaged, INumber<T>
    {
        public static bool InRegisters => true;
        public Vector256<T> Apply<TLanes>(Vector256<T> z, nint row, nint column, TLanes lanes) where TLanes : struct, ILanes
        {
            lanes.Store(aside + row * asideRow + column, z);
            return z + lanes.Load(bias + column) + Vector256.Create(T.CreateChecked(row));
        }
    }

    readonly struct BiasOnTile<T>(T* bias, T* aside, nint asideRow) : IEpilogue<T> where T : unmanaged, INumber<T>
    {
        public static bool InRegisters => false;
        public Vector256<T> Apply<TLanes>(Vector256<T> z, nint row, nint column, TLanes lanes) where TLanes : struct, ILanes
            => new BiasInRegisters<T>(bias, aside, asideRow).Apply(z, row, column, lanes);
    }

    sealed class Problem<T> : IDisposable where T : unmanaged, INumber<T>
    {
        public readonly nint M, N, K, ARow, AColumn, BRow, BColumn, CRow;
        public readonly GuardedMemory<T> A, B, C, Bias, Aside, Packed;

        public Problem(nint m, nint n, nint k, int aLayout, int bLayout, nint cGap, int seed)
        {
            (M, N, K) = (m, n, k);
            (ARow, AColumn) = Strides(aLayout, m, k);
            (BRow, BColumn) = Strides(bLayout, k, n);
            CRow = n + cGap;
            A = new(Span(m, k, ARow, AColumn));
            B = new(Span(k, n, BRow, BColumn));
            C = new(Span(m, n, CRow, 1));
            Bias = new(n);
            Aside = new(m * n);
            Packed = new(Contraction.PackedLength<T>(k, n));
            var random = new Random(seed);
            foreach (var memory in new[] { A, B, Bias })
                for (nint i = 0; i < memory.Length; i++) memory.Start[i] = T.CreateChecked(random.Next(-8, 9));   // small integers: every sum is exact
            for (nint i = 0; i < C.Length; i++) C.Start[i] = T.CreateChecked(99);
        }

        static (nint Row, nint Column) Strides(int layout, nint rows, nint columns) => layout switch
        {
            0 => (columns, 1),
            1 => (columns + 3, 1),
            2 => (1, rows),
            3 => (1, rows + 5),
            _ => (2 * columns + 1, 2),
        };

        static nint Span(nint rows, nint columns, nint row, nint column) => rows == 0 || columns == 0 ? 0 : (rows - 1) * row + (columns - 1) * column + 1;

        public T Sum(nint i, nint j)
        {
            T sum = T.Zero;
            for (nint k = 0; k < K; k++) sum += A.Start[i * ARow + k * AColumn] * B.Start[k * BRow + j * BColumn];
            return sum;
        }

        public Panels<T> Prepare(nint totalRows) => Contraction.Prepare(totalRows, K, N, B.Start, BRow, BColumn, Packed.Start);

        public void Check(string what, bool bias)
        {
            for (nint i = 0; i < M; i++)
            {
                for (nint j = 0; j < N; j++)
                {
                    T sum = Sum(i, j), expected = bias ? sum + Bias.Start[j] + T.CreateChecked(i) : sum;
                    if (C.Start[i * CRow + j] != expected) Assert.Fail($"{what} C[{i},{j}] = {C.Start[i * CRow + j]}, not {expected}");
                    if (bias && Aside.Start[i * N + j] != sum) Assert.Fail($"{what} aside [{i},{j}] = {Aside.Start[i * N + j]}, not {sum}");
                }
                for (nint j = N; j < CRow && i < M - 1; j++)
                    if (C.Start[i * CRow + j] != T.CreateChecked(99)) Assert.Fail($"{what}: written beyond row {i}");
            }
        }

        public void Dispose()
        {
            foreach (var memory in new[] { A, B, C, Bias, Aside, Packed }) memory.Dispose();
        }
    }

    static void Run<T>(nint m, nint n, nint k, int aLayout, int bLayout, nint totalRows, int epilogue) where T : unmanaged, INumber<T>
    {
        string what = $"{typeof(T).Name} {m}x{n}x{k} A{aLayout} B{bLayout} total {totalRows} epilogue {epilogue}:";
        using var p = new Problem<T>(m, n, k, aLayout, bLayout, epilogue, (int)(m * 31 + n * 17 + k));
        var panels = p.Prepare(totalRows);
        switch (epilogue)
        {
            case 0: Contraction.Rows(m, n, k, p.A.Start, p.ARow, p.AColumn, panels, p.C.Start, p.CRow, new Keep<T>()); break;
            case 1: Contraction.Rows(m, n, k, p.A.Start, p.ARow, p.AColumn, panels, p.C.Start, p.CRow, new BiasInRegisters<T>(p.Bias.Start, p.Aside.Start, n)); break;
            default: Contraction.Rows(m, n, k, p.A.Start, p.ARow, p.AColumn, panels, p.C.Start, p.CRow, new BiasOnTile<T>(p.Bias.Start, p.Aside.Start, n)); break;
        }
        p.Check(what, epilogue > 0);
        if (epilogue != 0) return;
        Contraction.AddRows(false, m, n, k, p.A.Start, p.ARow, p.AColumn, panels, p.C.Start, p.CRow);
        for (nint i = 0; i < m; i++)
            for (nint j = 0; j < n; j++)
                if (p.C.Start[i * p.CRow + j] != p.Sum(i, j) + p.Sum(i, j)) Assert.Fail($"{what} added C[{i},{j}] = {p.C.Start[i * p.CRow + j]}, not {p.Sum(i, j) + p.Sum(i, j)}");
        Contraction.AddRows(true, m, n, k, p.A.Start, p.ARow, p.AColumn, panels, p.C.Start, p.CRow);
        p.Check(what + " first", false);
    }

    [Fact]
    public void Every_small_shape()
    {
        int variant = 0;
        for (nint m = 1; m <= 20; m++)
            for (nint n = 1; n <= 20; n++)
                for (nint k = 1; k <= 20; k++)
                {
                    // every shape in both types, once as few rows and once as many; layouts and epilogues take turns
                    for (int total = 0; total < 2; total++, variant++)
                    {
                        Run<float>(m, n, k, variant % 5, variant / 5 % 5, total == 0 ? m : 1000, variant / 25 % 3);
                        Run<double>(m, n, k, variant / 3 % 5, variant / 2 % 5, total == 0 ? m : 1000, variant / 7 % 3);
                    }
                }
    }

    [Fact]
    public void Every_layout()
    {
        foreach (nint m in (nint[])[1, 2, 3, 7, 12, 29, 61])
            foreach (nint n in (nint[])[1, 3, 8, 13, 16, 40, 67])
                for (int a = 0; a < 5; a++)
                    for (int b = 0; b < 5; b++)
                        for (int e = 0; e < 3; e++)
                        {
                            Run<float>(m, n, 37, a, b, m, e);
                            Run<double>(m, n, 37, a, b, m, e);
                        }
    }

    [Fact]
    public void Long_sums()
    {
        foreach (nint k in (nint[])[255, 256, 257, 511, 700, 1025])
            for (int layout = 0; layout < 5; layout++)
                for (int e = 0; e < 3; e++)
                {
                    Run<float>(9, 21, k, layout, 4 - layout, 9, e);
                    Run<float>(33, 37, k, layout, layout, 33, e);
                    Run<double>(14, 19, k, layout, 4 - layout, 100, e);
                    Run<double>(1, 45, k, layout, layout, 1, e);
                }
    }

    [Fact]
    public void Large_products()
    {
        for (int layout = 0; layout < 4; layout++)
        {
            Run<float>(190, 170, 530, layout, 3 - layout, 190, 2);
            Run<double>(150, 130, 300, layout, layout, 150, 1);
            Run<float>(130, 600, 70, layout, layout, 130, 0);
        }
    }

    [Fact]
    public void Without_a_sum_the_epilogue_sees_zero()
    {
        for (nint n = 1; n < 20; n++)
            for (int e = 0; e < 3; e++)
            {
                Run<float>(3, n, 0, 0, 0, 3, e);
                Run<double>(3, n, 0, 0, 0, 3, e);
            }
        Run<float>(0, 5, 5, 0, 0, 0, 0);
        Run<float>(5, 0, 5, 0, 0, 5, 0);
    }

    [Fact]
    public void Matrix_times_vector()
    {
        foreach (nint m in (nint[])[1, 2, 9, 40])
            foreach (nint k in (nint[])[1, 5, 64, 300])
                for (int a = 0; a < 5; a++)
                    for (int b = 0; b < 5; b++)
                        for (int e = 0; e < 3; e++)
                        {
                            Run<float>(m, 1, k, a, b, m, e);
                            Run<double>(m, 1, k, a, b, m, e);
                        }
    }

    [Theory, InlineData(1), InlineData(5), InlineData(8), InlineData(64), InlineData(257)]
    public void Cutting_the_rows_changes_no_bit(int m)
    {
        Cut<float>(m);
        Cut<double>(m);
    }

    static void Cut<T>(nint m) where T : unmanaged, IFloatingPoint<T>
    {
        var random = new Random(5);
        foreach (nint n in (nint[])[1, 5, 24, 100])
            foreach (nint k in (nint[])[7, 300])
                for (int layout = 0; layout < 5; layout++)
                {
                    using var p = new Problem<T>(m, n, k, layout, layout, 0, 1);
                    for (nint i = 0; i < p.A.Length; i++) p.A.Start[i] = T.CreateTruncating(random.NextDouble() - 0.5);
                    for (nint i = 0; i < p.B.Length; i++) p.B.Start[i] = T.CreateTruncating(random.NextDouble() - 0.5);
                    var panels = p.Prepare(m);
                    Contraction.Rows(m, n, k, p.A.Start, p.ARow, p.AColumn, panels, p.C.Start, p.CRow, new Keep<T>());
                    T[] whole = new Span<T>(p.C.Start, (int)p.C.Length).ToArray();
                    foreach (nint step in (nint[])[1, 3, 4, 7, 11, 32])
                    {
                        for (nint i = 0; i < m; i += step)
                            Contraction.Rows(nint.Min(step, m - i), n, k, p.A.Start + i * p.ARow, p.ARow, p.AColumn, panels, p.C.Start + i * p.CRow, p.CRow, new Keep<T>());
                        Assert.True(new Span<T>(p.C.Start, (int)p.C.Length).SequenceEqual(whole), $"{typeof(T).Name} m {m} n {n} k {k} layout {layout} step {step}");
                    }
                }
    }
}
