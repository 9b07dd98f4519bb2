using Ansatz.Tests.Storage;
using Xunit;

namespace Ansatz.Tests.Training;

/// <summary>What a training computes, against plain loops in double precision that share no code with it but the order of examples.</summary>
public sealed class FitTests
{
    private const int Features = 5, Examples = 53;

    private static readonly Dataset _data = Worlds.Linear<double>(Examples, Features, 3);

    private static double[] Weights(Regression<double> model) => [.. model.Parameters.Values<double>("Layer.W"), .. model.Parameters.Values<double>("Layer.B")];

    private static Regression<double> Start()
    {
        var model = new Regression<double>(Features);
        for (var k = 0; k < Features; k++) model.Parameters.Values<double>("Layer.W")[k] = 0.1 * k - 0.2;
        return model;
    }

    /// <summary>The gradient of the mean squared error of some examples.</summary>
    private static double[] Gradient(double[] p, IEnumerable<int> rows)
    {
        var (x, y) = (_data.Tensor<double>("X"), _data.Tensor<double>("Target"));
        var gradient = new double[p.Length];
        var chosen = rows.ToArray();
        foreach (var n in chosen)
        {
            var error = p[Features] - y[n];
            for (var k = 0; k < Features; k++) error += p[k] * x[n, k];
            for (var k = 0; k < Features; k++) gradient[k] += 2 * error * x[n, k] / chosen.Length;
            gradient[Features] += 2 * error / chosen.Length;
        }
        return gradient;
    }

