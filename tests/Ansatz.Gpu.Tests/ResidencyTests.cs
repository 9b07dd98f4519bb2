using Ansatz.Testing;

namespace Ansatz.Gpu.Tests;

/// <summary>Where the newest values are: whoever asks for parameters, states, gradients or moments gets them, and nothing is copied that nobody asks for.</summary>
public sealed class ResidencyTests
{
    [Fact]
    public void AParameterThatIsChangedBetweenCalls()
    {
        using var device = TestDevice.Open();
        var (cpu, gpu) = (Run("TiedLayer"), Run("TiedLayer"));
        using var workspace = gpu.Driver.OnGpu(device);
        Assert.Equal(cpu.Driver.Gradient(cpu.Arguments), gpu.Driver.Gradient(workspace, gpu.Arguments), 1e-5);
        foreach (var run in new[] { cpu, gpu })
        {
            foreach (var parameter in run.Driver.Parameters) parameter.Tensor<float>().Fill(0.25f);
        }

        var expected = cpu.Driver.Gradient(cpu.Arguments);
        Assert.Equal(expected, gpu.Driver.Gradient(workspace, gpu.Arguments), 1e-5);

        // All ways to change them.
        var flat = new float[gpu.Driver.Parameters.FlatLength];
        gpu.Driver.Parameters.Initialize(3);
        Assert.NotEqual(expected, gpu.Driver.Gradient(workspace, gpu.Arguments), 1e-5);
        Array.Fill(flat, 0.25f);
        gpu.Driver.Parameters.UnflattenFrom<float>(flat);
        Assert.Equal(expected, gpu.Driver.Gradient(workspace, gpu.Arguments), 1e-5);
    }

    [Fact]
    public void AParameterThatIsReadAfterAStep()
    {
        using var device = TestDevice.Open();
        var (cpu, gpu) = (Run("Digits"), Run("Digits"));
        Adam expected = new(cpu.Driver.Parameters), actual = new(gpu.Driver.Parameters);
        using var workspace = gpu.Driver.OnGpu(device);
        for (var k = 0; k < 3; k++)
        {
            cpu.Driver.Gradient(cpu.Arguments);
            expected.Step(cpu.Driver.Gradients);
            gpu.Driver.Gradient(workspace, gpu.Arguments);
            gpu.Driver.Step(workspace, actual);

            // Some of them, in each way that there is.
            var weights = new[] { "Hidden.V", "Head.V", "Head.U" }[k];
            Assert.Equal(cpu.Driver.Parameters.Tensor<float>(weights)[0, 0], gpu.Driver.Parameters[weights].Tensor<float>()[0, 0], 1e-5);
        }

        float[] a = new float[cpu.Driver.Parameters.FlatLength], b = new float[a.Length];
        cpu.Driver.Parameters.FlattenTo<float>(a);
        gpu.Driver.Parameters.FlattenTo<float>(b);
        Assert.Null(Agreement.Difference("parameters", Array.ConvertAll(b, v => (double)v), Array.ConvertAll(a, v => (double)v), 1e-5));

        // A call on the CPU sees them as well.
        Assert.Equal(cpu.Driver.Gradient(cpu.Arguments), gpu.Driver.Gradient(gpu.Arguments), 1e-5);
    }

    [Fact]
    public void ReadingIsNoReasonToCopyBack()
    {
        using var device = TestDevice.Open();
        var gpu = Run("Digits");
        using var workspace = gpu.Driver.OnGpu(device);
        gpu.Driver.Gradient(workspace, gpu.Arguments);
        var residency = gpu.Driver.Parameters[0].Segment.Residency!;
        Assert.Null(residency.Ahead);
        gpu.Driver.Step(workspace, new Sgd(gpu.Driver.Parameters));
        Assert.NotNull(residency.Ahead);
        var changes = residency.Changes;
        gpu.Driver.Parameters.FlattenTo<float>(new float[gpu.Driver.Parameters.FlatLength]);
        Assert.Equal((null, changes), (residency.Ahead, residency.Changes));
        _ = gpu.Driver.Parameters.Tensor<float>(0);
        Assert.Equal(changes + 1, residency.Changes);
    }

    [Fact]
    public void SavingAfterAStepWritesTheNewValues()
    {
        using var device = TestDevice.Open();
        var (gpu, other) = (Run("Digits"), Run("Digits"));
        using var workspace = gpu.Driver.OnGpu(device);
        gpu.Driver.Gradient(workspace, gpu.Arguments);
        gpu.Driver.Step(workspace, new Adam(gpu.Driver.Parameters) { Rate = 0.1 });
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            gpu.Driver.Parameters.Save(path);
            other.Driver.Parameters.Load(path);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal(gpu.Driver.Gradient(workspace, gpu.Arguments), other.Driver.Gradient(other.Arguments), 1e-5);
    }

