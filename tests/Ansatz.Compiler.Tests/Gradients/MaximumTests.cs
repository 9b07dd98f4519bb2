namespace Ansatz.Compiler.Tests.Gradients;

/// <summary>What happens at ties, at NaN and at values that have no derivative.</summary>
public sealed class MaximumTests
{
    private const string Infinite = "Infinity";

    [Theory]
    [InlineData("Max", new[] { 1.0, 3, 3, 2 }, new[] { 0.0, 1, 0, 0 })]
    [InlineData("Min", new[] { 3.0, 1, 3, 1 }, new[] { 0.0, 1, 0, 0 })]
    [InlineData("Max", new[] { 1.0, double.NaN, 3, double.NaN }, new[] { 0.0, 1, 0, 0 })]
    [InlineData("Min", new[] { 1.0, double.NaN, -3, double.NaN }, new[] { 0.0, 1, 0, 0 })]
    [InlineData("Max", new[] { double.NegativeInfinity, double.NegativeInfinity }, new[] { 1.0, 0 })]
    [InlineData("Min", new[] { 2.0, double.NegativeInfinity, double.NegativeInfinity }, new[] { 0.0, 1, 0 })]
    public void TheFirstInIndexOrderHasTheGradient(string reducer, double[] x, double[] expected) =>
        Assert.Equal(expected, Over(x, $"(equation L double () (public (loss)) (Reduce.{reducer} ({x.Length}) (fn (i) ([] X i))))").Gradient("dX"));

    [Fact]
    public void TheFirstOfSeveralIndices()
    {
        var model = new GradientCase("ties", "(parameter X double (2 3) public)", "(equation L double () (public (loss)) (Reduce.Max (3 2) (fn (j i) ([] X i j))))") { Data = new() { ["X"] = [1, 5, 5, 5, 2, 5] } };

        // The order is that of the reduction's indices: j outside, so X[1,0] comes before X[0,1].
        Assert.Equal([0, 0, 0, 1, 0, 0], model.Gradient("dX"));
    }

    [Theory]
    [InlineData("(Functions.Relu x)", 0, 0)]
    [InlineData("(Math.Max x 0d)", 0, 0)]
    [InlineData("(Math.Max 0d x)", 0, 1)]
    [InlineData("(Math.Min x 0d)", 0, 0)]
    [InlineData("(Math.Max x 1d)", 1, 0)]
    [InlineData("(Math.Abs x)", 0, 0)]
    [InlineData("(Functions.LeakyRelu x)", 0, 0.01)]
    [InlineData("(Math.Max x x)", 2, 1)]
    [InlineData("(Math.Clamp x -1d 1d)", 1, 0)]
    public void OperatorsAtATie(string expression, double x, double expected) => Assert.Equal([expected], At(expression, x));

    [Theory]
    [InlineData("(? (> x 0d) (Math.Log x) 0d)", -1, 0)]
    [InlineData("(? (> x 0d) (Math.Sqrt x) x)", 0, 1)]
    [InlineData("(? (> x 0d) x (Math.Log (neg x)))", 2, 1)]
    [InlineData("(? (== x 0d) 1d (/ (Math.Sin x) x))", 0, 0)]
    [InlineData("(* 3d (? (> x 0d) (* 2d (Math.Log x)) (* 5d x)))", -1, 15)]
    [InlineData("(Math.Exp (? (> x 0d) (Math.Sqrt x) (* 2d x)))", 0, 2)]
    [InlineData("(? (> x 0d) (neg (Math.Sqrt x)) x)", 0, 1)]
    [InlineData("(? (> x 0d) (- 1d (Math.Sqrt x)) x)", 0, 1)]
    [InlineData("(- 1d (? (> x 0d) (Math.Sqrt x) x))", 0, -1)]
    [InlineData("(? (> x 0d) (let t (Math.Sqrt x) (* t (+ 1d t))) x)", 0, 1)]
    [InlineData("(? (> x 0d) (cast double (cast float (Math.Sqrt x))) x)", 0, 1)]
    [InlineData("(? (> x 0d) (? (> x 1d) (Math.Sqrt x) (Math.Log x)) x)", 0, 1)]
    [InlineData("(* x (? (> x 0d) (Math.Sqrt x) 1d))", 0, 1)]
    [InlineData("(+ (? (> x 0d) (Math.Sqrt x) 0d) (? (> x 1d) (Math.Sqrt x) x))", 0, 1)]
    public void TheBranchNotTakenIsNeverMultiplied(string expression, double x, double expected) => Assert.Equal([expected], At(expression, x));

    [Fact]
    public void AnEquationIsNotMultipliedWhereItIsNotRead()
    {
        // √0 has no derivative, but it is only read where X > 0: once in a choice, once in another.
        var model = Over(
            [0, 4],
            "(equation R double ((i int)) (private) (Math.Sqrt ([] X i)))",
            "(equation L double () (public (loss)) (Reduce.Sum (2) (fn (i) (? (> ([] X i) 0d) (call R i) 0d))))");
        Assert.Equal([0, 0.25], model.Gradient("dX"));
    }

    [Fact]
    public void AnEquationThatTwoChoicesReadIsNotMultipliedWhereNeitherDoes()
    {
        var model = Over(
            [0, 4],
            "(equation R double ((i int)) (private) (Math.Sqrt ([] X i)))",
            "(equation L double () (public (loss)) (+ (Reduce.Sum (2) (fn (i) (? (> ([] X i) 0d) (call R i) 0d))) (Reduce.Sum (2) (fn (i) (? (> ([] X i) 0d) (* (call R i) (call R i)) 0d)))))");
        Assert.Equal([0, 1.25], model.Gradient("dX"));
    }

    [Fact]
    public void MaskedLogSumExpHasNoGradientWhereItIsMasked()
    {
        var model = Over([1, 2, 3], $"(equation L double () (public (loss)) (Reduce.LogSumExp (3) (fn (i) (? (< i 2) ([] X i) -{Infinite}d))))");
        var p = 1 / (1 + Math.E);
        GradientCase.RequireNear("dX", [p, 1 - p, 0], model.Gradient("dX"), 1e-14);
    }

    private static GradientCase Over(double[] x, params string[] equations) => new("values", [$"(parameter X double ({x.Length}) public)", .. equations]) { Data = new() { ["X"] = x } };

    private static double[] At(string expression, double x) =>
        Over([x], $"(equation F double ((x double)) (private) {expression})", "(equation L double () (public (loss)) (Reduce.Sum (1) (fn (i) (call F ([] X i)))))").Gradient("dX");
}
