using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations.Tests;

public class FiniteToOneTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(NoteGraphs.Names), MemberType = typeof(NoteGraphs))]
    public void RanksAreThoseKnown(string name)
    {
        var known = NoteGraphs.All.Single(g => g.Name == name);
        var result = FiniteToOne.Of(NoteGraphs.Graph(name), null, Cancellation);
        Assert.Equal((known.Parameters, known.Rank), (result.Graph.ParameterCount, result.JacobianRank));
        Assert.Equal(known.Rank == known.Parameters, result.IsFinite);
        Assert.Null(result.Reason);
        Assert.Equal(result.IsFinite, result.Count is not null);
    }

    [Theory]
    [InlineData("A", 1)]
    [InlineData("B", 1)]
    [InlineData("C", 1)]
    [InlineData("D", 2)]
    [InlineData("E", 1)]
    public void CountsAreThoseOfElimination(string name, int count)
    {
        var result = FiniteToOne.Of(NoteGraphs.Graph(name), null, Cancellation);
        Assert.Equal(count, result.Count);
        Assert.All(result.Parameters, p => Assert.InRange(p.Degree ?? 99, 1, count));
    }

    [Theory]
    [InlineData("1->2->3->4->1", 2)]
    [InlineData("1->2->3->1, 3->4, 1<->4, 2<->4", 2)]
    [InlineData("1->2->3->1, 4->2, 1<->4", 1)]
    [InlineData("1->2->3->4->1, 1->3, 2<->4", 3)]
    [InlineData("1->2->3->4->5->1, 1<->3, 2<->4", 1)]
    [InlineData("1->5, 2->1, 2->3, 3->4, 4->2, 1<->3, 1<->4, 2<->3, 4<->5", 1)]
    [InlineData("1->4, 2->3, 2->4, 2->5, 3->2, 4->3, 5->1, 5->3, 4<->5", 2)]
    [InlineData("1->5, 2->4, 3->2, 4->1, 4->3, 5->2, 5->3, 1<->4, 2<->5, 3<->5", 2)]
    public void CountsAreThoseOfMacaulay2(string edges, int count) => Assert.Equal(count, FiniteToOne.Of(MixedGraph.Parse(edges), null, Cancellation).Count);

    [Fact]
    public void EveryCoefficientOfTheThreeCycleHasTwoValues() => Assert.All(FiniteToOne.Of(NoteGraphs.Graph("D"), null, Cancellation).Parameters, p => Assert.Equal(2, p.Degree));

    [Fact]
    public void GraphFLeavesItsFirstCycleOpen()
    {
        var result = FiniteToOne.Of(NoteGraphs.Graph("F"), null, Cancellation);
        Assert.Equal(["l12", "l21", "w1", "w2"], result.Parameters.Where(p => p.Degree is null).Select(p => p.Name));
        Assert.All(result.Parameters.Where(p => p.Degree is not null), p => Assert.Equal(1, p.Degree));
    }

    [Theory]
    [InlineData("B", "l12", "s12/s11")]
    [InlineData("B", "l23", "s13/s12")]
    [InlineData("B", "w23", "(s12*s23 - s13*s22)/s12")]
    [InlineData("C", "l34", "s14/s13")]
    [InlineData("C", "l43", "s23/s24")]
    [InlineData("E", "l23", "s13/s12")]
    [InlineData("E", "w1", "s11")]
    [InlineData("A", "l23", "(s11*s23 - s12*s13)/(s11*s22 - s12^2)")]
    public void ParametersOfDegreeOneAreExpressed(string graph, string parameter, string expression) => Assert.Equal(expression, FiniteToOne.Of(NoteGraphs.Graph(graph), null, Cancellation).Parameters.Single(p => p.Name == parameter).Expression?.Infix);

    [Theory]
    [MemberData(nameof(NoteGraphs.Names), MemberType = typeof(NoteGraphs))]
    public void ExpressionsGiveTheParametersBack(string name)
    {
        var graph = NoteGraphs.Graph(name);
        var random = new Random(4);
        var theta = ExactMoments.RandomParameters(graph, random);
        var sigma = ExactMoments.Sigma(graph, k => theta[k])!;
        Rational[] point = [.. Enumerable.Range(0, graph.Count).SelectMany(i => Enumerable.Range(i, graph.Count - i).Select(j => sigma[i, j]))];
        foreach (var parameter in FiniteToOne.Of(graph, null, Cancellation).Parameters)
        {
            if (parameter.Expression is { } expression) Assert.Equal(theta[parameter.Name], expression.Evaluate(point));
        }
    }

    [Fact]
    public void SimpleGraphsAreFiniteToOne()
    {
        var random = new Random(6);
        for (var trial = 0; trial < 100; trial++)
        {
            var graph = NoteGraphs.RandomSimple(random);
            Assert.True(FiniteToOne.Of(graph, new FiniteToOneLimits { Coefficients = 0 }, Cancellation).IsFinite, graph.ToString());
        }
    }

    [Fact]
    public void LimitsAreNamed()
    {
        Assert.Contains("coefficients", FiniteToOne.Of(NoteGraphs.Graph("E"), new FiniteToOneLimits { Coefficients = 3 }, Cancellation).Reason);
        var result = FiniteToOne.Of(NoteGraphs.Graph("E"), new FiniteToOneLimits { Steps = 20 }, Cancellation);
        Assert.Contains("20 steps", result.Reason);
        Assert.Null(result.Count);
        Assert.Equal(9, result.JacobianRank);
    }

    [Fact]
    public void TheThreeCycleHasItsKnownSecondSolution()
    {
        var theta = new Dictionary<string, Rational> { ["l12"] = new(1, 2), ["l23"] = new(3, 5), ["l31"] = new(2, 5), ["w1"] = 1, ["w2"] = 1, ["w3"] = 1 };
        var fibre = Fibre.Of(NoteGraphs.Graph("D"), theta, null, Cancellation);
        Assert.Null(fibre.Reason);
        Assert.Equal(2, fibre.Solutions.Count);
        Assert.Equal(theta, fibre.Solutions[0].Exact);
        var second = fibre.Solutions[1].Exact!;
        Assert.Equal((new Rational(3225, 1522), new Rational(725, 387), new Rational(1522, 725)), (second["l12"], second["l23"], second["l31"]));
        Assert.Equal(5.248, second["w1"].ToDouble(), 3);
        Assert.Equal(4.238, second["w2"].ToDouble(), 3);
        Assert.Equal(3.122, second["w3"].ToDouble(), 3);
    }

    [Theory]
    [InlineData("1->2->3->1", 2)]
    [InlineData("1->2->3->4->1", 2)]
    [InlineData("1->2->3->1, 3->4, 1<->4, 2<->4", null)]
    [InlineData("1->2->3->4, 1->3, 2<->4", 1)]
    [InlineData("1->2->3->1, 1<->4, 4->2", null)]
    public void EverySolutionHasTheSameCovariances(string edges, int? count)
    {
        var graph = MixedGraph.Parse(edges);
        var random = new Random(8);
        var theta = ExactMoments.RandomParameters(graph, random);
        var sigma = ExactMoments.Sigma(graph, k => theta[k])!;
        var fibre = Fibre.Of(graph, theta, null, Cancellation);
        Assert.Null(fibre.Reason);
        if (count is not null) Assert.Equal(count, fibre.Solutions.Count);
        Assert.Equal(FiniteToOne.Of(graph, new FiniteToOneLimits { ExpressionDegree = -1 }, Cancellation).Count, fibre.Solutions.Count);
        var form = NoteGraphs.Form(graph);
        foreach (var solution in fibre.Solutions)
        {
            for (var i = 0; i < graph.Count; i++)
            {
                for (var j = 0; j < graph.Count; j++)
                {
                    if (solution.Exact is { } exact) Assert.Equal(sigma[i, j], form.Sigma(i, j).Evaluate([.. form.Variables.Select(v => exact[v.Name])]));
                    else if (solution.IsReal) Assert.Equal(sigma[i, j].ToDouble(), form.Sigma(i, j).Evaluate([.. form.Variables.Select(v => solution.Values[v.Name].Real)]), 1e-7 * (1 + Math.Abs(sigma[i, j].ToDouble())));
                }
            }
        }
    }

    [Fact]
    public void InfinitelyManySolutionsAreNotListed()
    {
        var graph = NoteGraphs.Graph("F");
        var fibre = Fibre.Of(graph, ExactMoments.RandomParameters(graph, new Random(9)), null, Cancellation);
        Assert.Contains("infinitely many", fibre.Reason);
        Assert.Empty(fibre.Solutions);
    }

    [Fact]
    public void ModelsThatAreMixedGraphsBecomeOnes()
    {
        var bow = ReferenceModel.Load("cyclic2_bow").Table;
        var graph = MixedGraph.Of(ReticularStructure.Of(bow, 1), bow);
        Assert.NotNull(graph);
        Assert.Equal(1, FiniteToOne.Of(graph, null, Cancellation).Count);
        var factors = ReferenceModel.Load("hs_cfa").Table;
        Assert.Null(MixedGraph.Of(ReticularStructure.Of(factors, 1), factors));
    }
}
