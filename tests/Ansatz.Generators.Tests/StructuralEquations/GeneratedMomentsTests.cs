using Ansatz.StructuralEquations;
using Ansatz.Testing;

namespace Ansatz.Generators.Tests.StructuralEquations;

/// <summary>The generated moments and their derivatives against those that are computed by matrices.</summary>
public class GeneratedMomentsTests
{
    public static TheoryData<string> Names => [.. SemModels.Cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void MomentsAndDerivativesEqualThoseOfMatrices(string name)
    {
        var (model, generated) = SemModels.Of(name);
        var numeric = new ReticularMoments(model.Table);
        var random = new Random(1);
        for (var trial = 0; trial < 5; trial++)
        {
            double[] theta = [.. Enumerable.Range(0, model.Table.FreeCount).Select(_ => 0.1 + (0.5 * random.NextDouble()))];
            for (var g = 0; g < model.Groups.Count; g++)
            {
                var p = model.Groups[g].ObservedCount;
                var q = numeric.ParametersOf(g).Length;
                var means = model.Table.HasMeans ? p : 0;
                double[] exogenous = Numbers(model.Groups[g].Bidirected.Concat(model.Groups[g].Intercepts).Count(a => a.IsFixed && double.IsNaN(a.Value)));
                double[] weight = new double[p * p], meanWeight = Numbers(means);
                for (var i = 0; i < p; i++)
                {
                    for (var j = 0; j <= i; j++) weight[(i * p) + j] = weight[(j * p) + i] = random.NextDouble() - 0.5;
                }

                Equal(p * p, s => generated.Moments(g, theta, exogenous, s, new double[means]), s => numeric.Moments(g, theta, exogenous, s, new double[means]));
                Equal(means, m => generated.Moments(g, theta, exogenous, new double[p * p], m), m => numeric.Moments(g, theta, exogenous, new double[p * p], m));
                Equal(q * ((p * (p + 1) / 2) + means), j => generated.Jacobian(g, theta, exogenous, j), j => numeric.Jacobian(g, theta, exogenous, j));
                Equal(q, d => generated.Gradient(g, theta, exogenous, weight, meanWeight, d), d => numeric.Gradient(g, theta, exogenous, weight, meanWeight, d));
                Equal(q * q, h => generated.Curvature(g, theta, exogenous, weight, meanWeight, h), h => numeric.Curvature(g, theta, exogenous, weight, meanWeight, h));
            }
        }

        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() + 0.5)];
    }

    [Fact]
    public void LargeModelsAreComputedByLoops()
    {
        Assert.Contains("computed by loops", Text("ManyIndicators"));
        Assert.DoesNotContain("bool Moments(", Text("ManyIndicators"));
        Assert.All(SemModels.Cases.Where(c => c.Name != "ManyIndicators"), c => Assert.Contains("bool Gradient(", Text(c.Name)));
    }

    [Fact]
    public void GroupsOfTheSameFormShareTheirCode()
    {
        Assert.Contains("return Moments1(thetaStart, exogenousStart", Text("TwoSchools"));
        Assert.DoesNotContain("Moments2(", Text("TwoSchools"));
    }

    [Theory]
    [InlineData("HolzingerSwineford")]
    [InlineData("ThreeCycle")]
    [InlineData("Growth")]
    public void TheTextReadsAsVerified(string name) => Snapshot.Match(name, Text(name));

    [Fact]
    public void ASingularCycleHasNoMoments()
    {
        var (model, moments) = SemModels.Of("ThreeCycle");
        var theta = new double[model.Table.FreeCount];
        Array.Fill(theta, 1);
        Assert.False(moments.Moments(0, theta, [], new double[36], []));
    }

    [Fact]
    public void ArgumentsThatAreTooShortAreRefused()
    {
        var (model, moments) = SemModels.Of("HolzingerSwineford");
        var theta = new double[model.Table.FreeCount];
        Assert.Contains("'sigma' has 80 numbers, but the model needs 81", Assert.Throws<ArgumentException>(() => moments.Moments(0, theta, [], new double[80], [])).Message);
        Assert.Throws<ArgumentException>(() => moments.Moments(0, theta.AsSpan(1), [], new double[81], []));
    }

    private static string Text(string name) => SemModels.Files.Single(f => f.HintName == name + ".g.cs").Text;

    private static void Equal(int length, Func<double[], bool> generated, Func<double[], bool> numeric)
    {
        double[] expected = new double[length], actual = new double[length];
        Array.Fill(actual, double.NaN);
        Assert.True(numeric(expected));
        Assert.True(generated(actual));
        var scale = expected.Append(1e-300).Max(Math.Abs);
        for (var k = 0; k < length; k++) Assert.True(Math.Abs(expected[k] - actual[k]) <= 1e-12 * scale, $"{k}: {expected[k]:R} expected, {actual[k]:R} found");
    }
}
