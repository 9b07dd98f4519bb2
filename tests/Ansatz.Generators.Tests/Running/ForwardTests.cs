using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>Outputs, losses and states against the memoised double precision copy and against the executed declaration itself.</summary>
public class ForwardTests : CorpusTests
{
    [Theory]
    [MemberData(nameof(Cases))]
    public void OutputsAreThoseOfTheDoubleCopy(string name) => AtEverySize(Compiled(name), run =>
    {
        var reference = run.Reference();
        reference.Training = false;
        return run.Evaluate()
            .Zip(reference.Signature.Outputs, (actual, output) => Difference(run, actual, reference.Values(output)))
            .Append(run.Signature.Loss is null ? null : Loss(run, "loss", run.Driver.Loss(run.Arguments), reference.Loss()));
    });

    [Theory]
    [MemberData(nameof(CasesWithLoss))]
    public void TheGradientReturnsTheLossInTraining(string name) => AtEverySize(Compiled(name), run =>
    {
        var reference = run.Reference();
        reference.Training = true;
        return [Loss(run, "loss in training", run.Gradient().Loss, reference.Loss())];
    });

    [Theory]
    [MemberData(nameof(EachProgram))]
    public void TheExecutedDeclarationGivesTheSame(string name)
    {
        var model = Compiled(name);
        AtEverySize(model with { Sizes = model.Sizes[..1] }, run =>
        {
            run.Signature.Training?.SetValue(run.Driver.Model, false);
            var differences = run.Evaluate().Select((actual, k) => Difference(run, actual, Executed(run, run.Signature.Outputs[k], actual))).ToList();
            if (run.Signature.Loss is { } loss)
                differences.Add(Loss(run, "executed loss", run.Driver.Loss(run.Arguments), ModelSignature.Value(loss, run.Driver.Model, [])));
            return differences;
        });
    }

    [Theory]
    [InlineData("RunningCenter")]
    [InlineData("BatchNorm")]
    public void StatesAreRenewedByTheGradientOnly(string name) => AtEverySize(Compiled(name), run =>
    {
        var reference = run.Reference();
        reference.Training = true;
        var expected = run.Signature.Updates.Select((u, k) => reference.Values(reference.Signature.Updates[k]) with { Name = u.State! }).ToArray();
        var before = run.Stored();
        run.Evaluate();
        _ = run.Driver.Loss(run.Arguments);
        var untouched = run.Stored().Zip(before, (a, b) => Agreement.Difference($"{a.Name} after Evaluate", a.ToDoubles(), b.ToDoubles(), 0));
        run.Gradient();
        var after = run.Stored().ToDictionary(t => t.Name);
        return untouched.Concat(expected.Select(e => Difference(run, after[e.Name], e))).ToArray();
    });

    private static NamedArray Executed(ModelRun run, ModelEquation output, NamedArray like)
    {
        var values = new double[like.Values.Length];
        for (var e = 0; e < values.Length; e++)
            values[e] = ModelSignature.Value(output.Method, run.Driver.Model, ModelSignature.Indices(e, like.Shape));
        return new NamedArray(output.Name, values, like.Shape);
    }

    private static string? Difference(ModelRun run, NamedArray actual, NamedArray expected) =>
        Agreement.Difference(actual.Name, actual.ToDoubles(), expected.ToDoubles(), Tolerance(run));

    private static string? Loss(ModelRun run, string what, double actual, double expected) =>
        Agreement.Difference(what, [actual], [expected], Tolerance(run), floor: 1e-2);
}
