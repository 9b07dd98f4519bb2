using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Tests.Declaring;
using Ansatz.Compiler.Tests.Gradients;

namespace Ansatz.Compiler.Tests.Passes;

/// <summary>A stated memory: less is kept, and the numbers are the same.</summary>
public sealed class RecomputationTests
{
    private static readonly GradientCase Gated = new("gated recurrence",
        "(batch N public)", "(input X double (N 6 3) public)", "(parameter W double (4 3) public)", "(parameter U double (4 4) public)",
        "(equation P double ((n int) (t int) (d int)) (private) (+ (Reduce.Sum (3) (fn (i) (* ([] W d i) ([] X n t i)))) (? (> t 0) (Reduce.Sum (4) (fn (e) (* ([] U d e) (call H n (- t 1) e)))) 0d)))",
        "(equation F double ((n int) (t int) (d int)) (private) (Functions.Sigmoid (call P n t d)))",
        "(equation C double ((n int) (t int) (d int)) (private) (Math.Tanh (call P n t d)))",
        "(equation H double ((n int) (t int) (d int)) (private) (+ (? (> t 0) (* (- 1d (call F n t d)) (call H n (- t 1) d)) 0d) (* (call F n t d) (call C n t d))))",
        "(equation L double () (public (loss)) (Reduce.Sum (N 4) (fn (n d) (Math.Exp (call H n 5 d)))))");

    public static TheoryData<string> Cases => new(GradientCases.All.Where(c => c.Problem is null).Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void AsLittleAsPossibleGivesTheSameNumbers(string name) => Compare(GradientCases.Named(name));

    [Fact]
    public void ARecurrenceKeepsItsStatesAndComputesItsGatesAgain()
    {
        var (plain, thrifty) = Compare(Gated);
        Assert.Equal([], plain.Loops.Recomputed);
        Assert.Equal(["C", "F", "P"], thrifty.Loops.Recomputed.Order());
        Assert.Contains(thrifty.Loops.Kept(), k => k.Buffer.Tensor.Name == "H");
        Assert.True(thrifty.Loops.Memory().Estimate() < 0.8 * plain.Loops.Memory().Estimate(), $"{thrifty.Loops.Memory()} instead of {plain.Loops.Memory()}");
    }

    [Fact]
    public void NothingIsComputedAgainIfThereIsRoom()
    {
        var program = Declared.Compile(Stating(Gated, "100000000").Input, ProgramPurpose.Gradient);
        Assert.Empty(program.Loops.Recomputed);
        Assert.Empty(program.Problems);
    }

    [Fact]
    public void UnknownExtentsMakeItAWarning()
    {
        var problem = Assert.Single(Declared.Compile(Stating(Gated, "1000").Input, ProgramPurpose.Gradient).Problems);
        Assert.Equal((ProblemCodes.MemoryExceeded, Severity.Warning, 8), (problem.Code, problem.Severity, problem.Member));
        Assert.Matches("^The intermediates of 'Gradient' take [0-9,]+ bytes with 64 for every extent that is not known here, more than the 1,000 that 'L' allows, although F, C, P are computed again instead of kept; the largest: .*\\.$", problem.Message);
    }

    [Fact]
    public void AStepOverwritesTheOneBefore()
    {
        var loops = Declared.Compile(Gated.Input, ProgramPurpose.Gradient).Loops;
        var all = Declared.Compile(Gated.Input, ProgramPurpose.Gradient, "OverwriteSteps").Loops;
        Assert.Contains(loops.Buffers.Values, b => b.Overwritten >= 0);
        Assert.DoesNotContain(all.Buffers.Values, b => b.Overwritten >= 0);
        Assert.True(loops.Memory().Estimate() < all.Memory().Estimate());
    }

    [Fact]
    public void WhatIsCertainlyTooMuchIsRefused()
    {
        var model = Declared.Model("(parameter A float (100000 2) public)",
            "(equation D float ((i int) (j int)) (private) (ReduceF.Sum (2) (fn (k) (* ([] A i k) ([] A j k)))))",
            "(equation L float () (public (loss)) (ReduceF.Sum (100000 100000) (fn (i j) (* (call D i j) (MathF.Exp (call D j i))))))");
        var problems = ModelCompiler.Diagnose(model, TestContext.Current.CancellationToken);
        Assert.All(problems, p => Assert.Equal((ProblemCodes.MemoryExceeded, Severity.Error), (p.Code, p.Severity)));
        Assert.Contains(problems, p => p.Message.StartsWith("The intermediates of 'EvaluateL' take at least 40,000,", StringComparison.Ordinal));
        Assert.Contains("ANZ1020", Assert.Single(ModelCompiler.Compile(model, TestContext.Current.CancellationToken)).Text, StringComparison.Ordinal);
    }

    private static (ModelProgram Plain, ModelProgram Thrifty) Compare(GradientCase model)
    {
        var plain = Declared.Compile(model.Input, ProgramPurpose.Gradient);
        var thrifty = Declared.Compile(Stating(model, "1").Input, ProgramPurpose.Gradient);
        Assert.True(thrifty.Loops.Memory().Estimate() <= plain.Loops.Memory().Estimate());
        var expected = model.InterpretLoops(plain);
        foreach (var (kind, results) in new[] { ("tensor program", model.Interpret(thrifty)), ("loop program", model.InterpretLoops(thrifty)) })
        {
            Assert.Equal(expected.Keys.Order(), results.Keys.Order());
            foreach (var result in expected) GradientCase.RequireNear($"{result.Key} of the {kind}", result.Value.Values, results[result.Key].Values, 1e-12);
        }

        return (plain, thrifty);
    }

    private static GradientCase Stating(GradientCase model, string bytes) => model with { Members = [.. model.Members.Select(m => m.Replace("(loss)", $"(loss :memory {bytes})", StringComparison.Ordinal))] };
}
