using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Tests.Declaring;

namespace Ansatz.Compiler.Tests.Compiling;

/// <summary>What has to hold for any model, made from a number: it is accepted and right, or refused with a diagnostic.</summary>
internal static class RandomModelCheck
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>Tries the model of one number.</summary>
    /// <returns>Whether it was accepted, and what is wrong, if anything is.</returns>
    public static (bool Accepted, string? Failure) Try(uint seed)
    {
        // By turns: smooth functions, whose gradients differences confirm; functions with kinks; extents known by name only.
        var smooth = seed % 3 == 0;
        var model = RandomModel.Make(seed, kinks: !smooth, symbolic: seed % 3 == 2);
        var accepted = false;
        string? failure;
        try
        {
            // A thread that hangs is left behind; it does not keep the process alive.
            var run = Task.Run(() => accepted = IsAcceptedAndRight());
            failure = run.Wait(_patience) ? null : "it hangs";
        }
        catch (AggregateException e)
        {
            failure = e.InnerException!.Message;
        }

        return (accepted, failure is null ? null : $"{model.Name}: {failure}\n{string.Join("\n", model.Members)}");

        bool IsAcceptedAndRight()
        {
            var problems = ModelCompiler.Check(model.Input, CancellationToken.None);
            var files = ModelCompiler.Compile(model.Input, CancellationToken.None);
            if (problems.Any(p => p.Severity == Severity.Error))
            {
                Assert.All(problems, p => Assert.False(p.Code == ProblemCodes.CompilerFailure || p.Message.Length == 0, p.Message));
                Assert.Single(files);
                return false;
            }

            Assert.True(files.Count > 1, files[0].Text);
            var program = Declared.Compile(model.Input, ProgramPurpose.Gradient);

            // Extents that only the object knows: its constructor would refuse these.
            if (program.Tensors.ExtentRequirements.Any(r => model.Values.Of(r.Value) > model.Values.Of(r.Limit))) return false;
            var plain = model.Interpret(Declared.Compile(model.Input, ProgramPurpose.Gradient, [.. ModelCompiler.PassNames]));
            foreach (var results in new[] { model.Interpret(program), model.InterpretLoops(program) })
            {
                foreach (var result in plain) Gradients.GradientCase.RequireNear(result.Key, result.Value.Values, results[result.Key].Values, 1e-10);
            }

            if (smooth) model.RequireGradients(1e-6, noise: 1e-9, random: true);
            return true;
        }
    }
}
