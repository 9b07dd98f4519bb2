namespace Ansatz.StructuralEquations.Tests;

public class ConstraintTests
{
    private static readonly Dictionary<string, System.Text.Json.JsonElement> Cases = TableTests.Load();

    public static TheoryData<string> Names => new(Cases.Keys);

    // lavaan's npar: free rows less the rank of the equalities' Jacobian.
    [Theory]
    [MemberData(nameof(Names))]
    public void IndependentParametersAreAsManyAsLavaanCounts(string name)
    {
        var table = SemModel.Parse(Cases[name].GetProperty("text").GetString()!, TableTests.Options(Cases[name])).Table;
        var constraints = ParameterConstraints.Of(table);
        var random = new Random(3);
        var theta = Enumerable.Range(0, table.FreeCount).Select(_ => 0.5 + random.NextDouble()).ToArray();
        Assert.Equal(Cases[name].GetProperty("npar").GetInt32(), table.FreeCount - constraints.EqualityRank(theta));
    }

    private const string Model = "y ~ a*x1 + b*x2 + c*x3 + 0.5*x4 + k*x4\n";

    private static (ParameterConstraints Constraints, double[] Theta) Of(string text)
    {
        var model = SemModel.Parse(Model + text);
        Assert.DoesNotContain(model.Problems, p => p.Severity == SemSeverity.Error);
        return (ParameterConstraints.Of(model.Table), [0.7, -0.4, 1.3, 0.9]); // a, b, c and the variance of y
    }

    public static TheoryData<string, double> Expressions => new()
    {
        { "a + 2*b - c/4", 0.7 - 0.8 - 1.3 / 4 },
        { "-a^2", -0.49 },
        { "(-a)^2", 0.49 },
        { "2^-1*a", 0.35 },
        { "2^3^2", 512 },
        { "a**2", 0.49 },
        { "-2^2", -4 },
        { "a - b - c", 0.7 + 0.4 - 1.3 },
        { "a/b/c", 0.7 / -0.4 / 1.3 },
        { "k*a", 0.35 },
        { "pi*1e2 + .5", Math.PI * 100 + 0.5 },
        { "exp(a*b) + expm1(c) - log1p(a)", Math.Exp(-0.28) + Math.Exp(1.3) - 1 - Math.Log(1.7) },
        { "log(c)*log(c, 2) + log2(c) - log10(c)", Math.Log(1.3) * Math.Log2(1.3) + Math.Log2(1.3) - Math.Log10(1.3) },
        { "sqrt(a*c)/abs(b)", Math.Sqrt(0.91) / 0.4 },
        { "sin(a)*cos(b) + tan(c)", Math.Sin(0.7) * Math.Cos(-0.4) + Math.Tan(1.3) },
        { "asin(a) + acos(b) * atan(c)", Math.Asin(0.7) + Math.Acos(-0.4) * Math.Atan(1.3) },
        { "sinh(a) - cosh(b)/tanh(c)", Math.Sinh(0.7) - Math.Cosh(-0.4) / Math.Tanh(1.3) },
        { "plogis(a) + qlogis(a)", 1 / (1 + Math.Exp(-0.7)) + Math.Log(0.7 / 0.3) },
        { "c^a + a^3*b^2 + c^-2", Math.Pow(1.3, 0.7) + 0.343 * 0.16 + Math.Pow(1.3, -2) },
        { "(a + b*c)*(a - c)/(1 + b^2)", (0.7 - 0.4 * 1.3) * (0.7 - 1.3) / 1.16 },
    };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void ValuesAndDerivativesAreExact(string expression, double expected)
    {
        var (constraints, theta) = Of($"d := {expression}\n");
        var f = Assert.Single(constraints.Definitions);
        var (value, gradient) = At(constraints, f, theta);
        Assert.Equal(expected, value, 1e-14 * Math.Max(1, Math.Abs(expected)));

        // Derivatives against Richardson's extrapolated differences, of the value and of the gradient.
        var hessian = constraints.Hessian(f, theta);
        for (var p = 0; p < theta.Length; p++)
        {
            Assert.Equal(Slope(theta, p, t => At(constraints, f, t).Value), gradient[p], 1e-9);
            var i = f.Parameters.ToList().IndexOf(p);
            for (var j = 0; j < f.Parameters.Count; j++)
            {
                var slope = Slope(theta, p, t => At(constraints, f, t).Gradient[f.Parameters[j]]);
                Assert.Equal(slope, i < 0 ? 0 : hessian[i * f.Parameters.Count + j], 1e-8);
            }
        }
    }

