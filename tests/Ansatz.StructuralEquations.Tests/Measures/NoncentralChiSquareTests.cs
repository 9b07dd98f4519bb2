namespace Ansatz.StructuralEquations.Tests.Measures;

public class NoncentralChiSquareTests
{
    [Fact]
    public void UpperAndLowerAddUpToOneAndInvert() => CsCheck.Check.Sample(CsCheck.Gen.Select(CsCheck.Gen.Double[0.01, 400], CsCheck.Gen.Double[0.5, 120], CsCheck.Gen.Double[0, 500]), (x, degrees, noncentrality) =>
    {
        var p = NoncentralChiSquare.Probability(x, degrees, noncentrality);
        Assert.Equal(1, p + NoncentralChiSquare.UpperProbability(x, degrees, noncentrality), 1e-12);
        if (p is > 1e-6 and < 0.999 && noncentrality > 0.01) Assert.Equal(noncentrality, NoncentralChiSquare.Noncentrality(x, degrees, p), 1e-6 * Math.Max(1, noncentrality));
    }, iter: 300);

    /// <summary>Against direct summation over the Poisson weights in the order of the index, 400 terms.</summary>
    [Theory]
    [InlineData(85.3, 24, 50)]
    [InlineData(3, 5, 40)]
    [InlineData(38.125, 32.25, 4.7)]
    [InlineData(20, 3, 2)]
    public void TheMixtureIsSummed(double x, double degrees, double noncentrality)
    {
        double sum = 0, weight = Math.Exp(-noncentrality / 2);
        for (var k = 0; k < 400; k++)
        {
            sum += weight * MathNet.Numerics.SpecialFunctions.GammaLowerRegularized(degrees / 2 + k, x / 2);
            weight *= noncentrality / 2 / (k + 1);
        }

        Assert.Equal(sum, NoncentralChiSquare.Probability(x, degrees, noncentrality), 1e-13 * Math.Max(sum, 1e-3));
    }

    [Fact]
    public void ParametersOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NoncentralChiSquare.Probability(1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoncentralChiSquare.Probability(1, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoncentralChiSquare.Probability(double.NaN, 1, 1));
        Assert.Equal(0, NoncentralChiSquare.Probability(-1, 3, 1));
        Assert.Equal(1, NoncentralChiSquare.UpperProbability(0, 3, 1));
    }
}