    [Fact]
    public void GradientsAreFetchedWhenTheyAreRead()
    {
        using var device = TestDevice.Open();
        var (cpu, gpu) = (Run("Digits"), Run("Digits"));
        using var workspace = gpu.Driver.OnGpu(device);
        gpu.Driver.Gradient(workspace, gpu.Arguments);
        var gradients = ModelDriver.GradientsOf(workspace);
        Assert.NotNull(gradients.Residency!.Ahead);
        Same(cpu.Gradient().Gradients, Flat(gradients));
        Assert.Null(gradients.Residency.Ahead);

        // What is changed here is what a step on the device goes along.
        gradients.Tensor<float>(0).Fill(0);
        var before = gpu.Driver.Parameters.Tensor<float>(0)[0, 0];
        gpu.Driver.Step(workspace, new Sgd(gpu.Driver.Parameters) { Rate = 1 });
        Assert.Equal(before, gpu.Driver.Parameters.Tensor<float>(0)[0, 0]);
    }

    [Fact]
    public void AStepOnTheCpuAlongGradientsOfADevice()
    {
        using var device = TestDevice.Open();
        var (cpu, gpu) = (Run("Digits"), Run("Digits"));
        Adam expected = new(cpu.Driver.Parameters), actual = new(gpu.Driver.Parameters);
        using var workspace = gpu.Driver.OnGpu(device);

        // Here, there, here again, and from the start: the moments go along.
        foreach (var place in new[] { "CPU", "GPU", "GPU", "CPU", "reset", "GPU", "CPU" })
        {
            if (place == "reset")
            {
                expected.Reset();
                actual.Reset();
                continue;
            }

            Assert.Equal(cpu.Driver.Gradient(cpu.Arguments), gpu.Driver.Gradient(workspace, gpu.Arguments), 1e-5);
            expected.Step(cpu.Driver.Gradients);
            if (place == "CPU") actual.Step(ModelDriver.GradientsOf(workspace));
            else gpu.Driver.Step(workspace, actual);
        }

        Same(cpu.Stored(), gpu.Stored());
    }

    [Fact]
    public void TwoWorkspacesOfOneModel()
    {
        using var device = TestDevice.Open();
        var (cpu, gpu) = (Run("RunningCenter"), Run("RunningCenter"));
        var (expected, actual) = (new Adam(cpu.Driver.Parameters), new Adam(gpu.Driver.Parameters));
        using var first = gpu.Driver.OnGpu(device);
        var held = device.HeldBytes;
        using var second = gpu.Driver.OnGpu(device);

        // Parameters and states are there once; gradients twice.
        Assert.Equal(64, device.HeldBytes - held);
        foreach (var workspace in new[] { first, second, first })
        {
            Assert.Equal(cpu.Driver.Gradient(cpu.Arguments), gpu.Driver.Gradient(workspace, gpu.Arguments), 1e-5);
            expected.Step(cpu.Driver.Gradients);
            gpu.Driver.Step(workspace, actual);
        }

        Same(cpu.Stored(), gpu.Stored());
    }

    [Fact]
    public void TwoDevices()
    {
        using var here = TestDevice.Open();
        using var there = TestDevice.Open();
        var (cpu, gpu) = (Run("TiedLayer"), Run("TiedLayer"));
        var (expected, actual) = (new Adam(cpu.Driver.Parameters), new Adam(gpu.Driver.Parameters));
        using var first = gpu.Driver.OnGpu(here);
        using var second = gpu.Driver.OnGpu(there);
        foreach (var workspace in new[] { first, second, second, first })
        {
            Assert.Equal(cpu.Driver.Gradient(cpu.Arguments), gpu.Driver.Gradient(workspace, gpu.Arguments), 1e-5);
            expected.Step(cpu.Driver.Gradients);
            gpu.Driver.Step(workspace, actual);
        }

        Same(cpu.Stored(), gpu.Stored());
    }

    [Fact]
    public void TwoModelsThatShareAThird()
    {
        using var device = TestDevice.Open();
        var (cpu, gpu) = (Pair(), Pair());
        using var left = gpu.First.Driver.OnGpu(device);
        using var right = gpu.Second.Driver.OnGpu(device);
        var expected = new Adam(cpu.First.Driver.Parameters, cpu.Second.Driver.Parameters);
        var actual = new Adam(gpu.First.Driver.Parameters, gpu.Second.Driver.Parameters);
        for (var k = 0; k < 2; k++)
        {
            Assert.Equal(cpu.First.Driver.Gradient(cpu.First.Arguments), gpu.First.Driver.Gradient(left, gpu.First.Arguments), 1e-5);
            expected.Step(cpu.First.Driver.Gradients);
            gpu.First.Driver.Step(left, actual);
            Assert.Equal(cpu.Second.Driver.Gradient(cpu.Second.Arguments), gpu.Second.Driver.Gradient(right, gpu.Second.Arguments), 1e-5);
            expected.Step(cpu.Second.Driver.Gradients);
            gpu.Second.Driver.Step(right, actual);
        }

        Same(cpu.First.Stored(), gpu.First.Stored());
        Same(cpu.Second.Stored(), gpu.Second.Stored());

        static (ModelRun First, ModelRun Second) Pair()
        {
            var first = Run("Reconstruction");
            var model = ModelCases.Named("Comparison");
            return (first, new ModelRun(GpuCorpus.Models, model, model.Sizes[0], first.Arguments.Instances.Values.Single()));
        }
    }

