using MathNet.Numerics.LinearAlgebra;

namespace Ansatz.StructuralEquations.Tests;

public class ImpliedConstraintTests
{
    [Fact]
    public void OneFactorWithFourIndicatorsImpliesThreeTetradsOfWhichTwoAreIndependent()
    {
        var implied = Examine.Implied(new ModelRows().Factor("f", "a", "b", "c", "d").Build());
        Assert.Equal(["s12*s34 - s13*s24 = 0", "s12*s34 - s14*s23 = 0", "s13*s24 - s14*s23 = 0"], implied.Constraints.Select(c => Sorted(c.IndexText)).Order());
        Assert.Equal(2, implied.IndependentCount);
        Assert.All(implied.Constraints, c => Assert.True(c.IsStructural && c.Kind == ImpliedConstraintKind.Tetrad));

        static string Sorted(string text) => text;
    }

    [Fact]
    public void AChainImpliesPartialCorrelations()
    {
        var implied = Examine.Implied(ModelRows.Graph(4, "1>2 2>3 3>4"));
        Assert.Equal(["rho(1,3|2) = 0", "rho(1,4|2) = 0", "rho(2,4|3) = 0"], implied.Constraints.Where(c => c.Kind == ImpliedConstraintKind.PartialCorrelation).Select(c => c.IndexText));
        Assert.Equal(3, implied.IndependentCount);
    }

    [Fact]
    public void TwoParallelPathsNeedBothMediators()
    {
        var implied = Examine.Implied(ModelRows.Graph(4, "1>2 1>3 2>4 3>4"));
        Assert.Contains(implied.Constraints, c => c.IndexText == "rho(1,4|2,3) = 0" && c.Text == "rho(x1,x4|x2,x3) = 0");
        Assert.Contains(implied.Constraints, c => c.IndexText == "rho(2,3|1) = 0");
    }

    [Fact]
    public void ACommonChildInACycleMakesItsParentsDependent()
    {
        // In the 2-cycle 3⇄4 with causes 1 → 3, 2 → 4, variables 1 and 2 are independent, but 1 and 4 cannot be separated.
        var implied = Examine.Implied(ModelRows.Graph(4, "1>3 2>4 3>4 4>3"));
        Assert.Equal(["rho(1,2) = 0"], implied.Constraints.Where(c => c.Kind == ImpliedConstraintKind.PartialCorrelation).Select(c => c.IndexText));
    }

    [Fact]
    public void ACubicOfTwoFactorsIsFound()
    {
        // Two factors that share all six indicators: minors of size 3 vanish, tetrads do not.
        var builder = new ModelRows().Observed("a", "b", "c", "d", "e", "h").Latent("f", "g").Row("f", "~~", "f", 1).Row("g", "~~", "g", 1);
        foreach (var x in new[] { "a", "b", "c", "d", "e", "h" }) builder.Row("f", "=~", x).Row("g", "=~", x).Row(x, "~~", x);
        var implied = Examine.Implied(builder.Build());
        Assert.Equal(10, implied.Constraints.Count);
        Assert.All(implied.Constraints, c => Assert.Equal(ImpliedConstraintKind.Minor, c.Kind));
        Assert.Contains(implied.Constraints, c => c.IndexText == "det s(1,2,3 | 4,5,6) = 0");
    }

    [Fact]
    public void ConstraintsOfEqualLoadingsAreFoundThoughTheGraphHasNone()
    {
        // y1, y2 measure f equally: s(y1, x) = s(y2, x), which makes tetrads with z vanish that the graph does not explain.
        var builder = new ModelRows().Observed("y1", "y2", "x", "z").Latent("f").Row("f", "=~", "y1", 1).Row("f", "=~", "y2", 1).Row("f", "~~", "f").Row("y1", "~~", "y1").Row("y2", "~~", "y2");
        builder.Row("f", "~", "x").Row("f", "~", "z").Row("x", "~~", "x").Row("z", "~~", "z").Row("x", "~~", "z").Row("y2", "~", "z", 0);
        var implied = Examine.Implied(builder.Build());
        Assert.Contains(implied.Constraints, c => c.Kind == ImpliedConstraintKind.Tetrad);
        CheckNumerically(builder.Build(), implied, new Random(5));
    }

