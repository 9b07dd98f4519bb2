using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Tensors;
using Ansatz.Compiler.Tests.Declaring;

namespace Ansatz.Compiler.Tests.Checking;

/// <summary>Extents that follow from how equations are read.</summary>
public sealed class BoundsTests
{
    private const string X = "(input X float (8) public)";

    [Fact]
    public void AsFarAsItIsRead()
    {
        var program = Outputs(X, "(equation F float ((i int)) (private) ([] X i))", "(equation Y float ((i int)) (public (output 5)) (+ (call F i) (call F (+ i 2))))");
        Assert.Equal("7", Shape(program, "F"));
    }

    [Fact]
    public void NegativeLowerBound()
    {
        // P is read from −1: it is stored from 0, and everything moves with it.
        var program = Outputs(
            X,
            "(equation P float ((i int)) (private) (? (&& (>= i 0) (< i 8)) ([] X i) 0f))",
            "(equation Y float ((i int)) (public (output 8)) (+ (call P (- i 1)) (call P (+ i 1))))");
        Assert.Equal("10", Shape(program, "P"));
        Assert.Equal("P[i] = i - 1 >= 0 && i - 1 < 8 ? X[i-1] : 0   for i < 10\nY[i] = P[i] + P[i+2]   for i < 8", program.ToString());
    }

    [Fact]
    public void NegativeLowerBoundOfSymbolicLength()
    {
        var program = Outputs(
            "(extent M public)", "(parameter X float (M) public)",
            "(equation P float ((i int)) (private) (? (>= i 0) ([] X i) 0f))",
            "(equation Y float ((i int)) (public (output M)) (- (call P i) (call P (- i 3))))");
        Assert.Equal("M + 3", Shape(program, "P"));
        Assert.Empty(program.ExtentRequirements);
    }

    [Fact]
    public void UnionWithAGap()
    {
        var program = Outputs(X, "(equation F float ((i int)) (private) ([] X i))", "(equation Y float ((i int)) (public (output 2)) (+ (call F (+ i 1)) (call F (+ i 6))))");
        Assert.Equal("7", Shape(program, "F"));
        Assert.Contains("F[i] = X[i+1]   for i < 7", program.ToString());
    }

    [Fact]
    public void EveryDimensionOnItsOwn()
    {
        var program = Outputs(
            "(equation F float ((i int) (j int)) (private) (cast float (* i j)))",
            "(equation Y float ((i int) (j int)) (public (output 3 5)) (+ (call F (- i 1) j) (call F i (- 4 j))))");
        Assert.Equal("4 × 5", Shape(program, "F"));
    }

    [Fact]
    public void ThroughSeveralEquations()
    {
        var program = Outputs(
            X,
            "(equation A float ((i int)) (private) (? (&& (>= i 0) (< i 8)) ([] X i) 0f))",
            "(equation B float ((i int)) (private) (ReduceF.Sum (3) (fn (k) (call A (- (+ i k) 1)))))",
            "(equation C float ((i int)) (private) (ReduceF.Sum (3) (fn (k) (call B (- (+ i k) 1)))))",
            "(equation Y float ((i int)) (public (output 8)) (call C i))");
        Assert.Equal(("12", "10", "8"), (Shape(program, "A"), Shape(program, "B"), Shape(program, "C")));
    }

    [Fact]
    public void AGuardNarrowsWhatIsRead()
    {
        var program = Outputs(X, "(equation F float ((i int)) (private) ([] X i))", "(equation Y float ((i int)) (public (output 20)) (? (< i 6) (call F i) 0f))");
        Assert.Equal("6", Shape(program, "F"));
    }

    [Fact]
    public void AnEquationThatNothingReadsIsNotComputed()
    {
        var program = Outputs(X, "(equation Unused float ((i int)) (private) ([] X (+ i 100)))", "(equation Y float ((i int)) (public (output 8)) ([] X i))");
        Assert.Single(program.Statements);
    }

