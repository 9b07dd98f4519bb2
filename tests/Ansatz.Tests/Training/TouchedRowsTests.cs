using System.Numerics.Tensors;
using Ansatz.Numerics;
using Ansatz.Tests.Storage;
using Xunit;

namespace Ansatz.Tests.Training;

/// <summary>Gradients that say which rows of a table they touch, and the steps that only look at these.</summary>
public sealed unsafe class TouchedRowsTests
{
    private const int Rows = 40, Width = 11;

    private static ParameterSet Table() => ParameterSet.Create([Sets.Float("T", Rows, Width), Sets.Float("B", 3), Sets.Double("D", Rows, Width)]);

    // What a generated Gradient does: names the rows, then writes them.
    private static void Compute(GradientSet gradients, int[] rows, Func<int, int, float> value)
    {
        var distinct = rows.Distinct().Order().ToArray();
        fixed (int* of = rows, memory = new int[RowOrder.MemoryFor(rows.Length) + 1])
        {
            var order = new RowOrder();
            order.Group(WorkerPool.Serial, of, rows.Length, Rows, (nint)memory % 8 == 0 ? memory : memory + 1);
            var floats = gradients.Rows<float>(0);
            var doubles = gradients.Rows<double>(2);
            gradients.SetRows<float>(0, order);
            gradients.SetRows<double>(2, order);
            foreach (var row in distinct)
            {
                for (var k = 0; k < Width; k++) floats[row * Width + k] = (float)(doubles[row * Width + k] = value(row, k));
            }
        }
    }

    private static float[] Values(GradientSet gradients)
    {
        var values = new float[Rows * Width];
        gradients.Tensor<float>("T").FlattenTo(values);
        return values;
    }

    [Theory]
    [InlineData(1)]   // few positions: sorted, the rows are set
    [InlineData(30)]  // many: added in order, the rows must be 0
    public void RowsOfTheCallBeforeAreZero(int times)
    {
        var gradients = Table().CreateGradients();
        gradients.Values<float>("T").Fill(7);
        Assert.False(gradients.TryGetTouchedRows("T", out _));
        foreach (var rows in (int[][])[[3, 39, 3], [4, 3], [], [0], [0, 38]])
        {
            Compute(gradients, [.. Enumerable.Repeat(rows, times).SelectMany(r => r)], (row, k) => row + k + 1);
            Assert.True(gradients.TryGetTouchedRows("T", out var touched));
            Assert.Equal(rows.Distinct().Order(), touched.ToArray());
            Assert.Equal(Enumerable.Range(0, Rows * Width).Select(i => rows.Contains(i / Width) ? i / Width + i % Width + 1f : 0), Values(gradients));
        }
        Assert.False(gradients.TryGetTouchedRows("B", out _));
    }

    [Fact]
    public void FurtherRowsJoinAndWhoWritesElsewhereSaysSo()
    {
        var gradients = Table().CreateGradients();
        Compute(gradients, [3, 30], (_, _) => 1);
        int[] rows = [1, 3, 35];
        fixed (int* of = rows, memory = new int[RowOrder.MemoryFor(3) + 1])
        {
            var order = new RowOrder();
            order.Group(WorkerPool.Serial, of, 3, Rows, (nint)memory % 8 == 0 ? memory : memory + 1);
            gradients.AddRows(0, order);
        }
        Assert.True(gradients.TryGetTouchedRows(0, out var touched));
        Assert.Equal([1, 3, 30, 35], touched.ToArray());
        Assert.True(gradients.TryGetTouchedRows("D", out touched));
        Assert.Equal([3, 30], touched.ToArray());

        gradients.Tensor<float>("T")[20, 0] = 5;
        gradients.TouchAllRows("T");
        Assert.False(gradients.TryGetTouchedRows("T", out _));
        Compute(gradients, [3], (_, _) => 1);
        Assert.Equal(Width, Values(gradients).Sum());

        gradients.Clear();
        Assert.False(gradients.TryGetTouchedRows("T", out _));
        Assert.All(Values(gradients), v => Assert.Equal(0, v));
        Compute(gradients, [3], (_, _) => 1);
        Assert.NotEqual(0, (nint)gradients.Pointer<float>(0)); // whose holder may write anywhere
        Assert.False(gradients.TryGetTouchedRows("T", out _));
    }

    private static ParameterSet Filled(int seed)
    {
        var set = Table();
        var random = new Random(seed);
        foreach (ref var v in set.Values<float>("T")) v = random.NextSingle();
        foreach (ref var v in set.Values<double>("D")) v = random.NextDouble();
        return set;
    }

