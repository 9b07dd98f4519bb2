using CsCheck;

namespace Ansatz.Symbolic.Tests;

public class RationalFunctionTests
{
    private static readonly PolynomialRing Ring = RandomPolynomials.Ring;
    private static readonly Factor[] Factors = [new("D1", "D_1", Ring.Parse("1 - x*y")), new("D2", "D_2", Ring.Parse("1 - y*z + x^2"))];

    private static readonly Gen<RationalFunction> Function = Gen.Select(RandomPolynomials.Polynomial, Gen.Int[0, 2], Gen.Int[0, 2], (p, a, b) => RationalFunction.Of(p, [new(Factors[0], a), new(Factors[1], b)]));

    private static readonly Gen<Rational[]> Point = RandomPolynomials.Point.Where(x => Factors.All(f => !f.Polynomial.Evaluate(x).IsZero));

    [Fact]
    public void ValuesOfSumsAndProductsAreThoseOfTheParts() => Gen.Select(Function, Function, Point).Sample((f, g, x) =>
        (f * g).Evaluate(x) == f.Evaluate(x) * g.Evaluate(x) && (f - g).Evaluate(x) == f.Evaluate(x) - g.Evaluate(x) && f.Cancelled().Evaluate(x) == f.Evaluate(x));

    [Fact]
    public void EveryFactorIsCancelled() => Gen.Select(RandomPolynomials.NonZero, Gen.Int[0, 3], Gen.Int[0, 3]).Sample((p, a, b) =>
    {
        var core = p.DividedBy(Factors[0].Polynomial) is null && p.DividedBy(Factors[1].Polynomial) is null ? p : Ring.One;
        var f = RationalFunction.Of(core * Factors[0].Polynomial.Power(a), [new(Factors[0], 2), new(Factors[1], b)]).Cancelled();
        return f.ExponentOf(Factors[0]) == Math.Max(0, 2 - a) && f.ExponentOf(Factors[1]) == b;
    });

    [Fact]
    public void DifferencesOfEqualFunctionsAreZero() => Gen.Select(Function, Function).Sample((f, g) => (f + g - g - f).IsZero && (f + g).EqualsFunction(g + f) && !(f + Ring.One).EqualsFunction(f));

    [Fact]
    public void TheDerivativeIsTheSlope() => Gen.Select(Function, Function, Gen.Int[0, 2]).Sample((f, g, v) => (f * g).Derivative(v).EqualsFunction(f.Derivative(v) * g + f * g.Derivative(v)), iter: 30);

    [Fact]
    public void WhatIsPrintedIsReadBack() => Function.Sample(f =>
        RationalFunction.Parse(Ring, f.Infix, Factors).EqualsFunction(f) && RationalFunction.Parse(Ring, f.InfixByName, Factors).EqualsFunction(f) && RationalFunction.Parse(Ring, f.Infix).EqualsFunction(f));

    [Theory]
    [InlineData("x/y", "x/y")]
    [InlineData("x/(y*z)", "x/(y*z)")]
    [InlineData("1/(2*x)", "1/(2*x)")]
    [InlineData("(x+1)/(1-y)^2", "(x + 1)/(-y + 1)^2")]
    [InlineData("x^-2", "1/(x)^2")]
    [InlineData("x*(1-y)/(1-y)", "x")]
    [InlineData("-x^2", "-x^2")]
    [InlineData("(-x)^2", "x^2")]
    [InlineData("2*-x + 1.5e0", "-2*x + 3/2")]
    [InlineData("1/(1/x)", "x")]
    public void InfixIsRead(string text, string printed)
    {
        var f = RationalFunction.Parse(Ring, text).Cancelled();
        Assert.Equal(printed, f.Infix);
        Assert.True(RationalFunction.Parse(Ring, f.Infix).EqualsFunction(f));
    }

    [Theory]
    [InlineData("x +", 4)]
    [InlineData("x y", 3)]
    [InlineData("x + u", 5)]
    [InlineData("(x", 3)]
    [InlineData("x^y", 3)]
    [InlineData("x$", 2)]
    public void WhatIsNoInfixIsRefusedWithTheColumn(string text, int column) => Assert.Contains($"column {column}", Assert.Throws<FormatException>(() => RationalFunction.Parse(Ring, text)).Message);

    [Fact]
    public void DeepNestingIsRefused() => Assert.Throws<FormatException>(() => Ring.Parse(new string('(', 100000)));

    [Fact]
    public void APolynomialHasNoDivisor() => Assert.Contains("divided by", Assert.Throws<FormatException>(() => Ring.Parse("1/x")).Message);

    [Fact]
    public void LatexHasFractionsAndSubscripts()
    {
        var ring = new PolynomialRing(["l12", "psi_x1", "loop", "w"]);
        Assert.Equal(@"\frac{1}{2}\,l_{12}^{2}\,\psi_{\mathrm{x1}} - \mathit{loop}", ring.Parse("1/2*l12^2*psi_x1 - loop").Latex);
        var f = RationalFunction.Of(ring.Parse("w"), [new(new Factor("Delta", @"\Delta", ring.Parse("1 - l12")), 2)]);
        Assert.Equal(@"\frac{w}{\Delta^{2}}", f.LatexByName);
        Assert.Equal(@"\frac{w}{\left(-l_{12} + 1\right)^{2}}", f.Latex);
    }
}