    [Fact]
    public void ReductionsHaveTheFreeIndicesOfTheirTerms()
    {
        var program = Outputs(
            "(batch N public)", "(input X float (N 4) public)", "(parameter W float (3 4) public)",
            "(equation Y float ((n int) (o int)) (public (output N 3)) (+ 1f (ReduceF.Sum (4) (fn (i) (* ([] W o i) ([] X n i))))))");
        Assert.Equal("YSum[n,o] = Σ_i W[o,i]·X[n,i]   for n < N, o < 3   over i < 4\nY[n,o] = 1 + YSum[n,o]   for n < N, o < 3", program.ToString());
    }

    [Fact]
    public void ASymbolicExtentThatMustFitAConstantOne()
    {
        var program = Outputs("(extent M public)", X, "(equation Y float ((i int)) (public (output M)) ([] X (+ i 1)))");
        var requirement = Assert.Single(program.ExtentRequirements);
        Assert.Equal(("M + 1", "8", "the extent over which dimension 1 of X is read"), (requirement.Value.ToString(), requirement.Limit.ToString(), requirement.What));
    }

    [Fact]
    public void TwoSymbolicExtents()
    {
        var program = Outputs("(extent A public)", "(extent B public)", "(extent C public)", "(parameter X float (B C) public)", "(equation Y float ((i int) (j int)) (public (output A B)) ([] X i j))");
        Assert.Equal(["A ≤ B", "B ≤ C"], program.ExtentRequirements.Select(r => $"{r.Value} ≤ {r.Limit}").Order());
    }

    [Fact]
    public void ARequirementIsStatedOnce()
    {
        var program = Outputs("(extent M public)", X, "(equation Y float ((i int)) (public (output M)) (* ([] X i) (+ ([] X i) (? (> i 2) ([] X i) 1f))))");
        Assert.Single(program.ExtentRequirements);
    }

    [Fact]
    public void IndexDataMustLieInsideWhatTheyIndex()
    {
        var program = Outputs("(batch N public)", "(input T int (N) public)", "(parameter E float (5 2) public)", "(equation Y float ((n int) (d int)) (public (output N 2)) ([] E ([] T n) d))");
        var requirement = Assert.Single(program.IndexRequirements);
        Assert.Equal(("T", "5"), (requirement.Data.Name, requirement.Limit!.ToString()));
    }

    /// <summary>What a read leaves open of index data is demanded of it; what conditions say is not.</summary>
    [Theory]
    [InlineData("(* ([] E (/ ([] T n) 3) d) ([] F (% ([] T n) 3) d))", "0 15")]
    [InlineData("([] E (- ([] T n) 2) d)", "2 7")]
    [InlineData("(? (< ([] T n) 0) 0f ([] E ([] T n) d))", "- 5")]
    [InlineData("(? (< ([] T n) 5) ([] E ([] T n) d) ([] F (- ([] T n) 5) d))", "0 8")]
    [InlineData("([] F (% (+ ([] T n) 1) 3) d)", "-1 -")]
    [InlineData("([] E (Math.Max (- ([] T n) 2) 0) d)", "- 7")]
    [InlineData("(+ ([] E ([] T n) d) ([] F ([] T n) d))", "0 5, 0 3")]
    [InlineData("(? (< ([] T n) 5) ([] E ([] T n) d) ([] F (/ (- ([] T n) 5) 2) d))", "0 11")]
    [InlineData("(? (< ([] T n) 5) ([] E ([] T n) d) ([] F (% (- ([] T n) 5) 3) d))", "0 -")]
    [InlineData("(? (< ([] T n) 0) 0f (? (< ([] T n) 5) ([] E ([] T n) d) (* ([] F (/ (- ([] T n) 5) 2) d) ([] E (% (- ([] T n) 5) 2) d))))", "- 11")]
    public void WhatIsOpenIsDemandedOfIndexData(string body, string expected)
    {
        var program = Outputs("(batch N public)", "(input T int (N) public)", "(parameter E float (5 2) public)", "(parameter F float (3 2) public)", $"(equation Y float ((n int) (d int)) (public (output N 2)) {body})");
        Assert.Equal(expected, string.Join(", ", program.IndexRequirements.Select(r => $"{r.Least?.ToString() ?? "-"} {r.Limit?.ToString() ?? "-"}")));
    }