    private static (double Value, double[] Gradient) At(ParameterConstraints constraints, ParameterFunction f, double[] theta)
    {
        var value = new double[1];
        var gradient = new double[constraints.FreeCount];
        constraints.Evaluate([f], theta, value, gradient);
        return (value[0], gradient);
    }

    private static double Slope(double[] theta, int p, Func<double[], double> f)
    {
        double Difference(double h)
        {
            var (up, down) = ((double[])theta.Clone(), (double[])theta.Clone());
            up[p] += h;
            down[p] -= h;
            return (f(up) - f(down)) / (2 * h);
        }

        const double h = 1e-3;
        var (one, half, quarter) = (Difference(h), Difference(h / 2), Difference(h / 4));
        var (first, second) = ((4 * half - one) / 3, (4 * quarter - half) / 3);
        return (16 * second - first) / 15;
    }

    [Fact]
    public void ExpressionsPrintAsTheyAreRead()
    {
        foreach (var expression in Expressions.Select(e => (string)e.Data.Item1))
        {
            var f = Of($"d := {expression}\n").Constraints.Definitions[0];
            var again = Of($"d := {f.Expression}\n").Constraints.Definitions[0];
            Assert.Equal(f.Expression.ToString(), again.Expression.ToString());
            Assert.Equal(f.Expression.Evaluate(Value), again.Expression.Evaluate(Value));
        }

        static double Value(string name) => name switch { "a" => 0.7, "b" => -0.4, "c" => 1.3, _ => 0.5 };
    }

    [Fact]
    public void DefinitionsMayNameLaterOnes()
    {
        var (constraints, theta) = Of("e := d^2 + g\nd := a*b\ng := 2*a - k\ne == 1\ng > b\n");
        Assert.Equal(["d", "g", "e"], constraints.Definitions.Select(d => d.Text));
        var values = new double[3];
        constraints.Evaluate(constraints.Definitions, theta, values);
        Assert.Equal([-0.28, 0.9, 0.28 * 0.28 + 0.9], values.Select(v => Math.Round(v, 15)));
        Assert.Equal([0, 1], constraints.Definitions[2].Parameters);
        var (value, gradient) = At(constraints, constraints.Equalities[0], theta);
        Assert.Equal(0.28 * 0.28 - 0.1, value, 1e-15);
        Assert.Equal(2 * 0.7 * 0.16 + 2, gradient[0], 1e-15);
        Assert.True(constraints.Inequalities[0].IsLinear);
        Assert.Equal([2, -1], constraints.Inequalities[0].Coefficients!);
        Assert.Equal(-0.5, constraints.Inequalities[0].Constant);
    }

    [Fact]
    public void ConstraintsAreSortedByKind()
    {
        var (constraints, _) = Of("a == b\na == 2*b + 1\na == 0\na*b == 1\na < 3\nb > -1\n");
        Assert.Equal([1.0, -1.0], constraints.Equalities[0].Coefficients);
        Assert.Equal([true, true, true, false], constraints.Equalities.Select(e => e.IsLinear));
        Assert.Equal([1.0, -2.0], constraints.Equalities[1].Coefficients);
        Assert.Equal(-1, constraints.Equalities[1].Constant);

        // a < 3 is 3 − a ≥ 0.
        Assert.Equal([-1], constraints.Inequalities[0].Coefficients!);
        Assert.Equal(3, constraints.Inequalities[0].Constant);
        Assert.Equal("a < 3", constraints.Inequalities[0].Text);
    }

    [Fact]
    public void SharedLabelsAreEqualities()
    {
        var constraints = ParameterConstraints.Of(SemModel.Parse("f =~ x1 + l*x2 + l*x3 + l*x4\n").Table);
        Assert.Equal([[0, 1], [0, 2]], constraints.Equalities.Select(e => e.Parameters.ToArray()));
        Assert.All(constraints.Equalities, e => Assert.Equal([1.0, -1.0], e.Coefficients));
    }

