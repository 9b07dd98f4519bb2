using Ansatz.Testing;

namespace Ansatz.Gpu.Tests;

/// <summary>What is called with a workspace on a device against the same calls on the CPU.</summary>
public sealed class SurfaceTests
{
    /// <summary>The models.</summary>
    public static TheoryData<string> Cases => [.. GpuCorpus.Cases.Select(c => c.Name)];

    /// <summary>Those with a loss.</summary>
    public static TheoryData<string> Losses => [.. GpuCorpus.Cases.Where(c => GpuCorpus.Models.Driver(c.TypeName).HasLoss).Select(c => c.Name)];

    [Fact]
    public void NoModelFails() => Assert.Equal([], GpuCorpus.Models.Failures.Values);

    [Theory]
    [MemberData(nameof(Cases))]
    public void CallsAreThoseOfTheCpu(string name)
    {
        using var device = TestDevice.Open();
        var (cpu, gpu) = (Run(name), Run(name));
        using var workspace = gpu.Driver.OnGpu(device);
        Same(cpu.Evaluate(), gpu.Evaluate(workspace), gpu);
        if (gpu.Driver.HasLoss)
        {
            var (expected, actual) = (cpu.Gradient(), gpu.Gradient(workspace));
            Assert.Null(Agreement.Difference("loss", [actual.Loss], [expected.Loss], Tolerance(gpu), 1e-2));
            Same(expected.Gradients, actual.Gradients, gpu);
        }

        Same(cpu.Stored(), gpu.Stored(), gpu);
        if (gpu.Driver.HasProduct)
        {
            var direction = SecondDerivativeCheck.Direction(gpu);
            Assert.Null(Agreement.Difference("product", gpu.HessianVectorProduct(direction, workspace), cpu.HessianVectorProduct(direction), Tolerance(gpu)));
        }

        if (gpu.Driver.HasHessian)
        {
            var (expected, actual) = (cpu.Hessian(), gpu.Hessian(workspace));
            Assert.Null(Agreement.Difference("hessian", actual.Hessian, expected.Hessian, Tolerance(gpu)));
            Assert.Null(Agreement.Difference("gradient", actual.Gradient, expected.Gradient, Tolerance(gpu)));
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void StepsOfAdamAreThoseOfTheCpu(string name) => Steps(name, p => new Adam(p) { Rate = 0.01, WeightDecay = 0.1 });

    [Theory]
    [InlineData("Digits")]
    [InlineData("DoubleNetwork")]
    [InlineData("TiedLayer")]
    public void StepsOfSgdAreThoseOfTheCpu(string name)
    {
        Steps(name, p => new Sgd(p) { Rate = 0.01 });
        Steps(name, p => new Sgd(p) { Rate = 0.01, WeightDecay = 0.1, Momentum = 0.9, Nesterov = true });
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(0.5, 2)]
    public void ATrainingIsThatOfTheCpu(double? clip, int micro)
    {
        using var device = TestDevice.Open();
        var model = ModelCases.Named("Digits");
        ModelRun cpu = new(GpuCorpus.Models, model, "N=2"), gpu = new(GpuCorpus.Models, model, "N=2");
        using var workspace = gpu.Driver.OnGpu(device);
        var random = new Random(3);
        var data = new Dataset { { "X", Enumerable.Range(0, 7 * 64).Select(_ => random.NextSingle() * 16).ToArray(), 64 }, { "Label", Enumerable.Range(0, 7).ToArray() } };
        var (on, off) = (Fit((ITrainingWorkspace)workspace), Fit(((ITrainable)cpu.Driver.Model).Workspace));
        Assert.All(on.History.Zip(off.History), e => Assert.Equal(e.Second.Loss, e.First.Loss, 1e-4));
        Assert.All(on.History.Zip(off.History), e => Assert.Equal(e.Second.Metrics[0], e.First.Metrics[0]));
        Same(cpu.Stored(), gpu.Stored(), gpu);

        TrainingResult Fit(ITrainingWorkspace memory)
        {
            var adam = new Adam(memory.Model.Parameters) { Rate = 0.005, WeightDecay = 0.1 };
            adam.Group("*.B", rate: 2, decay: 0).Freeze("Hidden.V");
            return memory.Fit(data, new TrainingOptions { Epochs = 2, BatchSize = 3, MicroBatchSize = micro, ClipNorm = clip, Optimizer = adam, Validation = data, Metrics = [Metric.Accuracy()], Schedule = RateSchedule.Linear() });
        }
    }

    [Fact]
    public void BatchesMayGrowAndShrink()
    {
        using var device = TestDevice.Open();
        var model = ModelCases.Named("Digits");
        ModelRun cpu = new(GpuCorpus.Models, model, "N=2"), gpu = new(GpuCorpus.Models, model, "N=2");
        using var workspace = gpu.Driver.OnGpu(device);
        foreach (var rows in new[] { 2, 5, 1, 4 })
        {
            var (expected, actual) = (cpu.WithBatch(rows), gpu.WithBatch(rows));
            Same(expected.Evaluate(), actual.Evaluate(workspace), actual);
            var (a, b) = (expected.Gradient(), actual.Gradient(workspace));
            Assert.Equal(a.Loss, b.Loss, 1e-5);
            Same(a.Gradients, b.Gradients, actual);
        }
    }

    [Fact]
    public void BatchesThatTakeTurns()
    {
        using var device = TestDevice.Open();
        var model = ModelCases.Named("Digits");
        ModelRun cpu = new(GpuCorpus.Models, model, "N=2"), gpu = new(GpuCorpus.Models, model, "N=2");
        Adam expected = new(cpu.Driver.Parameters), actual = new(gpu.Driver.Parameters);
        using var workspace = gpu.Driver.OnGpu(device);
        Assert.Equal(double.NaN, gpu.Driver.Finish(workspace));
        var before = double.NaN;
        foreach (var (rows, seed) in new[] { (2, 3), (4, 4), (1, 5), (3, 6) })
        {
            var (a, b) = (cpu.WithBatch(rows, seed), gpu.WithBatch(rows, seed));
            Assert.Equal(before, gpu.Driver.TrainStep(workspace, actual, b.Arguments), 1e-5);
            before = cpu.Driver.Gradient(a.Arguments);
            expected.Step(cpu.Driver.Gradients);

            // What was handed over may be overwritten.
            Array.Clear(b.Arguments["X"].Values);
        }

        Assert.Equal(before, gpu.Driver.Finish(workspace), 1e-5);
        Same(cpu.Stored(), gpu.Stored(), gpu);
    }

    [Fact]
    public void ArgumentsAreCheckedAsOnTheCpu()
    {
        using var device = TestDevice.Open();
        var run = Run("Digits");
        using var workspace = run.Driver.OnGpu(device);
        ((int[])run.Arguments["Label"].Values)[1] = 99;
        Assert.Throws<IndexDataException>(() => run.Driver.Gradient(workspace, run.Arguments));
        Assert.Throws<IndexDataException>(() => run.Driver.TrainStep(workspace, new Adam(run.Driver.Parameters), run.Arguments));
        run.Arguments["X"] = new NamedArray("X", Array.Empty<float>(), [0, 64]);
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Driver.Gradient(workspace, run.Arguments));
    }

    [Fact]
    public void ALossThatIsNotFinite()
    {
        using var device = TestDevice.Open();
        var run = Run("Digits");
        using var workspace = run.Driver.OnGpu(device);
        ((float[])run.Arguments["X"].Values)[0] = float.NaN;
        Assert.Throws<NonFiniteLossException>(() => run.Driver.Gradient(workspace, run.Arguments));
        var adam = new Adam(run.Driver.Parameters);
        Assert.Equal(double.NaN, run.Driver.TrainStep(workspace, adam, run.Arguments));
        Assert.Throws<NonFiniteLossException>(() => run.Driver.TrainStep(workspace, adam, run.Arguments));
    }

    [Fact]
    public void OptimizersThatADeviceRefuses()
    {
        using var device = TestDevice.Open();
        var (run, other) = (Run("Digits"), Run("Digits"));
        using var workspace = run.Driver.OnGpu(device);
        Assert.Throws<ArgumentException>(() => run.Driver.Step(workspace, new Adam(other.Driver.Parameters)));
        var e = Assert.Throws<NotSupportedException>(() => run.Driver.Step(workspace, new Adam(run.Driver.Parameters) { TouchedRowsOnly = true }));
        Assert.Contains("TouchedRowsOnly", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTextReadsAsVerified() => Snapshot.Match("LowRankGelu.Gpu", GpuCorpus.Models.Generated.Single(g => g.HintName == "Corpus.LowRankGelu.Gpu.g.cs").Text);

    private static void Steps(string name, Func<ParameterSet, Optimizer> create)
    {
        using var device = TestDevice.Open();
        var (cpu, gpu) = (Run(name), Run(name));
        var (expected, actual) = (create(cpu.Driver.Parameters), create(gpu.Driver.Parameters));
        using var workspace = gpu.Driver.OnGpu(device);
        for (var k = 0; k < 3; k++)
        {
            var loss = cpu.Driver.Gradient(cpu.Arguments);
            Assert.Null(Agreement.Difference("loss", [gpu.Driver.Gradient(workspace, gpu.Arguments)], [loss], Tolerance(gpu), 1e-2));
            expected.Step(cpu.Driver.Gradients);
            gpu.Driver.Step(workspace, actual);
        }

        Same(cpu.Stored(), gpu.Stored(), gpu);
    }

    private static ModelRun Run(string name)
    {
        var model = ModelCases.Named(name);
        return new ModelRun(GpuCorpus.Models, model, model.Sizes[0]);
    }

    private static double Tolerance(ModelRun run) => run.IsSingle ? 1e-5 : 1e-12;

    private static void Same(IReadOnlyList<NamedArray> expected, IReadOnlyList<NamedArray> actual, ModelRun run)
    {
        var largest = expected.Select(e => Agreement.Largest(e.ToDoubles())).DefaultIfEmpty().Max();
        var differences = expected.Zip(actual, (e, a) => Agreement.Difference(e.Name, a.ToDoubles(), e.ToDoubles(), Tolerance(run), run.Case.Vanishing.Split(' ').Contains(e.Name) ? largest : 1e-6 * largest));
        Assert.Empty(differences.OfType<string>());
        Assert.Equal(expected.Count, actual.Count);
    }
}
