using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Tests.Declaring;

namespace Ansatz.Compiler.Tests.Gradients;

/// <summary>The gradient program of every small model against differences of its forward program.</summary>
public sealed class AdjointTests
{
    public static TheoryData<string> Cases => new(GradientCases.All.Where(c => c is { Problem: null, Frozen: false }).Select(c => c.Name));

    public static TheoryData<string> Rejected => new(GradientCases.All.Where(c => c.Problem is not null).Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientIsThatOfDifferences(string name) => GradientCases.Named(name).RequireGradients();

    [Theory]
    [MemberData(nameof(Cases))]
    public void SecondDerivativesAreThoseOfDifferences(string name) => GradientCases.Named(name).RequireSecondDerivatives();

    [Theory]
    [MemberData(nameof(Rejected))]
    public void IsRejected(string name)
    {
        var model = GradientCases.Named(name);
        Assert.Contains(ModelCompiler.Check(model.Input, TestContext.Current.CancellationToken), p => p.Code == model.Problem && p.Severity == Severity.Error);
    }
}