    /// <summary>A training by plain loops: the rule gets parameters, gradient and step.</summary>
    private static double[] Plain(int epochs, int batch, int seed, Action<double[], double[], int> rule, bool dropLast = false)
    {
        var p = Weights(Start());
        var order = new int[Examples];
        var step = 0;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            ShuffledOrder.Fill(order, seed, epoch);
            foreach (var rows in order.Chunk(batch))
            {
                if (dropLast && rows.Length < batch) continue;
                rule(p, Gradient(p, rows), step++);
            }
        }
        return p;
    }

    private static void Same(double[] expected, double[] actual, double tolerance = 1e-12)
        => Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance));

    [Theory]
    [InlineData(8, 0, true)]
    [InlineData(8, 3, false)]
    [InlineData(53, 0, true)]
    [InlineData(100, 20, true)]
    [InlineData(1, 0, false)]
    public void DescentFollowsItsFormula(int batch, int micro, bool prefetch)
    {
        var model = Start();
        var result = model.Fit(_data, new TrainingOptions { Epochs = 4, BatchSize = batch, MicroBatchSize = micro, Prefetch = prefetch, Seed = 9, Optimizer = new Sgd(model.Parameters) { Rate = 0.05 } });
        var expected = Plain(4, batch, 9, (p, g, _) =>
        {
            for (var i = 0; i < p.Length; i++) p[i] -= 0.05 * g[i];
        });
        Same(expected, Weights(model));
        Assert.Equal(StopReason.Completed, result.Reason);
        Assert.Equal(4, result.History.Count);
        Assert.Equal(4 * ((Examples + batch - 1) / batch), result.Steps);
        Assert.Equal(4 * Examples, model.Parameters.Values<int>("Seen")[0]);
    }

    [Fact]
    public void TheLastPartCanBeDropped()
    {
        var model = Start();
        model.Fit(_data, new TrainingOptions { Epochs = 3, BatchSize = 10, DropLast = true, Optimizer = new Sgd(model.Parameters) { Rate = 0.05 } });
        Same(Plain(3, 10, 0, (p, g, _) => Descend(p, g, 0.05), dropLast: true), Weights(model));
    }

    [Fact]
    public void AdamWithScheduleGroupsAndClippingFollowsItsFormulas()
    {
        const double Rate = 0.03, Decay = 0.1, Clip = 0.4;
        var model = Start();
        var adam = new Adam(model.Parameters) { Rate = Rate, WeightDecay = Decay };
        adam.Group("*.B", rate: 0.5, decay: 0);
        var result = model.Fit(_data, new TrainingOptions { Epochs = 5, BatchSize = 9, ClipNorm = Clip, Optimizer = adam, Schedule = RateSchedule.Cosine(0.1).WithWarmUp(4), Seed = 2 });

        double[] m = new double[Features + 1], v = new double[Features + 1];
        const int Steps = 5 * 6;
        var clipped = 0;
        var expected = Plain(5, 9, 2, (p, g, step) =>
        {
            var norm = Math.Sqrt(g.Sum(e => e * e));
            if (norm > Clip) clipped++;
            var factor = step < 4 ? (step + 1) / 4.0 : 0.1 + 0.9 * (1 + Math.Cos(Math.PI * (step - 4) / (Steps - 4))) / 2;
            for (var i = 0; i < p.Length; i++)
            {
                var slope = norm > Clip ? g[i] * Clip / norm : g[i];
                var (rate, decay) = i < Features ? (Rate * factor, Decay) : (Rate * factor * 0.5, 0);
                m[i] = 0.9 * m[i] + 0.1 * slope;
                v[i] = 0.999 * v[i] + 0.001 * slope * slope;
                p[i] -= rate * decay * p[i] + rate * (m[i] / (1 - Math.Pow(0.9, step + 1))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step + 1))) + 1e-8);
            }
        });
        Assert.InRange(clipped, 1, Steps - 1);
        Same(expected, Weights(model), 1e-11);
        Assert.Equal(Rate, adam.Rate); // the schedule leaves it as it was
        Assert.InRange(result.History[^1].Rate, Rate * 0.1, Rate * 0.12);
    }

    [Fact]
    public void ElementsCanBeClipped()
    {
        var model = Start();
        model.Fit(_data, new TrainingOptions { Epochs = 3, BatchSize = 9, ClipValue = 0.1, Optimizer = new Sgd(model.Parameters) { Rate = 0.05, Momentum = 0.5 } });
        var b = new double[Features + 1];
        Same(Plain(3, 9, 0, (p, g, _) =>
        {
            for (var i = 0; i < p.Length; i++) p[i] -= 0.05 * (b[i] = 0.5 * b[i] + Math.Clamp(g[i], -0.1, 0.1));
        }), Weights(model));
    }

    [Fact]
    public void FrozenParametersStay()
    {
        var model = Start();
        var sgd = new Sgd(model.Parameters) { Rate = 0.05 };
        sgd.Freeze("*.W");
        model.Fit(_data, new TrainingOptions { Epochs = 2, Optimizer = sgd });
        Same(Weights(Start())[..Features], Weights(model)[..Features], 0);
        Assert.NotEqual(0, Weights(model)[Features]);
        sgd.Unfreeze("Layer.*");
        model.Fit(_data, new TrainingOptions { Epochs = 1, Optimizer = sgd });
        Assert.NotEqual(Weights(Start())[0], Weights(model)[0]);
        Assert.Throws<ArgumentException>(() => sgd.Freeze("Other.*"));
        Assert.Throws<ArgumentException>(() => sgd.Group("*.w"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void SeveralLossesAddUp(int micro)
    {
        var model = Start();
        model.Fit(_data, new TrainingOptions { Epochs = 3, BatchSize = 10, MicroBatchSize = micro, Losses = [new("Loss", 2), new("Penalty", 0.1)], Optimizer = new Sgd(model.Parameters) { Rate = 0.02 } });
        Same(Plain(3, 10, 0, (p, g, _) =>
        {
            for (var i = 0; i < p.Length; i++) p[i] -= 0.02 * (2 * g[i] + (i < Features ? 0.1 * 2 * p[i] : 0));
        }), Weights(model));
    }

    [Fact]
    public void EachStepHasItsSeed()
    {
        var one = new Regression<double>(Features) { Seeds = [] };
        var two = new Regression<double>(Features) { Seeds = [] };
        one.Fit(_data, new TrainingOptions { Epochs = 2, BatchSize = 10, Seed = 1, Prefetch = true });
        two.Fit(_data, new TrainingOptions { Epochs = 2, BatchSize = 10, Seed = 1, Prefetch = false });
        Assert.Equal(one.Seeds, two.Seeds);
        Assert.Equal(12, one.Seeds.Distinct().Count());
        two.Seeds.Clear();
        two.Fit(_data, new TrainingOptions { Epochs = 2, BatchSize = 10, Seed = 2 });
        Assert.Empty(one.Seeds.Intersect(two.Seeds));
    }

    [Fact]
    public void ParametersCanBeProjectedAfterEachStep()
    {
        var model = Start();
        var (steps, told) = (new List<long>(), new List<double>());
        void NotNegative(long step)
        {
            steps.Add(step);
            foreach (ref var w in model.Parameters.Values<double>("Layer.W")) w = Math.Max(w, 0);
        }
        model.Fit(_data, new TrainingOptions
        {
            Epochs = 2, BatchSize = 8, Seed = 4, Optimizer = new Sgd(model.Parameters) { Rate = 0.1 }, Project = NotNegative,
            Progress = new Told(_ => told.Add(Weights(model)[..Features].Min())),
        });
        Same(Plain(2, 8, 4, (p, g, _) =>
        {
            Descend(p, g, 0.1);
            for (var k = 0; k < Features; k++) p[k] = Math.Max(p[k], 0);
        }), Weights(model));
        Assert.Equal(Enumerable.Range(1, 14).Select(s => (long)s), steps);
        Assert.All(told, least => Assert.True(least >= 0));
        Assert.Contains(0.0, told);
        Assert.Contains("Project", Assert.Throws<ArgumentException>(() => model.Fit(_data, new TrainingOptions { Optimizer = new Lbfgs(model.Parameters), Project = NotNegative })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TrainingStopsAfterAStep()
    {
        var model = Start();
        var result = model.Fit(_data, new TrainingOptions { Epochs = 100, BatchSize = 10, Steps = 8 });
        Assert.Equal(8, result.Steps);
        Assert.Equal([6L, 8L], result.History.Select(e => e.Step));
    }

    [Fact]
    public void TheBestEpochComesBack()
    {
        // A rate that is too great from the first epoch on: the loss only grows.
        var model = Start();
        var before = model.Measure(_data)[0];
        var result = model.Fit(_data, new TrainingOptions
        {
            Epochs = 50, BatchSize = 53, Validation = _data, EarlyStopping = new EarlyStopping { Patience = 3 }, Metrics = [Metric.Rmse(), Metric.Mae()], Optimizer = new Sgd(model.Parameters) { Rate = 1.5 },
        });
        Assert.Equal(StopReason.NoImprovement, result.Reason);
        Assert.Equal((1, 4), (result.BestEpoch, result.History.Count));
        Assert.Equal(result.Best, model.Measure(_data)[0]);
        Assert.Equal(result.History[0].ValidationLoss, result.Best);
        Assert.True(result.History[3].ValidationLoss > result.History[0].ValidationLoss && before > 0);
        // The RMSE is the root of this loss, and no less than the mean absolute error.
        Assert.All(result.History, e => Assert.Equal(e.ValidationLoss, e.Metrics[0] * e.Metrics[0], 1e-9 * e.ValidationLoss));
        Assert.All(result.History, e => Assert.True(e.Metrics[1] <= e.Metrics[0]));
    }

    [Fact]
    public void AMetricCanBeWatched()
    {
        var model = Start();
        var options = new TrainingOptions { Epochs = 30, Validation = _data, Metrics = [Metric.Mae()], EarlyStopping = new EarlyStopping { Metric = "MAE", Patience = 2 }, Optimizer = new Sgd(model.Parameters) { Rate = 0.1 } };
        var result = model.Fit(_data, options);
        Assert.Equal(result.History.Min(e => e.Metrics[0]), result.Best);
        Assert.Equal(result.Best, model.Measure(_data, Metric.Mae())[1]);
        Assert.Contains("MAE", Assert.Throws<ArgumentException>(() => model.Fit(_data, options with { EarlyStopping = new EarlyStopping { Metric = "accuracy" } })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CancellationEndsAfterTheStep()
    {
        var model = Start();
        using var source = new CancellationTokenSource();
        var result = model.Fit(_data, new TrainingOptions { Epochs = 100, BatchSize = 10, Progress = new Told(p => { if (p.Step == 9) source.Cancel(); }) }, source.Token);
        Assert.Equal((StopReason.Cancelled, 9L), (result.Reason, result.Steps));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void AStepAllocatesNothing(int micro, bool prefetch)
    {
        var model = new Regression<float>(Features);
        var allocated = new long[400];
        var steps = 0;
        model.Fit(Worlds.Linear<float>(Examples, Features, 3), new TrainingOptions
        {
            Epochs = 40, BatchSize = 10, MicroBatchSize = micro, Prefetch = prefetch, ClipNorm = 0.1, ClipValue = 5, Schedule = RateSchedule.Cosine().WithWarmUp(3),
            Progress = new Told(p => { if (p.Ended is null) allocated[steps++] = GC.GetAllocatedBytesForCurrentThread(); }),
        });
        Assert.Equal(240, steps);
        // Between two steps of an epoch; at the end of one its result is made.
        var allocating = Enumerable.Range(13, steps - 13).Where(s => s % 6 != 0 && allocated[s] != allocated[s - 1]).ToArray();

        // Whoever has to wait for the other thread for the first time makes what he waits on, whenever that is.
        Assert.True(allocating.Length <= (prefetch ? 1 : 0), string.Join(", ", allocating.Select(s => $"step {s}: {allocated[s] - allocated[s - 1]} bytes")));
    }

    [Fact]
    public void WhatIsNotFiniteIsNamed()
    {
        var model = Start();
        model.Parameters.Values<double>("Layer.B")[0] = double.NaN;
        var wrong = Assert.Throws<DivergedTrainingException>(() => model.Fit(_data));
        Assert.Equal(("Layer.B", "Layer", 1L, 1), (wrong.Parameter, wrong.Layer, wrong.Step, wrong.Epoch));

        model = Start();
        var values = _data.Tensor<double>("X").ToArray();
        values[17 * Features + 2] = double.PositiveInfinity;
        wrong = Assert.Throws<DivergedTrainingException>(() => model.Fit(_data.With("X", System.Numerics.Tensors.Tensor.Create(values, [Examples, Features])), new TrainingOptions { BatchSize = Examples }));
        Assert.Null(wrong.Parameter);
        Assert.Contains("'X' of example 17, at place 2", wrong.Message, StringComparison.Ordinal);
        Same(Weights(Start()), Weights(model), 0); // nothing was spoilt

        // A rate that is far too great.
        model = Start();
        wrong = Assert.Throws<DivergedTrainingException>(() => model.Fit(_data, new TrainingOptions { Epochs = 10000, Optimizer = new Sgd(model.Parameters) { Rate = 1e100 } }));
        Assert.InRange(wrong.Step, 2, 5);
        Assert.Contains("try a smaller rate", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataThatDoNotFitAreNamed()
    {
        var model = Start();
        var target = _data.Tensor<double>("Target");
        string Message(Dataset data) => Assert.Throws<DatasetException>(() => model.Fit(data)).Message;
        Assert.Contains("X: Double[N, 5] has no data: they have Target", Message(new Dataset { { "Target", target } }), StringComparison.Ordinal);
        Assert.Contains("'X' must have [5]", Message(new Dataset { { "X", target }, { "Target", target } }), StringComparison.Ordinal);
        Assert.Contains("'Target' has 53 examples, but 'X' has 2", Assert.Throws<DatasetException>(() => new Dataset { { "X", new float[10], 5 }, { "Target", target } }).Message, StringComparison.Ordinal);
        var constant = new Dataset { { "Target", target } };
        constant.AddWhole("X", _data.Tensor<double>("X"));
        Assert.Contains("add it with Add", Message(constant), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Fit(_data, new TrainingOptions { Optimizer = new Adam(Start().Parameters) }));
    }

    [Fact]
    public void NumbersBecomeWhatTheModelTakes()
    {
        var (bytes, ints) = (new byte[Examples * Features], new int[Examples]);
        new Random(1).NextBytes(bytes);
        for (var n = 0; n < Examples; n++) ints[n] = n - 20;
        var raw = new Dataset { { "X", bytes, Features }, { "Target", ints } };
        var converted = new Dataset { { "X", Array.ConvertAll(bytes, b => (double)b), Features }, { "Target", Array.ConvertAll(ints, i => (double)i) } };
        Assert.Equal(Start().Measure(converted)[0], Start().Measure(raw)[0]);
    }

    private static void Descend(double[] p, double[] g, double rate)
    {
        for (var i = 0; i < p.Length; i++) p[i] -= rate * g[i];
    }
}

/// <summary>Hears of a training on its own thread.</summary>
internal sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => tell(value);
}
