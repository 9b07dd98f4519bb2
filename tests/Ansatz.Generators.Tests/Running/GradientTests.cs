using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>Gradients of all parameters and marked inputs against finite differences of the double precision copy's loss.</summary>
public class GradientTests : CorpusTests
{
    [Theory]
    [MemberData(nameof(CasesWithLoss))]
    public void GradientsAreThoseOfFiniteDifferences(string name) => AtEverySize(Compiled(name), GradientCheck.Differences);

    [Theory]
    [MemberData(nameof(CasesWithLoss))]
    public void AWorkspaceGivesTheSameBits(string name) => AtEverySize(Compiled(name), run =>
    {
        var expected = run.Gradient();

        // A new object, since every gradient renews the states.
        var other = new ModelRun(Corpus.Models, run.Case, run.Size);
        using var workspace = other.Driver.CreateWorkspace();
        var actual = other.Gradient(workspace);
        return actual.Gradients
            .Zip(expected.Gradients, (a, e) => Agreement.Difference(a.Name, a.ToDoubles(), e.ToDoubles(), 0))
            .Append(Agreement.Difference("loss", [actual.Loss], [expected.Loss], 0));
    });
}