    [Fact]
    public void ALongChainOfDefinitionsIsEvaluatedOnce()
    {
        var text = "d0 := a\n" + string.Concat(Enumerable.Range(1, 60).Select(k => $"d{k} := d{k - 1}*d{k - 1}/d{k - 1}\n"));
        var (constraints, theta) = Of(text);
        var (value, gradient) = At(constraints, constraints.Definitions[60], theta);
        Assert.Equal(0.7, value, 1e-13);
        Assert.Equal(1, gradient[0], 1e-12);
    }

    [Theory]
    [InlineData("d := a + b\nd2 := d - a\n", "exp(d2)")]
    [InlineData("z := 0*a\n", "exp(b) + z")]
    [InlineData("z := a - a + 2\n", "z*b^2 + z")]
    [InlineData("d := 2*a + b - c\nd2 := d + c - 2*a\n", "d2^3*d + exp(d - b)")]
    public void ParametersThatCancelInDefinitionsLeaveTheDerivativesRight(string definitions, string expression)
    {
        var (constraints, theta) = Of($"{definitions}e := {expression}\n");
        var f = constraints.Definitions[^1];
        var (_, gradient) = At(constraints, f, theta);
        var hessian = constraints.Hessian(f, theta);
        for (var p = 0; p < theta.Length; p++)
        {
            Assert.Equal(Slope(theta, p, t => At(constraints, f, t).Value), gradient[p], 1e-8);
            var i = f.Parameters.ToList().IndexOf(p);
            for (var j = 0; j < f.Parameters.Count; j++) Assert.Equal(Slope(theta, p, t => At(constraints, f, t).Gradient[f.Parameters[j]]), i < 0 ? 0 : hessian[i * f.Parameters.Count + j], 1e-7);
        }
    }

    [Theory]
    [InlineData("a-b")]
    [InlineData("it's")]
    [InlineData("a`b")]
    public void LabelsInQuotesStayNames(string label)
    {
        var model = SemModel.Parse($"y ~ \"{label}\"*x + b*z\n\"{label}\" == 1\nd := \"{label}\" + b\n");
        Assert.Empty(model.Problems);
        var constraints = ParameterConstraints.Of(model.Table);
        Assert.Equal([0], constraints.Equalities[0].Parameters);
        Assert.Equal(-1, constraints.Equalities[0].Constant);
        Assert.Equal([0, 1], constraints.Definitions[0].Parameters);
        Assert.Equal(model.Table.FreeCount - 1, Examine.Identification(model).ParameterCount);

        // The model that it writes is the same.
        var again = SemModel.Parse(model.ToLavaan(), new SemOptions { Defaults = LavaanDefaults.None });
        Assert.False(again.HasErrors, string.Join("; ", again.Problems));
        Assert.Equal(constraints.Equalities[0].Coefficients, ParameterConstraints.Of(again.Table).Equalities[0].Coefficients);
    }

    [Theory]
    [InlineData("d := q\n", "No parameter has the label 'q', to which 'd := q' refers.")]
    [InlineData("d := d\n", "The definition of 'd' refers to itself, directly or through others.")]
    [InlineData("d := .p8.\n", "'.p8.', to which 'd := .p8.' refers, is a moment of the sample and has no value before there are data.")]
    public void WhatCannotBeEvaluatedIsNamed(string text, string message)
    {
        var e = Assert.Throws<ArgumentException>(() => ParameterConstraints.Of(SemModel.Parse(Model + text).Table));
        Assert.StartsWith(message, e.Message);
    }

    [Fact]
    public void WrongLengthsAreNamed()
    {
        var (constraints, theta) = Of("d := a\n");
        Assert.Contains("4 free parameters, not 3", Assert.Throws<ArgumentException>(() => constraints.Evaluate(constraints.Definitions, theta[..3], new double[1])).Message);
        Assert.Throws<ArgumentException>(() => constraints.Evaluate(constraints.Definitions, theta, new double[2]));
        Assert.Throws<ArgumentException>(() => constraints.Evaluate(constraints.Definitions, theta, new double[1], new double[3]));
    }
}
