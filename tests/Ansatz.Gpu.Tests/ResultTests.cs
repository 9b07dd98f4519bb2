using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Tensors;
using Ansatz.Testing;
using ILGPU;
using ILGPU.Runtime.CPU;

namespace Ansatz.Gpu.Tests;

/// <summary>The kernels' results on ILGPU's CPU accelerator against those of the emitted CPU code: outputs, losses, gradients, states.</summary>
public class ResultTests
{
    /// <summary>All models.</summary>
    public static TheoryData<string> Cases => [.. ModelCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void KernelsComputeWhatTheCpuComputes(string name)
    {
        var model = ModelCases.Named(name);
        using var context = Context.Create(b => b.CPU());
        using var accelerator = context.CreateCPUAccelerator(0);
        var differences = new List<string>();
        foreach (var program in EmittedKernels.Of(model.TypeName))
        {
            var run = new ModelRun(Corpus.Models, model, model.Sizes[0]);
            using var kernels = new KernelRun(accelerator, program, run);
            kernels.Run();
            differences.AddRange(Compare(program, kernels, run).OfType<string>().Select(d => $"{program.Compiled.Name}: {d}"));
        }

        if (differences.Count > 0) Assert.Fail(string.Join("\n", differences));
    }

    private static IEnumerable<string?> Compare(EmittedProgram program, KernelRun kernels, ModelRun run)
    {
        var tolerance = run.IsSingle ? 1e-5 : 1e-12;
        var outputs = program.Compiled.Purpose == ProgramPurpose.Evaluate ? run.Evaluate().ToDictionary(o => o.Name, o => o.ToDoubles()) : [];
        var (loss, gradients) = program.Compiled.Purpose == ProgramPurpose.Gradient ? run.Gradient() : (double.NaN, []);
        if (program.Compiled.Purpose == ProgramPurpose.Loss) loss = run.Driver.Loss(run.Arguments);
        var expected = gradients.ToDictionary(g => g.Name, g => g.ToDoubles());
        var states = run.Stored().ToDictionary(s => s.Name, s => s.ToDoubles());
        var largest = expected.Values.Select(g => Agreement.Largest(g)).DefaultIfEmpty().Max();
        foreach (var tensor in program.Compiled.Tensors.Results)
        {
            var actual = kernels.Values(tensor);
            yield return tensor.Role switch
            {
                TensorRole.Output => Agreement.Difference(tensor.Name, actual, outputs[tensor.Name], tolerance),
                TensorRole.Loss => Agreement.Difference(tensor.Name, actual, [loss], tolerance, floor: 1e-2),
                TensorRole.Update => Agreement.Difference(tensor.Of!.Name, actual, states[tensor.Of.Name], tolerance),
                TensorRole.Gradient => Agreement.Difference(tensor.Name, actual, expected[tensor.Of!.Name], tolerance, run.Case.Vanishing.Split(' ').Contains(tensor.Of.Name) ? largest : 1e-6 * largest),
                _ => null,
            };
        }
    }
}
