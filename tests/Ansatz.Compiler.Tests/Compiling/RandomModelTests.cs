using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Tests.Declaring;
using Ansatz.Compiler.Tests.Gradients;
using CsCheck;

namespace Ansatz.Compiler.Tests.Compiling;

/// <summary>Models that nobody would write: gradients against differences, and every pass against none.</summary>
public sealed class RandomModelTests
{
    [Fact]
    public void GradientsAreThoseOfDifferences() => Models(kinks: false).Sample(model => model.RequireGradients(1e-6, noise: 1e-9), iter: Count(60), print: Print);

    [Fact]
    public void PassesLeaveTheNumbers() => Models(kinks: true).Sample(model => PassesLeave(model), iter: Count(150), print: Print);

    [Fact]
    public void AnyOnePassCanBeMissing() => Gen.Select(Models(kinks: true), Gen.Int[0, ModelCompiler.PassNames.Count - 1]).Sample(
        (model, off) => PassesLeave(model, ModelCompiler.PassNames[off]),
        iter: Count(150),
        print: p => $"without {ModelCompiler.PassNames[p.Item2]}: {Print(p.Item1)}");

    [Fact]
    public void SymbolicExtents()
    {
        var (tried, known) = (0, 0);
        Gen.UInt.Select(seed => RandomModel.Make(seed, kinks: true, symbolic: true)).Sample(
            model =>
            {
                Interlocked.Increment(ref tried);
                if (ModelCompiler.Check(model.Input, TestContext.Current.CancellationToken).Count > 0) return;
                Interlocked.Increment(ref known);
                PassesLeave(model);
            },
            iter: Count(150),
            print: Print);
        Assert.True(3 * known > tried, $"Only {known} of {tried} models are known to stay in range.");
    }

    [Fact]
    public void EveryModelIsEmitted() => Models(kinks: true).Sample(
        model =>
        {
            Assert.Empty(ModelCompiler.Check(model.Input, TestContext.Current.CancellationToken));
            var files = ModelCompiler.Compile(model.Input, TestContext.Current.CancellationToken);
            Assert.True(files.Count > 1, files[0].Text);
        },
        iter: Count(100),
        print: Print);

    // The program with all passes but some against the one with none, as a tensor program and as loops.
    private static void PassesLeave(GradientCase model, params string[] off)
    {
        var plain = model.Interpret(Declared.Compile(model.Input, ProgramPurpose.Gradient, [.. ModelCompiler.PassNames]));
        var program = Declared.Compile(model.Input, ProgramPurpose.Gradient, off);
        foreach (var results in new[] { model.Interpret(program), model.InterpretLoops(program) })
        {
            foreach (var result in plain) GradientCase.RequireNear(result.Key, result.Value.Values, results[result.Key].Values, 1e-10);
        }
    }

    // ANSATZ_RANDOM_MODELS multiplies how many are tried.
    private static long Count(long usual) => usual * (int.TryParse(Environment.GetEnvironmentVariable("ANSATZ_RANDOM_MODELS"), out var factor) ? factor : 1);

    private static Gen<GradientCase> Models(bool kinks) => Gen.UInt.Select(seed => RandomModel.Make(seed, kinks));

    private static string Print(GradientCase model) => $"{model.Name}\n{string.Join("\n", model.Members)}";
}
