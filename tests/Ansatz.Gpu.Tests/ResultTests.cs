using Ansatz.Compiler;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Tensors;
using Ansatz.Testing;

namespace Ansatz.Gpu.Tests;

/// <summary>The kernels' results on ILGPU's CPU accelerator against those of the emitted CPU code: outputs, losses, gradients, states.</summary>
public class ResultTests
{
    /// <summary>
    /// All models where a device was named or ANSATZ_ALL is set. Otherwise those of the package's layers in single precision, of their copies in double precision, which differ in nothing but the
    /// type, every ninth, and of the others every third.
    /// </summary>
    public static TheoryData<string> Cases => [.. ModelCases.All.Where((c, k) => TestDevice.RunsAll || (c.IsOfLibraryInDouble ? k % 9 == 0 : c.IsOfLibrary || k % 3 == 0)).Select(c => c.Name)];

    // Of the corpus only what is run is compiled.
    private static readonly Lazy<CompiledSet> Models = new(() => TestDevice.RunsAll ? Corpus.Models : GeneratorHarness.Compile("ResultModels", ModelCorpus.FilesOf(Cases.Select(c => ModelCases.Named(c.Data).TypeName)), Corpus.Layers));

    [Theory]
    [MemberData(nameof(Cases))]
    public void KernelsComputeWhatTheCpuComputes(string name)
    {
        var model = ModelCases.Named(name);
        using var device = TestDevice.Open();
        var differences = new List<string>();
        foreach (var program in Programs(model))
        {
            var run = new ModelRun(Models.Value, model, model.Sizes[0]);
            using var kernels = new KernelRun(device, program, run);
            kernels.Run();
            differences.AddRange(Compare(program, kernels, run).OfType<string>().Select(d => $"{program.Compiled.Name}: {d}"));
        }

        if (differences.Count > 0) Assert.Fail(string.Join("\n", differences));
    }

    // Programs whose kernels are all in one that computes more have nothing new to show.
    private static IEnumerable<EmittedProgram> Programs(ModelCase model)
    {
        var seen = new HashSet<string>();
        return EmittedKernels.Of(model.TypeName).Where(p => !p.IsSecond).OrderByDescending(p => p.Bodies.Count).ThenByDescending(p => p.Compiled.Purpose)
            .Where(p => p.Bodies.Values.Count(seen.Add) > 0 || p.Bodies.Count == 0);
    }

    // Only these, and not the corpus, with second derivatives: most of them do not ask for any.
    private static readonly Lazy<CompiledSet> FirstModels = new(() => GeneratorHarness.Compile("SecondModels", SecondFiles, Corpus.Layers));

    private static readonly Lazy<CompiledSet> SecondModels = new(() =>
        GeneratorHarness.Recompile(FirstModels.Value, SecondFiles, input => ModelCompiler.Compile(Corpus.WithSecondDerivatives(input), CancellationToken.None), Corpus.Layers));

    private static CorpusFile[] SecondFiles => [.. SecondNames.Select(ModelCorpus.File)];

    private static readonly string[] SecondNames = ["Attention", "BinaryLogit", "Embedding", "Extremes", "LocalLevelKalmanFilter", "StridedConvolution"];

    /// <summary>One model for each kind of statement whose derivative is taken again.</summary>
    public static TheoryData<string> SecondCases => [.. SecondNames];

    [Theory]
    [MemberData(nameof(SecondCases))]
    public void SecondDerivativesAreThoseOfTheCpu(string name)
    {
        var model = ModelCases.Named(name);
        using var device = TestDevice.Open();
        var run = new ModelRun(SecondModels.Value.Has(model.TypeName) ? SecondModels.Value : FirstModels.Value, model, model.Sizes[0]);
        var parameters = run.Driver.Parameters;
        var order = parameters.FlatLength;
        var tolerance = run.IsSingle ? 1e-5 : 1e-11;
        var product = run.HessianVectorProduct(SecondDerivativeCheck.Direction(run));
        var largest = Agreement.Largest(product);
        foreach (var program in EmittedKernels.Second(model.TypeName))
        {
            if (program.Compiled.Purpose == ProgramPurpose.Hessian && order > 100) continue;
            using var kernels = new KernelRun(device, program, run);
            kernels.Run();
            var (loss, gradient, hessian) = program.Compiled.Purpose == ProgramPurpose.Hessian ? run.Hessian() : (0, [], []);
            if (hessian.Length > 0) largest = Agreement.Largest(hessian);
            foreach (var tensor in program.Compiled.Tensors.Results)
            {
                var actual = kernels.Values(tensor);
                var first = tensor.Of is null ? 0 : parameters.FlatIndex(tensor.Of.Name);
                Assert.Null(tensor.Role switch
                {
                    TensorRole.HessianVectorProduct => Agreement.Difference(tensor.Name, actual, product.AsSpan(first, actual.Length), tolerance, 1e-3 * largest),
                    TensorRole.Hessian => Agreement.Difference(tensor.Name, actual, Columns(hessian, order, first, actual.Length / order), tolerance, 1e-3 * largest),
                    TensorRole.Gradient => Agreement.Difference(tensor.Name, actual, gradient.AsSpan(first, actual.Length), tolerance, 1e-3 * Agreement.Largest(gradient)),
                    _ => Agreement.Difference(tensor.Name, actual, [loss], tolerance, 1e-2),
                });
            }
        }
    }

    private static double[] Columns(double[] matrix, int order, int first, int count) =>
        [.. Enumerable.Range(0, order).SelectMany(row => matrix.AsSpan((row * order) + first, count).ToArray())];

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
