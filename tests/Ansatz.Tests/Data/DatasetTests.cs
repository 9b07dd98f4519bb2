using System.Numerics.Tensors;
using Xunit;

namespace Ansatz.Tests.Data;

public sealed class DatasetTests
{
    private static Dataset Counted(int count) => new() { { "X", Enumerable.Range(0, 2 * count).Select(i => (float)i).ToArray(), 2 }, { "Label", Enumerable.Range(0, count).ToArray() } };

    [Theory]
    [InlineData(1000, 7)]
    [InlineData(10, 0)]
    [InlineData(3, -5)]
    public void PartsAreDisjointAndTogetherAll(int count, int seed)
    {
        var (training, validation, test) = Counted(count).Split(0.6, 0.3, seed);
        int[] all = [.. Labels(training), .. Labels(validation), .. Labels(test)];
        Assert.Equal(Enumerable.Range(0, count), all.Order());
        Assert.Equal((int)Math.Round(0.6 * count), training.Count);
        Assert.Equal((int)Math.Round(0.9 * count) - training.Count, validation.Count);
        Assert.Equal(Labels(training), Labels(Counted(count).Split(0.6, 0.3, seed).Training));
        if (count == 1000) Assert.NotEqual(Labels(training), Labels(Counted(count).Split(0.6, 0.3, seed + 1).Training));
        // Rows stay together.
        Assert.All(Labels(training).Select((l, n) => (l, n)), p => Assert.Equal(2f * p.l, training.Tensor<float>("X")[p.n, 0]));
    }

    private static int[] Labels(Dataset data) => [.. data.Tensor<int>("Label")];

    [Fact]
    public void OrdersAreTheSameOnEveryMachine()
    {
        var order = new int[10];
        ShuffledOrder.Fill(order, 1, 0);
        // Recomputed with the hash as its documentation defines it.
        static uint Mix(uint x)
        {
            x = (x ^ x >> 16) * 0x7FEB352D;
            x = (x ^ x >> 15) * 0x846CA68B;
            return x ^ x >> 16;
        }
        static uint Next(uint hash, int i) => Mix(hash + 0x9E3779B9 ^ Mix((uint)i + 0x9E3779B9));
        var expected = Enumerable.Range(0, 10).ToArray();
        for (var i = 9; i > 0; i--)
        {
            var j = (int)((ulong)Next(Next(Mix(1 + 0x9E3779B9), 0), i) * (uint)(i + 1) >> 32);
            (expected[i], expected[j]) = (expected[j], expected[i]);
        }
        Assert.Equal(expected, order);
    }

    [Fact]
    public void EveryPlaceIsAsLikely()
    {
        var counts = new int[5, 5];
        var order = new int[5];
        for (var epoch = 0; epoch < 20000; epoch++)
        {
            ShuffledOrder.Fill(order, 3, epoch);
            for (var i = 0; i < 5; i++) counts[i, order[i]]++;
        }
        foreach (var count in counts) Assert.InRange(count, 3750, 4250); // 4000 ± 4.4 standard deviations
    }

    [Fact]
    public void SelectionsOfSelectionsAreOfTheWhole()
    {
        var part = Counted(10).Select([7, 3, 5, 1]).Select([2, 0]);
        Assert.Equal([5, 7], Labels(part));
        Assert.Equal(10f, part.Tensor<float>("X")[0, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => part.Select([2]));
        Assert.Throws<DatasetException>(() => part.Add("Y", new float[2]));
        Assert.Equal([1f, 2f], part.With("Y", Tensor.Create(new[] { 1f, 2f }, [2])).Tensor<float>("Y"));
    }

    [Fact]
    public void StandardizedNumbersHaveMeanZeroAndDeviationOne()
    {
        var data = new Dataset { { "X", new byte[] { 0, 7, 10, 7, 20, 7, 30, 7 }, 2 } };
        var standard = Standardizer.Of(data.Select([0, 1, 2, 3]), "X");
        Assert.Equal([15.0, 7.0], standard.Mean.ToArray());
        Assert.Equal([Math.Sqrt(125), 1.0], standard.Deviation.ToArray());
        var scaled = standard.Apply(data.Select([3])).Tensor<float>("X");
        Assert.Equal([(float)(15 / Math.Sqrt(125)), 0f], scaled);
        Assert.Throws<DatasetException>(() => standard.Apply(new Dataset { { "X", new float[3] } }));
    }

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        var data = Counted(3);
        Assert.Contains("'X' already", Assert.Throws<DatasetException>(() => data.Add("X", new float[3])).Message, StringComparison.Ordinal);
        Assert.Contains("no multiple of the 2", Assert.Throws<DatasetException>(() => data.Add("Z", new float[5], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("does not become Int32", Assert.Throws<DatasetException>(() => data.Tensor<int>("X")).Message, StringComparison.Ordinal);
        Assert.Contains("they have X, Label", Assert.Throws<KeyNotFoundException>(() => data["Y"]).Message, StringComparison.Ordinal);
        Assert.Throws<DatasetException>(() => data.Add("L", new long[3]));
    }
}
