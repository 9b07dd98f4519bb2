using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Training;

/// <summary>Trainings of generated models: threads, allocation, dropout, tables, resumption.</summary>
public class GeneratedFitTests
{
    private static ITrainable Model(string name, string size)
    {
        var driver = Corpus.Models.Driver("Corpus." + name);
        driver.CreateInitialized(new ModelArguments(ModelCase.Extents(size)), seed: 5);
        return (ITrainable)driver.Model;
    }

    private static float[] Floats(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }

    private static int[] Ints(int count, int limit, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(limit))];
    }

    private static byte[] Stored(ITrainable model)
    {
        var path = Path.GetTempFileName();
        try
        {
            model.Parameters.Save(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Dataset Images(int count) => new() { { "X", Floats(count * 64, 1), 64 }, { "Label", Ints(count, 10, 2) } };

    [Fact]
    public void ThreadsAndPrefetchingChangeNoBit()
    {
        using var two = new WorkerPool(2);
        var stored = new List<byte[]>();
        foreach (var (workers, prefetch) in ((WorkerPool, bool)[])[(WorkerPool.Serial, false), (two, true), (two, false)])
        {
            var model = Model("Digits", "N=1");
            model.Fit(Images(300), new TrainingOptions { Epochs = 2, BatchSize = 130, Workers = workers, Prefetch = prefetch, ClipNorm = 1 });
            Assert.Same(WorkerPool.Serial, model.Workspace.Workers);
            stored.Add(Stored(model));
        }

        Assert.Equal(stored[0], stored[1]);
        Assert.Equal(stored[0], stored[2]);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        var allocated = new long[200];
        var steps = 0;
        Model("Digits", "N=1").Fit(Images(150), new TrainingOptions
        {
            Epochs = 20, BatchSize = 32, ClipNorm = 1, Schedule = RateSchedule.Cosine(),
            Progress = new Told(p => { if (p.Ended is null) allocated[steps++] = GC.GetAllocatedBytesForCurrentThread(); }),
        });
        Assert.Equal(100, steps);
        for (var s = 11; s < steps; s++)
        {
            if (s % 5 != 0) Assert.Equal(0, allocated[s] - allocated[s - 1]);
        }
    }

    [Fact]
    public void AClassifierLearnsAndIsMeasured()
    {
        // Classes that differ by one pixel each.
        var labels = Ints(400, 10, 3);
        var x = Floats(400 * 64, 4);
        for (var n = 0; n < labels.Length; n++) x[n * 64 + 6 * labels[n]] = 40;
        var (training, validation) = new Dataset { { "X", x, 64 }, { "Label", labels } }.Split(0.75, seed: 1);
        var model = Model("Digits", "N=1");
        var result = model.Fit(training, new TrainingOptions
        {
            Epochs = 40, Validation = validation, Metrics = [Metric.Accuracy(), Metric.TopK(3)], EarlyStopping = new EarlyStopping { Metric = "accuracy", Patience = 40 },
            Optimizer = new Adam(model.Parameters) { Rate = 0.02 },
        });
        Assert.True(result.Best > 0.97, result.ToString());
        Assert.Equal(result.Best, model.Measure(validation, Metric.Accuracy())[1]);
        Assert.All(result.History, e => Assert.True(e.Metrics[1] >= e.Metrics[0]));
    }

    [Fact]
    public void DropoutAndStateAreResumedToTheBit()
    {
        const string Size = "In=5 Hidden=9 N=1";
        var data = new Dataset { { "X", Floats(45 * 5, 1), 5 }, { "Target", Floats(45, 2) } };
        var path = Path.GetTempFileName();
        try
        {
            File.Delete(path);
            var options = new TrainingOptions { Epochs = 3, BatchSize = 8, MicroBatchSize = 3, Seed = 11 };
            var whole = Model("Dropout", Size);
            whole.Fit(data, options);
            using var source = new CancellationTokenSource();
            Model("Dropout", Size).Fit(data, options with { Checkpoint = new CheckpointOptions(path), Progress = new Told(p => { if (p.Step == 8) source.Cancel(); }) }, source.Token);
            var resumed = Model("Dropout", Size);
            Assert.Equal(18, resumed.Fit(data, options with { Checkpoint = new CheckpointOptions(path) }).Steps);
            Assert.Equal(Stored(whole), Stored(resumed));
            // Another seed is another training.
            var other = Model("Dropout", Size);
            other.Fit(data, options with { Seed = 12 });
            Assert.NotEqual(Stored(whole), Stored(other));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void PartsOfAStepOnTablesTouchTheRowsOfAll()
    {
        const string Size = "Words=500 Stems=40 D=8 Length=3 N=1";
        var model = Model("TouchedRows", Size);
        var signature = model.Signature;
        var data = new Dataset();
        foreach (var input in signature.Inputs)
        {
            var width = input.Extents.ToArray().Where(e => e > 0).Aggregate(1, (a, b) => a * b);
            if (!input.IsPerExample)
            {
                data.AddWhole(input.Name, System.Numerics.Tensors.Tensor.Create(Ints(width, 40, 7), [width]));
                continue;
            }
            if (input.ElementType == typeof(float)) data.Add(input.Name, Floats(40 * width, 1), input.Extents[1..]);
            else data.Add(input.Name, Ints(40 * width, input.Name == "Count" ? 3 : 60, 2), input.Extents[1..]);
        }

        var whole = Model("TouchedRows", Size);
        var before = Rows(whole);
        foreach (var (trained, micro) in ((ITrainable, int)[])[(whole, 0), (model, 7)])
            trained.Fit(data, new TrainingOptions { Epochs = 2, BatchSize = 20, MicroBatchSize = micro, Optimizer = new Adam(trained.Parameters) { TouchedRowsOnly = true, WeightDecay = 0.1 } });
        var (expected, actual) = (Rows(whole), Rows(model));
        Assert.Equal(before.Skip(60 * 8), actual.Skip(60 * 8)); // words that no example has
        Assert.NotEqual(before.Take(60 * 8), actual.Take(60 * 8));
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-4f));

        static float[] Rows(ITrainable model) => [.. model.Parameters.Tensor<float>("E")];
    }

    private sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }
}