    private static int[][] Steps => [[3, 39, 3], [4, 3], [0], [], [3, 17, 38, 39]];

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void AdamOnTouchedRowsIsAdamOverTheStepsThatTouchARow(double decay)
    {
        var set = Filled(1);
        var expected = set.Values<double>("D").ToArray();
        var (m, v) = (new double[expected.Length], new double[expected.Length]);
        var floats = set.Values<float>("T").ToArray().Select(x => (double)x).ToArray();
        var (mf, vf) = (new double[expected.Length], new double[expected.Length]);
        var adam = new Adam(set) { Rate = 0.1, Beta1 = 0.8, Beta2 = 0.9, Epsilon = 1e-6, WeightDecay = decay, TouchedRowsOnly = true };
        var gradients = set.CreateGradients();
        for (var t = 1; t <= Steps.Length; t++)
        {
            var step = t;
            Compute(gradients, Steps[t - 1], Slope);
            adam.Step(gradients);
            foreach (var row in Steps[t - 1].Distinct())
            {
                for (var k = 0; k < Width; k++)
                {
                    Reference(expected, m, v, row * Width + k, Slope(row, k));
                    Reference(floats, mf, vf, row * Width + k, Slope(row, k));
                }
            }

            float Slope(int row, int k) => MathF.Sin(row * 3 + k + step);

            void Reference(double[] p, double[] first, double[] second, int i, double g)
            {
                first[i] = 0.8 * first[i] + (1 - 0.8) * g;
                second[i] = 0.9 * second[i] + (1 - 0.9) * g * g;
                p[i] = p[i] - 0.1 * decay * p[i] - 0.1 * first[i] / (1 - Math.Pow(0.8, step)) / (Math.Sqrt(second[i] / (1 - Math.Pow(0.9, step))) + 1e-6);
            }
        }
        Assert.All(expected.Zip(set.Values<double>("D").ToArray()), p => Assert.InRange(p.Second - p.First, -1e-12, 1e-12));
        Assert.All(floats.Zip(set.Values<float>("T").ToArray()), p => Assert.InRange(p.Second - p.First, -2e-6, 2e-6));
    }

    /// <summary>Unless asked for touched rows, a step is that of the gradient in full, bit for bit.</summary>
    [Theory]
    [InlineData("Adam")]
    [InlineData("momentum")]
    [InlineData("decay")]
    [InlineData("Sgd")]
    [InlineData("Sgd, touched rows")]
    public void TheOrdinaryStepIsThatOfTheWholeGradient(string rule)
    {
        ParameterSet sparse = Filled(1), dense = Filled(1);
        Optimizer Make(ParameterSet set) => rule switch
        {
            "Adam" => new Adam(set) { Rate = 0.1, WeightDecay = 0.01 },
            "momentum" => new Sgd(set) { Rate = 0.1, Momentum = 0.9 },
            "decay" => new Sgd(set) { Rate = 0.1, WeightDecay = 0.1 },
            _ => new Sgd(set) { Rate = 0.1, TouchedRowsOnly = rule != "Sgd" },
        };
        Optimizer a = Make(sparse), b = Make(dense);
        GradientSet of = sparse.CreateGradients(), all = dense.CreateGradients();
        foreach (var rows in Steps)
        {
            Compute(of, rows, (row, k) => row - k);
            Compute(all, rows, (row, k) => row - k);
            foreach (var name in (string[])["T", "D"]) all.TouchAllRows(name);
            a.Step(of);
            b.Step(all);
            Assert.Equal(dense.Snapshot(), sparse.Snapshot());
        }
    }

    [Fact]
    public void RowsOfSeveralGradientsJoin()
    {
        ParameterSet sparse = Filled(1), dense = Filled(1);
        Adam lazy = new(sparse) { TouchedRowsOnly = true }, only = new(dense) { TouchedRowsOnly = true };
        GradientSet a = sparse.CreateGradients(), b = sparse.CreateGradients(), both = dense.CreateGradients();
        foreach (var rows in Steps)
        {
            Compute(a, rows, (row, _) => row);
            Compute(b, [39, 2], (row, _) => 100 * row);
            Compute(both, [.. rows, 39, 2], (row, _) => (rows.Contains(row) ? row : 0) + (row is 39 or 2 ? 100 * row : 0));
            lazy.Step(a, b);
            only.Step(both);
            Assert.Equal(dense.Snapshot(), sparse.Snapshot());
        }

        // One that does not say which rows it touches: then it is the whole.
        b.TouchAllRows("T");
        var before = sparse.Values<float>("T")[4 * Width];
        lazy.Step(a, b);
        Assert.NotEqual(before, sparse.Values<float>("T")[4 * Width]);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        var set = Filled(1);
        Adam adam = new(set) { TouchedRowsOnly = true };
        Sgd sgd = new(set);
        GradientSet a = set.CreateGradients(), b = set.CreateGradients();
        Compute(a, [3, 5, 39], (_, _) => 1);
        Compute(b, [3, 4, 38], (_, _) => 1);
        Assert.Equal(0, Sets.Allocated(() =>
        {
            adam.Step(a, b);
            adam.Step(b);
            sgd.Step(a, b);
        }));
    }
}
