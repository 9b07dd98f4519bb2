using System.Diagnostics;
using System.Globalization;
using Ansatz.Tests.Storage;
using Xunit;

namespace Ansatz.Tests.Training;

/// <summary>A training that is interrupted and resumed gives the bits of one that is not.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const string FolderVariable = "ANSATZ_TRAINING_FOLDER";

    private static readonly Dataset _data = Worlds.Linear<float>(41, 3, 5);

    private readonly string _folder = Directory.CreateTempSubdirectory("training").FullName;

    private string File => Path.Combine(_folder, "training.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (Regression<float> Model, TrainingOptions Options) Training(string kind, string? file, long every = 1)
    {
        var model = new Regression<float>(3);
        TrainingMethod method = kind switch
        {
            "adam" => new Adam(model.Parameters) { Rate = 0.05, WeightDecay = 0.01 },
            "sgd" => new Sgd(model.Parameters) { Rate = 0.05, Momentum = 0.9, Nesterov = true },
            _ => new Lbfgs(model.Parameters) { Memory = 3, GradientTolerance = 0 },
        };
        return (model, new TrainingOptions
        {
            Epochs = kind == "lbfgs" ? 8 : 4, BatchSize = 8, MicroBatchSize = 5, Seed = 3, Optimizer = method, ClipNorm = kind == "lbfgs" ? null : 0.5,
            Schedule = RateSchedule.Cosine().WithWarmUp(3), Validation = _data, Metrics = [Metric.Mae()], EarlyStopping = new EarlyStopping { Patience = 100 },
            Checkpoint = file is null ? null : new CheckpointOptions(file) { EverySteps = every, EveryEpochs = 0 },
        });
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("sgd")]
    [InlineData("lbfgs")]
    public void InterruptedAtAnyStepItEndsTheSame(string kind)
    {
        var (whole, options) = Training(kind, null);
        var expected = whole.Fit(_data, options);
        for (var at = 1L; at < expected.Steps; at++)
        {
            System.IO.File.Delete(File);
            using var source = new CancellationTokenSource();
            var (first, interrupted) = Training(kind, File, every: 1000);
            var stop = at;
            var half = first.Fit(_data, interrupted with { Progress = new Told(p => { if (p.Step == stop) source.Cancel(); }) }, source.Token);
            Assert.Equal((StopReason.Cancelled, at), (half.Reason, half.Steps));

            var (second, resumed) = Training(kind, File, every: 1000);
            var result = second.Fit(_data, resumed);
            Assert.Equal(whole.Parameters.Snapshot(), second.Parameters.Snapshot());
            Assert.Equal((expected.Reason, expected.Steps, expected.BestEpoch, expected.Best), (result.Reason, result.Steps, result.BestEpoch, result.Best));
            Assert.Equal(expected.History.Select(Numbers), result.History.Select(Numbers));
        }

        static string Numbers(EpochResult e) => string.Create(CultureInfo.InvariantCulture, $"{e.Epoch} {e.Step} {e.Loss:R} {e.ValidationLoss:R} {e.Rate:R} {e.GradientNorm:R} {string.Join(' ', e.Metrics)}");
    }

    [Fact]
    public void WhatHasEndedIsNotTrainedAgain()
    {
        var (first, options) = Training("adam", File);
        var result = first.Fit(_data, options);
        var (second, again) = Training("adam", File);
        Assert.Equal(result.Steps, second.Fit(_data, again).Steps);
        Assert.Equal(0, second.Evaluations);
        Assert.Equal(first.Parameters.Snapshot(), second.Parameters.Snapshot());

        // More epochs go on from there.
        var (third, more) = Training("adam", File);
        Assert.Equal(result.Steps * 5 / 4, third.Fit(_data, more with { Epochs = 5 }).Steps);
        Assert.Equal(11, third.Evaluations); // five steps in two parts, and one of one example
    }

    [Fact]
    public void ADamagedFileIsRefusedAndNothingIsChanged()
    {
        var (first, options) = Training("adam", File);
        first.Fit(_data, options);
        var whole = System.IO.File.ReadAllBytes(File);
        for (var k = 0; k < 60; k++)
        {
            var at = (int)((long)whole.Length * k / 60);
            System.IO.File.WriteAllBytes(File, whole[..at]);
            Refused();
            byte[] flipped = [.. whole];
            flipped[at] ^= (byte)(1 << k % 8);
            System.IO.File.WriteAllBytes(File, flipped);
            Refused();
        }

        void Refused()
        {
            var (model, again) = Training("adam", File);
            var before = model.Parameters.Snapshot();
            Assert.Contains(File, Assert.Throws<CheckpointException>(() => model.Fit(_data, again)).Message, StringComparison.Ordinal);
            Assert.Equal(before, model.Parameters.Snapshot());
        }
    }

    [Fact]
    public void AnotherTrainingIsRefused()
    {
        var (first, options) = Training("adam", File);
        first.Fit(_data, options);
        Refused("seed", o => o with { Seed = 4 });
        Refused("batch size", o => o with { BatchSize = 9 });
        Refused("schedule", o => o with { Schedule = RateSchedule.Linear() });
        Refused("examples", o => o, _data.Take(40));
        var (other, sgd) = Training("sgd", File);
        Assert.Contains("'Adam', but this training's is 'Sgd'", Assert.Throws<CheckpointException>(() => other.Fit(_data, sgd)).Problem, StringComparison.Ordinal);
        var wider = new Regression<float>(4);
        Assert.Throws<CheckpointException>(() => wider.Fit(Worlds.Linear<float>(41, 4, 5), options with { Optimizer = new Adam(wider.Parameters), Validation = null }));

        void Refused(string what, Func<TrainingOptions, TrainingOptions> change, Dataset? data = null)
        {
            var (model, same) = Training("adam", File);
            Assert.Contains($"its {what} is", Assert.Throws<CheckpointException>(() => model.Fit(data ?? _data, change(same))).Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AProcessThatIsKilledLeavesAWholeFile()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not null) return;
        var expected = Large(null).Run();
        var kills = 0;
        // Killed at once when something of it is on the disk: while it trains, and while it saves.
        for (var attempt = 0; attempt < 6; attempt++)
        {
            using var child = Start();
            var unfinished = File + ".unfinished";
            var clock = Stopwatch.StartNew();
            while (!child.HasExited && clock.Elapsed < TimeSpan.FromMinutes(2))
            {
                if (attempt % 2 == 0 ? System.IO.File.Exists(unfinished) : Steps() > attempt) break;
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
            if (!child.HasExited) kills++;
            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (System.IO.File.Exists(File)) Assert.True(new CheckpointReader(File).Has("model/Layer.W"));
            System.IO.File.Delete(Progress);
        }
        Assert.True(kills > 0, "The training ended before it could be killed.");
        Assert.True(System.IO.File.Exists(File));
        var (model, result) = Large(File).RunWithModel();
        Assert.Equal(StopReason.Completed, result.Reason);
        Assert.Equal(expected, model.Parameters.Snapshot());
    }

    /// <summary>What the child process runs.</summary>
    [Fact]
    public void ChildTrains()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } folder) return;
        var progress = Path.Combine(folder, "progress");
        Large(Path.Combine(folder, "training.safetensors"), p => System.IO.File.AppendAllText(progress, "x")).Run();
    }

    private string Progress => Path.Combine(_folder, "progress");

    private long Steps() => System.IO.File.Exists(Progress) ? new FileInfo(Progress).Length : 0;

    // Large enough that a save takes as long as a step.
    private static LargeTraining Large(string? file, Action<TrainingProgress>? tell = null) => new(file, tell);

    private Process Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(CheckpointTests).Assembly.Location);
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"*{nameof(CheckpointTests)}.{nameof(ChildTrains)}");
        start.Environment[FolderVariable] = _folder;
        var child = Process.Start(start)!;
        child.OutputDataReceived += (_, _) => { };
        child.ErrorDataReceived += (_, _) => { };
        child.BeginOutputReadLine();
        child.BeginErrorReadLine();
        return child;
    }

    private sealed class LargeTraining(string? file, Action<TrainingProgress>? tell)
    {
        private const int Features = 200_000;

        public byte[] Run() => RunWithModel().Model.Parameters.Snapshot();

        public (Regression<float> Model, TrainingResult Result) RunWithModel()
        {
            var model = new Regression<float>(Features);
            var result = model.Fit(Worlds.Linear<float>(12, Features, 1), new TrainingOptions
            {
                Epochs = 30, BatchSize = 4, Seed = 6, Optimizer = new Adam(model.Parameters) { Rate = 1e-5 },
                Checkpoint = file is null ? null : new CheckpointOptions(file) { EverySteps = 1 },
                Progress = tell is null ? null : new Told(tell),
            });
            return (model, result);
        }
    }
}
