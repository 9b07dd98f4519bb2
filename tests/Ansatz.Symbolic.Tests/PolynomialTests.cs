using CsCheck;

namespace Ansatz.Symbolic.Tests;

public class PolynomialTests
{
    private static readonly PolynomialRing Ring = RandomPolynomials.Ring;

    [Fact]
    public void FormARing() => Gen.Select(RandomPolynomials.Polynomial, RandomPolynomials.Polynomial, RandomPolynomials.Polynomial).Sample((p, q, r) =>
        (p * (q + r)).Equals(p * q + p * r) && (p * q).Equals(q * p) && (p - q + q).Equals(p) && (p - p).IsZero && ((p + q) * (p - q)).Equals(p.Power(2) - q.Power(2)));

    [Fact]
    public void ValuesOfSumsAndProductsAreThoseOfTheParts() => Gen.Select(RandomPolynomials.Polynomial, RandomPolynomials.Polynomial, RandomPolynomials.Point).Sample((p, q, x) =>
        (p * q).Evaluate(x) == p.Evaluate(x) * q.Evaluate(x) && (p + q).Evaluate(x) == p.Evaluate(x) + q.Evaluate(x));

    [Fact]
    public void ValuesModuloAPrimeAreThoseOfTheValues() => Gen.Select(RandomPolynomials.Polynomial, RandomPolynomials.Point).Sample((p, x) =>
        p.Evaluate([.. x.Select(PrimeField.Default.Of)], PrimeField.Default) == PrimeField.Default.Of(p.Evaluate(x)));

    [Fact]
    public void ValuesInDoubleAreTheExactOnes() => Gen.Select(RandomPolynomials.Polynomial, Gen.Int[-8, 8].Array[3]).Sample((p, x) =>
    {
        var exact = p.Evaluate([.. x.Select(v => (Rational)v)]).ToDouble();
        var scale = Enumerable.Range(0, p.Count).Sum(k => Math.Abs(Ring.Term(p.MonomialAt(k), p.CoefficientAt(k)).Evaluate([.. x.Select(v => (double)v)])));
        return Math.Abs(p.Evaluate([.. x.Select(v => (double)v)]) - exact) <= 1e-14 * (1 + scale);
    });

    [Fact]
    public void AProductIsDividedByItsFactorsOnly() => Gen.Select(RandomPolynomials.Polynomial, RandomPolynomials.NonZero).Sample((p, q) =>
        (p * q).DividedBy(q) is { } quotient && quotient.Equals(p) && (q.IsConstant || (p * q + Ring.One).DividedBy(q) is null));

    [Fact]
    public void TheDerivativeObeysTheProductRule() => Gen.Select(RandomPolynomials.Polynomial, RandomPolynomials.Polynomial, Gen.Int[0, 2]).Sample((p, q, v) =>
        (p * q).Derivative(v).Equals(p.Derivative(v) * q + p * q.Derivative(v)));

    [Fact]
    public void ThePrimitivePartHasCoprimeIntegersAndAPositiveLead()
    {
        var p = Ring.Parse("-4/3*x^2 + 2*y").Primitive();
        Assert.Equal("2*x^2 - 3*y", p.Infix);
        Assert.Equal(2, p.Degree);
        Assert.Equal(1, p.DegreeIn(1));
        Assert.Equal([0, 1], p.Support());
    }

    [Fact]
    public void SumsStopAtTheLimit()
    {
        var sum = new PolynomialSum(Ring, 2);
        sum.Add(Ring.Parse("x + y"));
        sum.Add(Monomial.Of(0), -1);
        sum.Add(Monomial.Of(2), 1);
        Assert.Equal(2, Assert.Throws<TermLimitException>(() => sum.Add(Monomial.One, 1)).Limit);
        Assert.Equal("y + z", sum.ToPolynomial().Infix);
    }

    [Fact]
    public void OfDifferentRingsHaveNoSum() => Assert.Throws<ArgumentException>(() => Ring.One + new PolynomialRing(["x"]).One);

    [Theory]
    [InlineData("2x")]
    [InlineData("")]
    [InlineData("a b")]
    public void NamesAreIdentifiers(string name) => Assert.Throws<ArgumentException>(() => new PolynomialRing([name]));
}