    [Fact]
    public void ConstraintsVanishAtEveryParameterAndNotForOtherCovariances()
    {
        var random = new Random(6);
        var kinds = new int[3];
        for (var trial = 0; trial < 60; trial++)
        {
            var n = random.Next(3, 9);
            var model = ModelRows.Random(random, n, Math.Min(trial % 3, n - 2), 0.1 + (0.25 * random.NextDouble()));
            var implied = Examine.Implied(model);
            foreach (var constraint in implied.Constraints) kinds[(int)constraint.Kind]++;
            CheckNumerically(model, implied, random);
        }

        Assert.True(kinds.All(k => k > 8), string.Join(", ", kinds));
    }

    [Fact]
    public void IndependentConstraintsAreAtMostTheCodimension()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 40; trial++)
        {
            var model = ModelRows.Random(random, random.Next(3, 8), trial % 2, 0.3);
            var id = Examine.Identification(model);
            Assert.InRange(Examine.Implied(model).IndependentCount, 0, id.Moments - id.Rank!.Value);
        }
    }

    [Fact]
    public void AcyclicGraphsWithoutBowsAreDescribedByTheirPairs()
    {
        // For a directed acyclic graph the pairwise basis is complete: one constraint for each missing edge.
        var random = new Random(8);
        for (var trial = 0; trial < 60; trial++)
        {
            var n = random.Next(3, 8);
            var edges = new List<string>();
            for (var a = 1; a <= n; a++)
                for (var b = a + 1; b <= n; b++)
                    if (random.NextDouble() < 0.5) edges.Add($"{a}>{b}");
            var model = ModelRows.Graph(n, string.Join(' ', edges));
            var implied = Examine.Implied(model);
            Assert.Equal(Examine.Identification(model).DegreesOfFreedom, implied.Constraints.Count(c => c.Kind == ImpliedConstraintKind.PartialCorrelation && c.IsIndependent));
        }
    }

    [Theory]
    [InlineData("x2 ~ x1\nx3 ~ x1 + x2\nx4 ~ x3\nx2 ~~ x4\nx4 ~~ 0*x1", 4)]
    [InlineData("x2 ~ x1 + x4\nx3 ~ x2\nx4 ~ x3\nx1 ~~ x4", 6)]
    [InlineData("x3 ~ x1 + x4\nx4 ~ x2 + x3\nx1 ~~ 0*x2\nx3 ~~ 0*x4", 3)]
    public void WhatMinorsLeaveOpenIsAPolynomialOfTheVanishingIdeal(string text, int degree)
    {
        var model = SemModel.Parse(text, new SemOptions { FixedX = false, AutoCovY = false });
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var implied = Examine.Implied(model);
        TestContext.Current.TestOutputHelper?.WriteLine($"{clock.Elapsed.TotalMilliseconds:0} ms");
        var found = Assert.Single(implied.Constraints, c => c.Kind == ImpliedConstraintKind.Polynomial);
        Assert.Equal(degree, found.Polynomial!.Degree);
        Assert.True(found.IsIndependent && found.IsStructural);
        Assert.Equal(Examine.Identification(model).DegreesOfFreedom, implied.IndependentCount);
        Assert.StartsWith("s(", found.Text);
        Assert.EndsWith(" = 0", found.IndexText);

        // It vanishes on implied covariances, and on no others.
        var moments = new ReticularMoments(model.Table);
        double[] theta = [.. Enumerable.Range(0, model.Table.FreeCount).Select(k => 0.3 + (k * 0.618 % 0.5))], sigma = new double[16];
        foreach (var row in model.Table.Rows.Where(r => r.Free > 0 && r.Left == r.Right)) theta[row.Free - 1] += 1;
        Assert.True(moments.Moments(0, theta, [], sigma, []));
        Assert.Equal(0, found.Evaluate(sigma), 1e-9);
        sigma[1] = sigma[4] += 0.3;
        sigma[11] = sigma[14] -= 0.2;
        Assert.NotEqual(0, found.Evaluate(sigma), 1e-6);

        var verdict = Assert.Single(Examine.Verdicts(model), p => p.Code == VerdictCodes.ImpliedConstraints).Message;
        Assert.Contains(degree == 6 ? "a polynomial of degree 6 with 19 terms" : found.Text, verdict);
    }

    [Fact]
    public void SeparationIsExactlyTheVanishingOfPartialCorrelations()
    {
        // All pairs and all sets, on small graphs, cyclic ones and ones with latent variables too: m-separated if and only if the partial correlation is 0 at two random points.
        var random = new Random(9);
        var (separated, total) = (0, 0);
        for (var trial = 0; trial < 60; trial++)
        {
            var n = random.Next(4, 7);
            var model = ModelRows.Random(random, n, trial % 2, 0.3);
            var structure = model.Groups[0];
            var graph = ModelGraph.Of(structure);
            var p = structure.ObservedCount;
            var thetas = Enumerable.Range(0, 2).Select(_ => NumericMoments.Point(model, random)).ToArray();
            if (thetas.Any(t => NumericMoments.Determinant(model, t) < 0.1)) continue;
            var sigmas = thetas.Select(t => NumericMoments.Covariances(structure, t)).ToArray();
            for (var i = 0; i < p; i++)
                for (var j = i + 1; j < p; j++)
                    for (var mask = 0; mask < 1 << p; mask++)
                    {
                        if ((mask >> i & 1) != 0 || (mask >> j & 1) != 0) continue;
                        int[] set = [.. Enumerable.Range(0, p).Where(k => (mask >> k & 1) != 0)];
                        var vanishes = sigmas.All(s => Math.Abs(Partial(s, i, j, set)) < 1e-9);
                        var holds = Separation.Holds(graph, i, j, set);
                        total++;
                        if (holds) separated++;
                        Assert.Equal(vanishes, holds);
                        if (holds) Assert.NotNull(Separation.Find(graph, p, i, j));
                    }
        }

        Assert.True(separated > 100 && total > 4 * separated / 3, $"{separated} of {total}");
    }

    private static double Partial(Matrix<double> sigma, int i, int j, int[] set)
    {
        int[] all = [i, j, .. set];
        var inverse = Matrix<double>.Build.Dense(all.Length, all.Length, (a, b) => sigma[all[a], all[b]]).Inverse();
        return -inverse[0, 1] / Math.Sqrt(Math.Abs(inverse[0, 0] * inverse[1, 1]));
    }

    private static void CheckNumerically(SemModel model, ImpliedConstraints implied, Random random)
    {
        var structure = model.Groups[0];
        var p = structure.ObservedCount;
        var other = Matrix<double>.Build.Dense(p, p, (_, _) => random.NextDouble() - 0.5);
        var spread = (other * other.Transpose()).ToRowMajorArray();
        foreach (var constraint in implied.Constraints) Assert.True(Math.Abs(constraint.Evaluate(spread)) > 1e-13, constraint.Text);
        for (var k = 0; k < 100; k++)
        {
            var theta = NumericMoments.Point(model, random);
            if (NumericMoments.Determinant(model, theta) < 0.05) continue;
            var sigma = NumericMoments.Covariances(structure, theta);
            var scale = 1.0 + sigma.Enumerate().Max(Math.Abs);
            var flat = sigma.ToRowMajorArray();
            foreach (var constraint in implied.Constraints)
                Assert.True(Math.Abs(constraint.Evaluate(flat)) <= 1e-12 * Math.Pow(scale, constraint.Rows.Count), $"{constraint} is {constraint.Evaluate(flat)}");
        }
    }
}