    [Fact]
    public void AnOutputReadAtIndexDataHasItsOwnExtents()
    {
        var program = Outputs(
            "(batch N public)", "(input T int (N) public)", "(equation Y float ((i int)) (public (output 6)) (cast float i))", "(equation Z float ((n int)) (public (output N)) (call Y ([] T n)))");
        Assert.Equal("6", Shape(program, "Y"));
        Assert.Equal("6", Assert.Single(program.IndexRequirements).Limit!.ToString());
    }

    [Fact]
    public void APositionFoundLiesInside()
    {
        var program = Outputs("(input X float (3 4) public)", "(input T float (4) public)", "(equation Y float ((i int)) (public (output 3)) ([] T (ReduceF.ArgMax (4) (fn (j) ([] X i j)))))");
        Assert.Empty(program.IndexRequirements);
    }

    [Fact]
    public void AQuotientMayBeZero()
    {
        // A = 1 makes Half 0: reading X[0] needs a condition that is checked, or a problem.
        var program = Outputs("(extent A public)", "(computed Half (/ A 2) public)", "(parameter X float (Half) public)", "(equation Y float () (public (output)) ([] X 0))");
        Assert.Contains(program.ExtentRequirements, r => r.Limit.ToString() == "((A) / (2))");
    }

    [Fact]
    public void AProblemInAShiftedEquationKeepsItsPlace() => new MarkedModel(
            X, "(equation F float ((i int)) (private) §([] X i))", "(equation Y float ((i int)) (public (output 8)) (+ (call F i) (call F (- i 1))))")
        .Require(ProblemCodes.OutOfRange, "'X' is read at i - 1, which begins at -1; dimension 1 begins at 0. Guard it: i - 1 >= 0 ? … : 0.");

    [Fact]
    public void AProblemInACapturedValueKeepsItsPlace() => new MarkedModel(
            X, "(equation S float ((f (fn int float))) (private) (ReduceF.Sum (4) (fn (k) (apply f k))))",
            "(equation Y float ((i int)) (public (output 8)) (let t §([] X (+ i 1)) (call S (fn (k) (* t (cast float k))))))")
        .Require(ProblemCodes.OutOfRange, "'X' is read at i + 1, which reaches 8; dimension 1 has 8 elements and ends at 7.");

    [Fact]
    public void ABranchThatIsNeverTakenNeedsNoNegativeExtent()
    {
        var program = Outputs(X, "(equation F float ((i int)) (private) ([] X 0))", "(equation Y float ((i int)) (public (output 8)) (? (< i -3) (call F i) 1f))");
        foreach (var s in program.Statements) Assert.All(s.Target.Shape, e => Assert.True(e.IsNonNegative(), $"{s.Target} has {e} elements."));
    }

    [Fact]
    public void GuardsThatNeverHoldTogetherNeedNoNegativeExtent()
    {
        var program = Outputs("(equation F float ((i int)) (private) (cast float i))", "(equation Y float ((i int)) (public (output 4)) (? (> i 2) (? (>= (- 1 i) 0) (call F (- 1 i)) 1f) 2f))");
        foreach (var s in program.Statements) Assert.All(s.Target.Shape, e => Assert.True(e.IsNonNegative(), $"{s.Target} has {e} elements."));
    }

    private static TensorProgram Outputs(params string[] lines) => Declared.FrontEnd(Declared.Model(lines), ProgramPurpose.Evaluate);

    private static string Shape(TensorProgram program, string name) => string.Join(" × ", program.Statements.Single(s => s.Target.Name == name).Target.Shape.Select(e => e.ToString()));
}
