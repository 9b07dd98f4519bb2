using System.Numerics.Tensors;

namespace Ansatz.StructuralEquations.Tests;

/// <summary>The formulas of the discrepancies against what the compiler derives from their definitions.</summary>
public class NotatedDiscrepancyTests
{
    private const int P = 4;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ValueGradientAndSecondDerivativeAreThoseOfTheNotation(bool likelihood)
    {
        var random = new Random(5);
        var (sample, sigma) = (Covariances(random), Covariances(random));
        double[] means = [.. Enumerable.Range(0, P).Select(_ => random.NextDouble())], mu = [.. Enumerable.Range(0, P).Select(_ => random.NextDouble())];
        Discrepancy formula = likelihood ? new MaximumLikelihood(P, true) : new GeneralisedLeastSquares(P, true);
        Assert.True(formula.SetSample(100, sample, means));
        Assert.True(formula.Evaluate(sigma, mu, out var value));
        formula.Derivatives(out var weight, out var meanWeight);
        var count = (P * (P + 1) / 2) + P;
        var second = new double[count * count];
        formula.MomentHessian(true, second);

        var model = NotatedDiscrepancy.Create(P, seed: 1);
        model.Parameters.UnflattenFrom<double>([.. sigma, .. mu]);
        var hessian = Tensor.Create(new double[(P * P + P) * (P * P + P)], [(P * P) + P, (P * P) + P]);
        Tensor<double> s = Tensor.Create(sample, [P, P]), m = Tensor.Create(means, [P]);
        Equal(likelihood ? model.HessianLikelihood(s, m, hessian) : model.HessianLeastSquares(s, m, hessian), value);
        var gradient = new double[(P * P) + P];
        model.Gradients.FlattenTo<double>(gradient);
        for (var k = 0; k < P * P; k++) Equal(gradient[k], weight[k]);
        for (var k = 0; k < P; k++) Equal(gradient[(P * P) + k], meanWeight[k]);

        // A covariance changes both of its places.
        int[][] places = [.. Enumerable.Range(0, P).SelectMany(i => Enumerable.Range(0, i + 1).Select(j => i == j ? new[] { (i * P) + i } : [(i * P) + j, (j * P) + i])), .. Enumerable.Range(0, P).Select(i => new[] { (P * P) + i })];
        for (var a = 0; a < count; a++)
        {
            for (var b = 0; b < count; b++) Equal(places[a].Sum(x => places[b].Sum(y => hessian[x, y])), second[(a * count) + b]);
        }
    }

    private static void Equal(double expected, double actual) => Assert.True(Math.Abs(expected - actual) <= 1e-11 * Math.Max(1, Math.Abs(expected)), $"{expected:R} expected, {actual:R} found");

    private static double[] Covariances(Random random)
    {
        double[] factor = [.. Enumerable.Range(0, P * P).Select(_ => random.NextDouble() - 0.5)], result = new double[P * P];
        for (var i = 0; i < P; i++)
        {
            for (var j = 0; j < P; j++)
            {
                result[(i * P) + j] = i == j ? 0.5 : 0;
                for (var k = 0; k < P; k++) result[(i * P) + j] += factor[(i * P) + k] * factor[(j * P) + k];
            }
        }

        return result;
    }
}
