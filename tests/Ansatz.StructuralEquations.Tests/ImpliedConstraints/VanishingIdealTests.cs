using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations.Tests;

public class VanishingIdealTests
{
    // The polynomials are those that Macaulay2 1.21 prints for the elimination ideal.
    [Theory]
    [InlineData("1->2->3->4, 1->3, 2<->4", "s12*s13*s14*s23 - s11*s14*s23^2 - s12*s13^2*s24 + s11*s13*s23*s24 - s12^2*s14*s33 + s11*s14*s22*s33 + s12^2*s13*s34 - s11*s13*s22*s34")]
    [InlineData("1->2->3->4->2, 1<->4", "s13^2*s14^2*s22*s23 - s12*s13*s14^2*s23^2 - s13^3*s14*s22*s24 + s12*s13^3*s24^2 - s12*s13*s14^2*s22*s33 + s12^2*s14^2*s23*s33 + s12^2*s13*s14*s24*s33 - s11*s12*s13*s24^2*s33 + s12*s13^2*s14*s22*s34 - 2*s12^2*s13^2*s24*s34 + s11*s13^2*s22*s24*s34 - s12^3*s14*s33*s34 + s11*s12^2*s24*s33*s34 + s12^3*s13*s34^2 - s11*s12*s13*s22*s34^2 - s11*s13^2*s22*s23*s44 + s11*s12*s13*s23^2*s44 + s11*s12*s13*s22*s33*s44 - s11*s12^2*s23*s33*s44")]
    public void OfCodimensionOneAreThatOfMacaulay2(string edges, string polynomial)
    {
        var ideal = Of(edges);
        Assert.True(ideal.IsComplete && ideal.IsProved);
        Assert.Equal(1, ideal.Codimension);
        Assert.Equal(ideal.Ring.Parse(polynomial).Primitive(), Assert.Single(ideal.Generators));
    }

    [Theory]
    [InlineData("1->2, 1->3, 1->4, 2<->3", "s13*s24 - s12*s34, s13*s14 - s11*s34, s12*s14 - s11*s24")]
    [InlineData("1->3, 2->4, 3->4->3", "s12, s14*s24*s33 - s14*s23*s34 - s13*s24*s34 + s13*s23*s44")]
    public void OfHigherCodimensionAreThoseOfMacaulay2(string edges, string polynomials)
    {
        var ideal = Of(edges, new VanishingIdealLimits { Degree = 4 });
        Assert.Equal(polynomials.Split(", ").Select(p => ideal.Ring.Parse(p).Primitive().Infix).Order(), ideal.Generators.Select(p => p.Infix).Order());
        Assert.True(ideal.IsProved);
        Assert.False(ideal.IsComplete);
        Assert.Equal((2, 4), (ideal.Codimension, ideal.Degree));
        Assert.Null(ideal.Reason);
    }

    [Theory]
    [InlineData("1->2->3, 2<->3")]
    [InlineData("1->2->3->1")]
    public void AreZeroWhereEveryMatrixIsImplied(string edges)
    {
        var ideal = Of(edges);
        Assert.Empty(ideal.Generators);
        Assert.True(ideal.IsComplete);
    }

    [Fact]
    public void AChainHasItsConditionalIndependences()
    {
        var ideal = Of("1->2->3", null);
        Assert.Equal("s12*s23 - s13*s22", Assert.Single(ideal.Generators).Infix);
        Assert.True(ideal.IsComplete);
    }

    [Fact]
    public void GeneratorsVanishOnRandomGraphsAndAreMinimal()
    {
        var random = new Random(10);
        for (var trial = 0; trial < 12; trial++)
        {
            var graph = NoteGraphs.RandomSimple(random);
            if (graph.Count > 4) continue;
            var ideal = VanishingIdeal.Of(graph, new VanishingIdealLimits { Degree = 3 }, TestContext.Current.CancellationToken);
            var theta = ExactMoments.RandomParameters(graph, random);
            if (ExactMoments.Sigma(graph, k => theta[k]) is not { } sigma) continue;
            Rational[] point = [.. Enumerable.Range(0, graph.Count).SelectMany(i => Enumerable.Range(i, graph.Count - i).Select(j => sigma[i, j]))];
            Assert.All(ideal.Generators, p => Assert.Equal(Rational.Zero, p.Evaluate(point)));
            // Linear ones are vanishing covariances, and no later generator mentions them.
            var zeros = ideal.Generators.Where(p => p.Degree == 1).Select(p => p.Support()[0]).ToArray();
            Assert.All(ideal.Generators.Where(p => p.Degree > 1), p => Assert.Empty(p.Support().Intersect(zeros)));
        }
    }

    [Fact]
    public void LimitsAreNamed()
    {
        var steps = Of("1->2->3->4->2, 1<->4", new VanishingIdealLimits { Steps = 10_000 });
        Assert.Contains("degree 4 takes more than 10,000 steps", steps.Reason);
        Assert.Equal(3, steps.Degree);
        Assert.False(steps.IsComplete);
        Assert.Contains("more than 5 monomials", Of("1->2->3->4->2, 1<->4", new VanishingIdealLimits { Block = 5 }).Reason);
        // Nothing is proved without a step for it, but all is confirmed.
        var confirmed = Of("1->2->3", new VanishingIdealLimits { SubstitutionSteps = 0 });
        Assert.Single(confirmed.Generators);
        Assert.False(confirmed.IsProved);
    }

    [Fact]
    public void TheSearchIsCancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => VanishingIdeal.Of(NoteGraphs.Graph("E"), null, source.Token));
    }

    private static VanishingIdeal Of(string edges, VanishingIdealLimits? limits = null) => VanishingIdeal.Of(MixedGraph.Parse(edges), limits, TestContext.Current.CancellationToken);
}
