using System.Numerics;
using CsCheck;

namespace Ansatz.Symbolic.Tests;

public class RationalTests
{
    [Fact]
    public void AreInLowestTermsWithPositiveDenominator()
    {
        var r = new Rational(6, -4);
        Assert.Equal((new BigInteger(-3), new BigInteger(2)), (r.Numerator, r.Denominator));
        Assert.Equal(BigInteger.One, default(Rational).Denominator);
        Assert.Equal(Rational.Zero, default);
        Assert.Throws<DivideByZeroException>(() => new Rational(1, 0));
        Assert.Throws<DivideByZeroException>(() => Rational.One / Rational.Zero);
    }

    [Fact]
    public void FormAField() => Gen.Select(RandomPolynomials.Rational, RandomPolynomials.Rational, RandomPolynomials.Rational).Sample((a, b, c) =>
        a * (b + c) == a * b + a * c && a - b + b == a && (b.IsZero || a / b * b == a) && a.CompareTo(b) == (a - b).Sign && Rational.Parse(a.ToString()) == a);

    [Fact]
    public void OfDoubles()
    {
        Assert.Equal(new Rational(1, 10), Rational.FromDecimalNotation(0.1));
        Assert.Equal(new Rational(-3, 2000), Rational.FromDecimalNotation(-1.5e-3));
        Assert.Equal(new Rational(3602879701896397, BigInteger.Pow(2, 55)), Rational.FromBits(0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rational.FromBits(double.NaN));
        Gen.Double.Where(double.IsFinite).Sample(x => Rational.FromDecimalNotation(x).ToDouble().Equals(x) || Math.Abs(Rational.FromDecimalNotation(x).ToDouble() - x) <= Math.Max(Math.BitIncrement(Math.Abs(x)) - Math.Abs(x), 1e-320));
    }

    [Fact]
    public void OfHundredsOfDigitsHaveADouble() => Assert.Equal(1.5, (new Rational(3, 2) * new Rational(BigInteger.Pow(7, 900), BigInteger.Pow(7, 900) + 1)).ToDouble(), 15);

    [Theory]
    [InlineData("")]
    [InlineData("1/")]
    [InlineData("a")]
    [InlineData("1e99999999")]
    public void OtherTextsAreRefused(string text) => Assert.Throws<FormatException>(() => Rational.Parse(text));

    [Fact]
    public void AreFoundFromResidues() => Gen.Select(Gen.Int[-30000, 30000], Gen.Int[1, 30000]).Sample((n, d) =>
    {
        var value = new Rational(n, d);
        var field = PrimeField.Default;
        return RationalReconstruction.TryReconstruct(field.Of(value), field.Prime, out var found) && found == value;
    });

    [Fact]
    public void AreFoundFromResiduesModuloSeveralPrimes()
    {
        var value = new Rational(BigInteger.Parse("-123456789123456789"), BigInteger.Parse("987654321987654323"));
        BigInteger residue = 0, modulus = 1;
        foreach (var field in PrimeField.Descending().Take(5))
        {
            residue = RationalReconstruction.Combine(residue, modulus, field.Of(value), field);
            modulus *= field.Prime;
        }

        Assert.True(RationalReconstruction.TryReconstruct(residue, modulus, out var found));
        Assert.Equal(value, found);
    }
}
