namespace Ansatz.StructuralEquations.Tests;

/// <summary>What is said of a model, until the test is stopped.</summary>
internal static class Examine
{
    public static Identification Identification(SemModel model) => StructuralEquations.Identification.Of(model, TestContext.Current.CancellationToken);

    public static IReadOnlyList<SemProblem> Verdicts(SemModel model) => ModelVerdicts.Of(model, TestContext.Current.CancellationToken);

    public static ImpliedConstraints Implied(SemModel model) => ImpliedConstraints.Of(model, TestContext.Current.CancellationToken);
}
