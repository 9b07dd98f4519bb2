using System.Globalization;
using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Tests.Declaring;
using Ansatz.Compiler.Tests.Gradients;

namespace Ansatz.Compiler.Tests.Compiling;

/// <summary>
/// Models that nobody would write: gradients against differences, and every pass against none. The same models in every run;
/// ANSATZ_RANDOM_MODELS=20@1000 tries twenty times as many, from model 1000 on.
/// </summary>
public sealed class RandomModelTests
{
    [Fact]
    public void GradientsAreThoseOfDifferences() => ForAll(60, seed => RandomModel.Make(seed, kinks: false), (model, _) => model.RequireGradients(1e-6, noise: 1e-9));

    [Fact]
    public void SecondDerivativesAreThoseOfDifferences() => ForAll(60, seed => RandomModel.Make(seed, kinks: false), (model, _) => model.RequireSecondDerivatives(1e-5, noise: 1e-8));

    [Fact]
    public void PassesLeaveTheNumbers() => ForAll(150, seed => RandomModel.Make(seed, kinks: true), (model, _) => PassesLeave(model));

    [Fact]
    public void AnyOnePassCanBeMissing() => ForAll(150, seed => RandomModel.Make(seed, kinks: true), (model, seed) => PassesLeave(model, ModelCompiler.PassNames[(int)(seed % (uint)ModelCompiler.PassNames.Count)]));

    [Fact]
    public void SymbolicExtents()
    {
        var (tried, known) = (0, 0);
        ForAll(150, seed => RandomModel.Make(seed, kinks: true, symbolic: true), (model, _) =>
        {
            tried++;
            if (Errors(model).Any()) return;
            known++;
            PassesLeave(model);
        });
        Assert.True(3 * known > tried, $"Only {known} of {tried} models are known to stay in range.");
    }

    [Theory]
    [InlineData(29811u)] // a loss that bends within every step of usual differences
    [InlineData(422887316u)] // a guarded read of index data that is also the row which is added to
    public void OnceItFailed(uint seed)
    {
        var (isAccepted, failure) = RandomModelCheck.Try(seed);
        Assert.Null(failure);
        Assert.True(isAccepted);
    }

    [Fact]
    public void AcceptedAndRightOrRefusedWithAReason()
    {
        var tried = Enumerable.Range(1000, 300).Select(seed => RandomModelCheck.Try((uint)seed)).ToArray();
        Assert.All(tried, t => Assert.Null(t.Failure));
        Assert.True(2 * tried.Count(t => t.Accepted) >= tried.Length, $"Only {tried.Count(t => t.Accepted)} of {tried.Length} models are accepted.");
    }

    [Fact]
    public void EveryModelIsEmitted() => ForAll(100, seed => RandomModel.Make(seed, kinks: true), (model, _) =>
    {
        Assert.Empty(Errors(model));
        var files = ModelCompiler.Compile(model.Input, TestContext.Current.CancellationToken);
        Assert.True(files.Count > 1, files[0].Text);
    });

    // Advice does not keep a model from being compiled: a parameter that no loss reads, and the like.
    private static IEnumerable<Problem> Errors(GradientCase model) => ModelCompiler.Check(model.Input, TestContext.Current.CancellationToken).Where(p => p.Severity == Severity.Error);

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

    private static void ForAll(int usual, Func<uint, GradientCase> make, Action<GradientCase, uint> test)
    {
        var (factor, first) = (1u, 1u);
        if (Environment.GetEnvironmentVariable("ANSATZ_RANDOM_MODELS")?.Split('@') is { Length: > 0 } more)
        {
            factor = uint.Parse(more[0], CultureInfo.InvariantCulture);
            if (more.Length > 1) first = uint.Parse(more[1], CultureInfo.InvariantCulture);
        }

        for (var seed = first; seed < first + (factor * usual); seed++)
        {
            var model = make(seed);
            try
            {
                test(model, seed);
            }
            catch (Exception e)
            {
                Assert.Fail($"{model.Name}: {e.Message}\n{string.Join("\n", model.Members)}\n{e.StackTrace}");
            }
        }
    }
}
