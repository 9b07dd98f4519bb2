using Ansatz.Tests.Storage;
using Xunit;

namespace Ansatz.Tests.Training;

public sealed class OptimizerTests
{
    private static float[] Sequence(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() * 2 - 1)];
    }

    /// <summary>Adam by its textbook formulas, in double.</summary>
    private static double[] ReferenceAdam(float[] start, IEnumerable<float[]> gradients, double rate, double beta1, double beta2, double epsilon, double decay)
    {
        double[] p = [.. start.Select(v => (double)v)], m = new double[p.Length], v = new double[p.Length];
        var t = 0;
        foreach (var g in gradients)
        {
            t++;
            for (var i = 0; i < p.Length; i++)
            {
                p[i] -= rate * decay * p[i];
                m[i] = beta1 * m[i] + (1 - beta1) * g[i];
                v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
                p[i] -= rate * (m[i] / (1 - Math.Pow(beta1, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(beta2, t))) + epsilon);
            }
        }
        return p;
    }

    private static double[] ReferenceSgd(float[] start, IEnumerable<float[]> gradients, double rate, double momentum, bool nesterov, double decay)
    {
        double[] p = [.. start.Select(v => (double)v)], b = new double[p.Length];
        foreach (var g in gradients)
        {
            for (var i = 0; i < p.Length; i++)
            {
                b[i] = momentum * b[i] + g[i];
                p[i] -= rate * decay * p[i] + rate * (nesterov ? g[i] + momentum * b[i] : b[i]);
            }
        }
        return p;
    }

    private static void Close(double[] expected, IEnumerable<double> actual, double tolerance)
        => Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance));

    [Theory]
    [InlineData(1, 0.001, 0.9, 0.999, 0)]
    [InlineData(7, 0.1, 0.9, 0.999, 0.1)]
    [InlineData(8, 0.01, 0.0, 0.9, 0)]
    [InlineData(33, 0.05, 0.5, 0.99, 0.5)]
    [InlineData(5000, 0.05, 0.8, 0.99, 0.01)]
    public void AdamFollowsItsFormulas(int length, double rate, double beta1, double beta2, double decay)
    {
        var set = ParameterSet.Create([Sets.Float("F", length), Sets.Double("D", length), Sets.State("S", 4)]);
        var start = Sequence(length, 1);
        start.CopyTo(set.Values<float>("F"));
        for (var i = 0; i < length; i++) set.Values<double>("D")[i] = start[i];
        var gradients = Enumerable.Range(2, 12).Select(seed => Sequence(length, seed)).ToArray();
        var adam = new Adam(set) { Rate = rate, Beta1 = beta1, Beta2 = beta2, WeightDecay = decay, Epsilon = 1e-6 };
        var gradient = set.CreateGradients();
        foreach (var g in gradients)
        {
            g.CopyTo(gradient.Values<float>("F"));
            for (var i = 0; i < length; i++) gradient.Values<double>("D")[i] = g[i];
            adam.Step(gradient);
        }
        var expected = ReferenceAdam(start, gradients, rate, beta1, beta2, 1e-6, decay);
        Close(expected, set.Values<float>("F").ToArray().Select(v => (double)v), 2e-5);
        Close(expected, set.Values<double>("D").ToArray(), 1e-12);
        Assert.All(set.Values<float>("S").ToArray(), v => Assert.Equal(0, v));
    }

    [Theory]
    [InlineData(0, false, 0)]
    [InlineData(0.9, false, 0)]
    [InlineData(0.9, true, 0.1)]
    [InlineData(0, true, 0.1)]
    public void SgdFollowsItsFormulas(double momentum, bool nesterov, double decay)
    {
        foreach (var length in (int[])[1, 7, 8, 33, 5000])
        {
            var set = ParameterSet.Create([Sets.Float("F", length), Sets.Double("D", length)]);
            var start = Sequence(length, 1);
            start.CopyTo(set.Values<float>("F"));
            for (var i = 0; i < length; i++) set.Values<double>("D")[i] = start[i];
            var gradients = Enumerable.Range(2, 12).Select(seed => Sequence(length, seed)).ToArray();
            var sgd = new Sgd(set) { Rate = 0.05, Momentum = momentum, Nesterov = nesterov, WeightDecay = decay };
            var gradient = set.CreateGradients();
            foreach (var g in gradients)
            {
                g.CopyTo(gradient.Values<float>("F"));
                for (var i = 0; i < length; i++) gradient.Values<double>("D")[i] = g[i];
                sgd.Step(gradient);
            }
            var expected = ReferenceSgd(start, gradients, 0.05, momentum, nesterov, decay);
            Close(expected, set.Values<float>("F").ToArray().Select(v => (double)v), 2e-5);
            Close(expected, set.Values<double>("D").ToArray(), 1e-12);
        }
    }

    [Fact]
    public void ASharedModelHasOneStateAndItsGradientsAddUp()
    {
        var encoder = Sets.LowRank();
        var first = ParameterSet.Create([Sets.Float("W", 4)], new UsedModel("Encoder", encoder, false));
        var second = ParameterSet.Create([Sets.Float("Z", 4)], new UsedModel("Code", encoder, false));
        var alone = ParameterSet.Create([Sets.Float("V", 2, 5)]);
        foreach (var set in (ParameterSet[])[encoder, alone]) set.Count("V", 1);
        Adam both = new(first, second) { Rate = 0.1 }, reference = new(alone) { Rate = 0.1 };
        GradientSet a = first.CreateGradients(), b = second.CreateGradients(), c = alone.CreateGradients();
        for (var step = 0; step < 5; step++)
        {
            for (var i = 0; i < 10; i++)
            {
                a.Values<float>("Encoder.V")[i] = i + step;
                b.Values<float>("Code.V")[i] = 2 * i - 7;
                c.Values<float>("V")[i] = i + step + (2 * i - 7);
            }
            both.Step(a, b);
            reference.Step(c);
            Assert.Equal(alone.Values<float>("V").ToArray(), encoder.Values<float>("V").ToArray());
            Assert.Equal(alone.Values<float>("V").ToArray(), second.Values<float>("Code.V").ToArray());
        }
    }

    [Fact]
    public void GradientsOfSeveralWorkspacesAndOfTiedNamesAddUp()
    {
        const int length = 5003;
        var shared = ParameterSet.Create([Sets.Float("V", length)]);
        var tied = ParameterSet.Create([Sets.Double("D", 3)], new UsedModel("A", shared, false), new UsedModel("B", shared, false));
        var sgd = new Sgd(tied) { Rate = 1 };
        GradientSet a = tied.CreateGradients(), b = tied.CreateGradients();
        var random = new Random(1);
        for (var i = 0; i < length; i++)
        {
            // Small whole numbers: their sum is exact.
            a.Values<float>("A.V")[i] = random.Next(10);
            a.Values<float>("B.V")[i] = 10 * random.Next(10);
            b.Values<float>("A.V")[i] = 100 * random.Next(10);
            b.Values<float>("B.V")[i] = 1000 * random.Next(10);
        }
        a.Values<double>("D")[1] = 1;
        b.Values<double>("D")[1] = 2;
        sgd.Step(a, b);
        for (var i = 0; i < length; i++)
            Assert.Equal(-(a.Values<float>("A.V")[i] + a.Values<float>("B.V")[i] + b.Values<float>("A.V")[i] + b.Values<float>("B.V")[i]), shared.Values<float>("V")[i]);
        Assert.Equal([0, -3, 0], tied.Values<double>("D").ToArray());
    }

    [Fact]
    public void WhatHasNoGradientInAStepStays()
    {
        ParameterSet first = Sets.LowRank(), second = Sets.LowRank();
        var adam = new Adam(first, second) { Rate = 0.1, WeightDecay = 0.1 };
        GradientSet a = first.CreateGradients(), b = second.CreateGradients();
        a.Values<float>("V").Fill(1);
        b.Values<float>("V").Fill(1);
        adam.Step(a, b);
        var before = second.Snapshot();
        adam.Step(a);
        Assert.Equal(before, second.Snapshot());
        adam.Step(b);
        Assert.Equal(first.Snapshot(), second.Snapshot()); // its second step, although the optimiser's third
    }

    [Fact]
    public void AnOptimizerSeesAMoveAndAResetForgets()
    {
        var set = Sets.LowRank();
        var adam = new Adam(set);
        var gradients = set.CreateGradients();
        gradients.Values<float>("V").Fill(1);
        adam.Step(gradients);
        var first = set.Values<float>("V")[0];
        var owner = ParameterSet.Create([Sets.Float("W", 3)], new UsedModel("Hidden", set, true));
        adam.Step(gradients);
        Assert.InRange(owner.Values<float>("Hidden.V")[0], 2 * first - 1e-6f, 2 * first + 1e-6f);
        set.Values<float>("V").Clear();
        adam.Reset();
        adam.Step(gradients);
        Assert.Equal(first, owner.Values<float>("Hidden.V")[0]);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        var encoder = Sets.LowRank(50, 60, 70);
        var first = ParameterSet.Create([Sets.Double("W", 40)], new UsedModel("Encoder", encoder, false));
        var second = ParameterSet.Create([Sets.Float("Z", 4)], new UsedModel("Code", encoder, false));
        Adam adam = new(first, second);
        Sgd sgd = new(first, second) { Momentum = 0.9 };
        GradientSet a = first.CreateGradients(), b = second.CreateGradients();
        Assert.Equal(0, Sets.Allocated(() =>
        {
            adam.Step(a, b);
            sgd.Step(a, b);
            adam.Step(a);
        }));
    }

    [Fact]
    public void ImpossibleValuesAndForeignGradientsAreRefused()
    {
        var set = Sets.LowRank();
        var adam = new Adam(set);
        Assert.Equal((1e-3, 0.9, 0.999, 1e-8, 0), (adam.Rate, adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay));
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.Rate = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.Rate = double.NaN);
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.Beta1 = 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.Beta2 = -0.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.Epsilon = double.PositiveInfinity);
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.WeightDecay = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(set) { Momentum = 1 });
        Assert.Throws<ArgumentException>(() => adam.Step());
        Assert.Throws<ArgumentException>(() => adam.Step(Sets.LowRank().CreateGradients()));
        Assert.Throws<ArgumentException>(() => new Adam());
        Assert.Throws<ArgumentException>(() => new Adam(set, set));
    }
}
