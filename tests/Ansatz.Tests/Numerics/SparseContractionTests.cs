using System.Numerics;
using System.Runtime.Intrinsics;
using Ansatz.Numerics;
using Xunit;

namespace Ansatz.Tests.Numerics;

/// <summary>Products with a sparse matrix, against sums written out.</summary>
public unsafe class SparseContractionTests
{
    readonly struct Terms<T, TPlace>(T* values, TPlace* places, nint count) : ISparseTerms<T, TPlace> where T : unmanaged where TPlace : unmanaged
    {
        public Vector256<T> Value<TLanes>(nint column, nint term, TLanes lanes) where TLanes : struct, ILanes => lanes.Load(values + column * count + term);

        public Vector256<TPlace> Place<TLanes>(nint column, nint term, TLanes lanes) where TLanes : struct, ILanes => lanes.Load(places + column * count + term);
    }

    readonly struct Bias<T>(T* bias) : IEpilogue<T> where T : unmanaged, INumber<T>
    {
        public Vector256<T> Apply<TLanes>(Vector256<T> z, nint row, nint column, TLanes lanes) where TLanes : struct, ILanes
            => z + lanes.Load(bias + column) + Vector256.Create(T.CreateChecked(row));
    }

    static nint[] Heights => [1, 2, 7, 8, 9, 24, 47, 48, 49, 97, 130];

    static (nint N, nint Terms, nint K)[] Matrices => [(1, 1, 1), (1, 5, 3), (2, 3, 9), (7, 40, 33), (8, 8, 16), (33, 17, 64), (70, 384, 100)];

    [Fact]
    public void SumsAreThoseOfTheTerms()
    {
        foreach (var m in Heights)
        {
            foreach (var (n, terms, k) in Matrices)
            {
                foreach (var layout in new[] { 0, 1, 2, 3 })
                {
                    Check<float, int>(m, n, terms, k, layout);
                    Check<double, long>(m, n, terms, k, layout);
                }
            }
        }
    }

    [Fact]
    public void NoTermsAreTheSumZero()
    {
        Check<float, int>(9, 5, 0, 4, 0);
        Check<double, long>(50, 33, 0, 4, 0);
    }

    [Fact]
    public void HowRowsAreCutChangesNoBit()
    {
        const int m = 130, n = 19, terms = 77, k = 60;
        var random = new Random(5);
        using var a = new GuardedMemory<float>(m * k);
        using var values = new GuardedMemory<float>(n * terms);
        using var places = new GuardedMemory<int>(n * terms);
        using var whole = new GuardedMemory<float>(m * n);
        using var parts = new GuardedMemory<float>(m * n);
        for (var i = 0; i < m * k; i++) a.Start[i] = (float)random.NextDouble() - 0.5f;
        for (var i = 0; i < n * terms; i++) (values.Start[i], places.Start[i]) = ((float)random.NextDouble() - 0.5f, random.Next(k));
        var matrix = new Terms<float, int>(values.Start, places.Start, terms);
        Contraction.SparseRows<float, int, Terms<float, int>, Keep<float>>(m, n, terms, k, a.Start, k, 1, matrix, whole.Start, n, default);
        foreach (var height in new[] { 1, 5, 48, 64, 96 })
        {
            for (var i = 0; i < m; i += height)
                Contraction.SparseRows<float, int, Terms<float, int>, Keep<float>>(Math.Min(height, m - i), n, terms, k, a.Start + i * k, k, 1, matrix, parts.Start + i * n, n, default);
            for (var i = 0; i < m * n; i++) Assert.Equal(BitConverter.SingleToInt32Bits(whole.Start[i]), BitConverter.SingleToInt32Bits(parts.Start[i]));
        }
    }

    // Small whole numbers: every sum is exact.
    static void Check<T, TPlace>(nint m, nint n, nint terms, nint k, int layout) where T : unmanaged, INumber<T> where TPlace : unmanaged, INumber<TPlace>
    {
        var (row, column) = layout switch { 0 => (k, (nint)1), 1 => (k + 3, 1), 2 => (1, m), _ => (2 * k + 1, 2) };
        nint gap = layout == 1 ? 3 : 0, cRow = n + gap;
        using var a = new GuardedMemory<T>((m - 1) * row + (k - 1) * column + 1);
        using var values = new GuardedMemory<T>(n * terms);
        using var places = new GuardedMemory<TPlace>(n * terms);
        using var bias = new GuardedMemory<T>(n);
        using var c = new GuardedMemory<T>((m - 1) * cRow + n);
        var random = new Random((int)(m * 1000 + n * 100 + terms + layout));
        for (nint i = 0; i < a.Length; i++) a.Start[i] = T.CreateChecked(random.Next(-8, 9));
        for (nint i = 0; i < n * terms; i++) (values.Start[i], places.Start[i]) = (T.CreateChecked(random.Next(-8, 9)), TPlace.CreateChecked(random.Next((int)k)));
        for (nint j = 0; j < n; j++) bias.Start[j] = T.CreateChecked(random.Next(-8, 9));
        for (nint i = 0; i < c.Length; i++) c.Start[i] = T.CreateChecked(99);
        Contraction.SparseRows<T, TPlace, Terms<T, TPlace>, Bias<T>>(m, n, terms, k, a.Start, row, column, new(values.Start, places.Start, terms), c.Start, cRow, new(bias.Start));
        for (nint i = 0; i < m; i++)
        {
            for (nint j = 0; j < n; j++)
            {
                var sum = bias.Start[j] + T.CreateChecked(i);
                for (nint t = 0; t < terms; t++) sum += values.Start[j * terms + t] * a.Start[i * row + nint.CreateChecked(places.Start[j * terms + t]) * column];
                if (c.Start[i * cRow + j] != sum) Assert.Fail($"{typeof(T).Name} {m} × {n}, {terms} terms of {k}, layout {layout}: C[{i},{j}] = {c.Start[i * cRow + j]}, not {sum}");
            }
            for (nint j = n; j < cRow && i < m - 1; j++) Assert.Equal(T.CreateChecked(99), c.Start[i * cRow + j]);
        }
    }
}
