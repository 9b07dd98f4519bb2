using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tests.Interpreting;

namespace Ansatz.Compiler.Tests.Gradients;

/// <summary>Every row of the operator table: value, derivative by every argument, second derivative where the table states one.</summary>
public sealed class OperatorTests
{
    // Expression in x (and y), where x and y lie so that no kink or pole is near.
    private static readonly (string Expression, double Low, double High)[] _unary =
    [
        ("(+ x 0.5d)", -2, 2), ("(- 1d x)", -2, 2), ("(* x x)", -2, 2), ("(/ 1d x)", 0.5, 2), ("(/ x 3d)", -2, 2), ("(neg x)", -2, 2),
        ("(Math.Exp x)", -3, 3), ("(Math.Log x)", 0.2, 4), ("(Math.Sqrt x)", 0.2, 4), ("(Math.Tanh x)", -3, 3), ("(Functions.Sigmoid x)", -4, 4),
        ("(Functions.Erf x)", -3, 3), ("(Functions.Gelu x)", -4, 4), ("(Functions.GeluSlope x)", -4, 4), ("(Functions.Softplus x)", -4, 4), ("(Functions.LogSigmoid x)", -4, 4),
        ("(Math.Sin x)", -4, 4), ("(Math.Cos x)", -4, 4), ("(Math.Tan x)", -1.2, 1.2), ("(Math.Sinh x)", -2, 2), ("(Math.Cosh x)", -2, 2),
        ("(Math.Asin x)", -0.9, 0.9), ("(Math.Acos x)", -0.9, 0.9), ("(Math.Atan x)", -3, 3), ("(Math.Asinh x)", -3, 3), ("(Math.Acosh x)", 1.2, 5), ("(Math.Atanh x)", -0.9, 0.9), ("(Math.Cbrt x)", 0.2, 3), ("(Math.Cbrt x)", -3, -0.2),
        ("(Math.Log2 x)", 0.2, 4), ("(Math.Log10 x)", 0.2, 4), ("(Math.Abs x)", 0.2, 2), ("(Math.Abs x)", -2, -0.2),
        ("(Functions.Relu x)", 0.2, 2), ("(Functions.Relu x)", -2, -0.2), ("(Functions.LeakyRelu x)", -2, -0.2), ("(Functions.LeakyRelu x 0.25d)", -2, -0.2), ("(Functions.LeakyRelu x)", 0.2, 2),
        ("(Functions.Silu x)", -4, 4), ("(Functions.GeluTanh x)", -4, 4), ("(Math.FusedMultiplyAdd x x 1d)", -2, 2), ("(Math.Clamp x -1d 1d)", -0.8, 0.8), ("(Math.Clamp x -1d 1d)", 1.2, 2),
        ("(Math.Pow x 0.5d)", 0.2, 3), ("(Math.Pow x 2d)", -2, 2), ("(Math.Pow x 3d)", -2, 2), ("(Math.Pow x -1d)", 0.5, 2), ("(Math.Pow x -2.5d)", 0.5, 2), ("(Math.Pow x 1d)", -2, 2), ("(Math.Pow x 0d)", -2, 2),
        ("(Math.Pow 2d x)", -2, 2), ("(Math.Log x 3d)", 0.5, 4), ("(Math.Max x -3d)", -2, 2), ("(Math.Min x -3d)", -2, 2), ("(? (> x 0d) (* x x) (neg x))", 0.2, 2), ("(? (> x 0d) (* x x) (neg x))", -2, -0.2),
        ("(cast double (cast float x))", -2, 2), ("(let t (Math.Exp x) (* t (+ t x)))", -1, 1), ("(Functions.Reciprocal x)", 0.5, 2),
    ];

    private static readonly string[] _binary =
    [
        "(+ x y)", "(- x y)", "(* x y)", "(/ x y)", "(Math.Pow x y)", "(Math.Atan2 x y)", "(Math.Max x y)", "(Math.Min x y)", "(? (< x y) (* x y) (/ x y))", "(Math.FusedMultiplyAdd x y x)", "(Math.CopySign x y)", "(Math.CopySign (neg x) y)", "(Math.CopySign x (neg y))",
    ];

