using System.Runtime.Intrinsics;
using Ansatz.Numerics;
using Xunit;

namespace Ansatz.Tests.Numerics;

public sealed unsafe class RowOrderTests
{
    /// <summary>Positions, rows, threads; with few rows for one thread the terms are added in order, otherwise they are sorted.</summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 7, 3, 1 }, { 7, 1, 1 }, { 7, 1000, 1 }, { 100, 70_000_000, 1 }, { 100, int.MaxValue, 1 }, { 3000, 50, 1 }, { 3000, 50, 2 }, { 3000, 1, 3 }, { 3000, 2049, 2 }, { 600, 1 << 22, 2 }, { 0, 5, 1 }, { 0, 5, 2 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void EveryRowThatOccursIsListedOnceAndAscending(int positions, int rows, int threads)
    {
        using var pool = new WorkerPool(threads);
        foreach (var keepAll in (bool[])[true, false])
        {
            var rowOf = Rows(positions, rows, keepAll);
            fixed (int* of = rowOf, memory = new int[RowOrder.MemoryFor(positions) + 1])
            {
                var order = new RowOrder();
                order.Group(pool, of, positions, rows, Aligned(memory));
                Assert.Equal(rowOf.Where(r => r >= 0).Distinct().Order(), new ReadOnlySpan<int>(order.Rows, order.Count).ToArray());
                Assert.Equal(order.IsInOrder, threads == 1 ? rows <= 4 * positions : positions < 512 && rows <= 4 * positions);
            }
        }
    }

    [Theory]
    [InlineData(3000, 50)]
    [InlineData(3000, 2900)]
    [InlineData(600, 5)]
    public void TheSumsAreThoseOfTheirOrderForAnyNumberOfThreads(int positions, int rows)
    {
        foreach (var columns in (int[])[1, 7, 8, 16, 19, 40])
        {
            var rowOf = Rows(positions, rows, keepAll: false);
            var terms = new float[positions * columns];
            var random = new Random(3);
            for (var i = 0; i < terms.Length; i++) terms[i] = random.NextSingle() - 0.5f;
            var expected = new float[rows * columns];
            for (var p = 0; p < positions; p++)
            {
                for (var c = 0; c < columns && rowOf[p] >= 0; c++) expected[rowOf[p] * columns + c] += terms[p * columns + c];
            }
            foreach (var threads in (int[])[1, 2, 5])
            {
                Assert.Equal(expected, Sums(rowOf, rows, columns, terms, threads, numbers: false));
                Assert.Equal(expected, Sums(rowOf, rows, columns, terms, threads, numbers: true));
            }
        }
    }

    [Fact]
    public void WhatIsSetForgetsWhatWasThere()
    {
        int[] rowOf = [5, 2, 5];
        float[] terms = [1, 2, 4], target = [.. Enumerable.Repeat(100f, 1000)];
        fixed (int* of = rowOf, memory = new int[RowOrder.MemoryFor(3) + 1])
        fixed (float* values = terms, to = target)
        {
            var order = new RowOrder();
            order.Group(WorkerPool.Serial, of, 3, 1000, Aligned(memory));
            order.Set(0, 1, to, 1, new Term(values, 1));
            Assert.Equal((5f, 2f, 100f), (target[5], target[2], target[0]));
            order.SetNumbers(0, 1, to, 1, new Term(values, 1));
            Assert.Equal((5f, 2f, 100f), (target[5], target[2], target[0]));
            order.Add(0, 1, to, 1, new Term(values, 1));
            order.AddNumbers(0, 1, to, 1, new Term(values, 1));
            Assert.Equal((15f, 6f, 100f), (target[5], target[2], target[0]));
        }
    }

    private static float[] Sums(int[] rowOf, int rows, int columns, float[] terms, int threads, bool numbers)
    {
        var target = new float[rows * columns];
        using var pool = new WorkerPool(threads);
        fixed (int* of = rowOf, memory = new int[RowOrder.MemoryFor(rowOf.Length) + 1])
        fixed (float* values = terms, to = target)
        {
            var order = new RowOrder();
            order.Group(pool, of, rowOf.Length, rows, Aligned(memory));
            for (var chunk = RowOrder.Chunks(pool) - 1; chunk >= 0; chunk--)
            {
                if (numbers) order.AddNumbers(chunk, columns, to, columns, new Term(values, columns));
                else order.Add(chunk, columns, to, columns, new Term(values, columns));
            }
        }
        return target;
    }

    // Some rows often, most of them hardly ever.
    private static int[] Rows(int positions, int rows, bool keepAll)
    {
        var random = new Random(positions);
        return [.. Enumerable.Range(0, positions).Select(p => !keepAll && p % 5 == 0 ? -1 : p % 3 == 0 ? rows - 1 : random.Next(rows))];
    }

    private static int* Aligned(int* memory) => (nint)memory % 8 == 0 ? memory : memory + 1;

    private readonly struct Term(float* values, int columns) : IRowTerm<float>, INumberTerm<float>
    {
        public Vector256<float> At<TLanes>(nint position, nint row, nint column, TLanes lanes) where TLanes : struct, ILanes => lanes.Load(values + position * columns + column);

        public float At(nint position, nint row, nint column) => values[position * columns + column];
    }
}