    [Fact]
    public void WhatOnlyTheDeviceKnewIsFetchedWhenItGoes()
    {
        foreach (var deviceFirst in new[] { false, true })
        {
            var (cpu, gpu) = (Run("Digits"), Run("Digits"));
            Adam expected = new(cpu.Driver.Parameters), actual = new(gpu.Driver.Parameters);
            var device = TestDevice.Open();
            using (var other = gpu.Driver.OnGpu(device)) gpu.Driver.Gradient(other, gpu.Arguments);

            // Kernels of all models share some memory, which stays.
            var held = device.HeldBytes;
            var workspace = gpu.Driver.OnGpu(device);
            gpu.Driver.Gradient(workspace, gpu.Arguments);
            gpu.Driver.Step(workspace, actual);
            var gradients = ModelDriver.GradientsOf(workspace);
            if (deviceFirst) device.Dispose();
            workspace.Dispose();
            workspace.Dispose();
            if (!deviceFirst) Assert.Equal(held, device.HeldBytes);
            Assert.Throws<ObjectDisposedException>(() => gpu.Driver.Gradient(workspace, gpu.Arguments));
            Assert.Throws<ObjectDisposedException>(() => gpu.Driver.Step(workspace, actual));
            Assert.Throws<ObjectDisposedException>(() => gpu.Driver.TrainStep(workspace, actual, gpu.Arguments));
            device.Dispose();
            Assert.Throws<ObjectDisposedException>(() => gpu.Driver.OnGpu(device));

            Same(cpu.Gradient().Gradients, Flat(gradients));
            expected.Step(cpu.Driver.Gradients);
            Same(cpu.Stored(), gpu.Stored());

            // The moments as well.
            cpu.Driver.Gradient(cpu.Arguments);
            expected.Step(cpu.Driver.Gradients);
            gpu.Driver.Gradient(gpu.Arguments);
            actual.Step(gpu.Driver.Gradients);
            Same(cpu.Stored(), gpu.Stored());
        }
    }

    [Fact]
    public void AWorkspaceOfAClosedDevice()
    {
        var device = TestDevice.Open();
        var gpu = Run("Digits");
        var workspace = gpu.Driver.OnGpu(device);
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(() => gpu.Driver.Evaluate(workspace, gpu.Arguments));
    }

    [Fact]
    public void ATensorThatAnotherModelTakesOver()
    {
        using var device = TestDevice.Open();
        var inner = ParameterSet.Create([new ParameterDeclaration("W", typeof(float), [4])]);
        using var session = new GpuSession(device, inner, inner.CreateGradients());
        Assert.Equal(4, session.Stored<float>(0).Length);
        var adam = new Adam(inner);
        session.Step(adam);
        var outer = ParameterSet.Create([], new UsedModel("Inner", inner, Owned: true));
        Assert.Throws<InvalidOperationException>(() => session.Stored<float>(0));
        Assert.Throws<InvalidOperationException>(() => session.Step(adam));

        // The new owner has a copy of its own, and what the optimiser remembers goes along.
        using var other = new GpuSession(device, outer);
        Assert.Equal(4, other.Stored<float>(0).Length);
        adam.Step(inner.CreateGradients());
    }

    [Fact]
    public void WhatAnOptimizerThatIsGoneRememberedIsGivenBack()
    {
        using var device = TestDevice.Open();
        var parameters = ParameterSet.Create([new ParameterDeclaration("W", typeof(float), [16])]);
        using var session = new GpuSession(device, parameters, parameters.CreateGradients());
        var before = device.HeldBytes;
        StepOnce(session, parameters);
        var moments = device.HeldBytes - before;
        Assert.True(moments > 0);
        for (var k = 0; k < 5; k++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            StepOnce(session, parameters);
        }

        Assert.InRange(device.HeldBytes - before, moments, 2 * moments);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void StepOnce(GpuSession session, ParameterSet parameters) => session.Step(new Adam(parameters));
    }

    private static ModelRun Run(string name)
    {
        var model = ModelCases.Named(name);
        return new ModelRun(GpuCorpus.Models, model, model.Sizes[0]);
    }

    private static NamedArray[] Flat(GradientSet gradients)
    {
        var arrays = new NamedArray[gradients.Count];
        for (var i = 0; i < arrays.Length; i++)
        {
            var tensor = gradients.Tensor<float>(i);
            var values = new float[tensor.FlattenedLength];
            tensor.FlattenTo(values);
            arrays[i] = new NamedArray(gradients.Parameters[i].Name, values, [.. tensor.Lengths]);
        }

        return arrays;
    }

    private static void Same(IReadOnlyList<NamedArray> expected, IReadOnlyList<NamedArray> actual)
    {
        Assert.Equal(expected.Select(e => e.Name), actual.Select(a => a.Name));
        Assert.Empty(expected.Zip(actual, (e, a) => Agreement.Difference(e.Name, a.ToDoubles(), e.ToDoubles(), 1e-5)).OfType<string>());
    }
}