    public static TheoryData<string, double, double> Unary => new(_unary.Select(r => (r.Expression, r.Low, r.High)));

    public static TheoryData<string> Binary => new(_binary);

    [Theory]
    [MemberData(nameof(Unary))]
    public void DerivativeOfOneArgument(string expression, double low, double high) => Case(expression, (low, high), (0, 1)).RequireGradients();

    [Theory]
    [MemberData(nameof(Binary))]
    public void DerivativesOfTwoArguments(string expression) => Case(expression, (0.3, 2), (0.4, 2.5)).RequireGradients();

    [Theory]
    [MemberData(nameof(Unary))]
    public void SecondDerivativeOfOneArgument(string expression, double low, double high) => Case(expression, (low, high), (0, 1)).RequireSecondDerivatives();

    [Theory]
    [MemberData(nameof(Binary))]
    public void SecondDerivativesOfTwoArguments(string expression) => Case(expression, (0.3, 2), (0.4, 2.5)).RequireSecondDerivatives();

    [Fact]
    public void EveryDifferentiableFunctionHasItsRow()
    {
        var rows = string.Join(" ", _unary.Select(r => r.Expression).Concat(_binary));
        Assert.DoesNotContain(FunctionOperators.Names, n => FunctionOperators.Find(n)!.Derivative is not null && !rows.Contains($".{n} "));
    }

    [Theory]
    [InlineData("(Math.Floor x)")]
    [InlineData("(Math.Ceiling x)")]
    [InlineData("(Math.Round x)")]
    [InlineData("(Math.Truncate x)")]
    [InlineData("(cast double (Math.Sign x))")]
    [InlineData("(Functions.Constant (* x x))")]
    [InlineData("(cast double (cast int x))")]
    public void NoGradientPasses(string expression)
    {
        var found = Case($"(+ {expression} x)", (0.2, 0.4), (0, 1)).Gradient("dX");
        Assert.Equal(Case("x", (0.2, 0.4), (0, 1)).Gradient("dX"), found);
    }

    [Fact]
    public void FoldingGivesWhatTheFunctionGives()
    {
        double[] samples = [-2.5, -1, -0.75, -0.5, 0, 0.25, 0.5, 1, 1.5, 2.5, 40];
        foreach (var name in FunctionOperators.Names)
        {
            var op = FunctionOperators.Find(name)!;
            if (op.Value is null) continue;
            foreach (var x in samples)
            {
                double[] a = op.Arity == 1 ? [x] : [Math.Abs(x), 1.25];
                Assert.Equal(ReferenceFunctions.Of(name, a), op.Value(a), 1e-13);
            }
        }
    }

    [Fact]
    public void ReferenceFunctionsThemselves()
    {
        // Values from Abramowitz & Stegun, table 7.1, and differentiation of the interpreter's own functions.
        Assert.Equal(0.5204998778130465, ReferenceFunctions.Erf(0.5), 1e-15);
        Assert.Equal(0.9953222650189527, ReferenceFunctions.Erf(2), 1e-15);
        Assert.Equal(-0.999977909503001, ReferenceFunctions.Erf(-3), 1e-14);
        Assert.Equal(0.6931471805599453, ReferenceFunctions.Softplus(0), 1e-15);
        Assert.Equal(0.8413447460685429, ReferenceFunctions.Of("Gelu", [1.0]), 1e-15);
        Assert.Equal(-0.0040496944, ReferenceFunctions.Of("Gelu", [-3.0]), 1e-9);
    }

    private static GradientCase Case(string expression, (double, double) x, (double, double) y) => new(
        expression,
        "(parameter X double (5) public)",
        "(parameter Y double (5) public)",
        $"(equation F double ((x double) (y double)) (private) {expression})",
        "(equation L double () (public (loss)) (Reduce.Sum (5) (fn (i) (* (+ 0.5d (* 0.25d (cast double i))) (call F ([] X i) ([] Y i))))))")
    {
        Ranges = new() { ["X"] = x, ["Y"] = y },
    };
}
