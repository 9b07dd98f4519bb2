using CsCheck;

namespace Ansatz.StructuralEquations.Tests;

public class GraphTests
{
    [Fact]
    public void ComponentsAreThoseOfMutualReachabilityInTopologicalOrder() => Gen.Int.Sample(seed =>
    {
        var mixed = NoteGraphs.Random(new Random(seed), 0.15);
        var graph = DirectedGraph.Of(mixed.Structure);
        var reach = Reachability(graph);
        var components = graph.Components();
        var order = components.SelectMany((c, k) => c.Vertices.Select(v => (v, k))).ToDictionary(p => p.v, p => p.k);
        for (var a = 0; a < graph.Count; a++)
        {
            for (var b = 0; b < graph.Count; b++)
            {
                if ((order[a] == order[b]) != (a == b || (reach[a, b] && reach[b, a]))) return false;
                if (reach[a, b] && order[a] > order[b]) return false;
            }
        }

        return order.Count == graph.Count && components.All(c => c.IsCyclic == reach[c.Vertices[0], c.Vertices[0]]);
    });

    [Fact]
    public void CyclesAreAllSimpleCyclesOnce() => Gen.Int.Sample(seed =>
    {
        var random = new Random(seed);
        var n = random.Next(1, 7);
        var graph = new DirectedGraph(n, Enumerable.Range(0, n * n).Where(_ => random.NextDouble() < 0.4).Select(k => (k / n, k % n)).ToArray());
        var cycles = graph.SimpleCycles(int.MaxValue, out var complete, TestContext.Current.CancellationToken).Select(c => string.Join(",", c)).ToArray();
        return complete && cycles.Order().SequenceEqual(ByForce(graph).Order());
    });

    [Fact]
    public void TheCompleteGraphOfSevenHasItsNumberOfCycles()
    {
        // Σ over k of binomial(7, k) · (k − 1)!
        var graph = new DirectedGraph(7, Enumerable.Range(0, 49).Where(k => k / 7 != k % 7).Select(k => (k / 7, k % 7)));
        Assert.Equal(2365, graph.SimpleCycles(10000, out var complete, TestContext.Current.CancellationToken).Count);
        Assert.True(complete);
        Assert.Equal(100, graph.SimpleCycles(100, out complete, TestContext.Current.CancellationToken).Count);
        Assert.False(complete);
    }

    [Fact]
    public void TheEnumerationIsCancelled()
    {
        var graph = new DirectedGraph(30, Enumerable.Range(0, 900).Where(k => k / 30 != k % 30).Select(k => (k / 30, k % 30)));
        using var source = new CancellationTokenSource(50);
        Assert.ThrowsAny<OperationCanceledException>(() => graph.SimpleCycles(int.MaxValue, out _, source.Token));
    }

    [Fact]
    public void AMixedGraphIsRead()
    {
        var graph = MixedGraph.Parse("3->1 -> 2 <- 4, 2 <-> 1; 5");
        Assert.Equal(["1", "2", "3", "4", "5"], graph.Names);
        Assert.Equal([(0, 1), (2, 0), (3, 1)], graph.Directed);
        Assert.Equal([(0, 1)], graph.Bidirected);
        Assert.False(graph.IsSimple);
        Assert.Equal(9, graph.ParameterCount);
        Assert.Equal("l12", graph.Table.Rows[0].Label);
        Assert.Equal(["x", "y10"], MixedGraph.Parse("x -> y10").Names);
        Assert.Equal("l_x_y10", MixedGraph.Parse("x -> y10").Coefficient(0, 1));
    }

    [Theory]
    [InlineData("1->", "column 4")]
    [InlineData("1 2", "column 3")]
    [InlineData("1->2,,3", "column 6")]
    [InlineData("1->1", "loop")]
    [InlineData("1->2, 1->2", "twice")]
    [InlineData("1<->2, 2<->1", "twice")]
    public void WhatIsNoGraphIsRefused(string text, string message) => Assert.Contains(message, Assert.Throws<FormatException>(() => MixedGraph.Parse(text)).Message);

    [Theory]
    [MemberData(nameof(NoteGraphs.Names), MemberType = typeof(NoteGraphs))]
    public void SimpleGraphsAreKnown(string name) => Assert.Equal(NoteGraphs.All.Single(g => g.Name == name).Simple, NoteGraphs.Graph(name).IsSimple);

    [Fact]
    public void SetsOfVerticesHold128()
    {
        var set = VertexSet.All(128).Without(0).Without(100);
        Assert.Equal(1, set.First);
        Assert.False(set.Contains(100));
        Assert.True(set.Contains(127));
        Assert.Equal(70, default(VertexSet).With(70).First);
        Assert.Equal(default, VertexSet.All(64).Without(3).With(3) is var s && s == VertexSet.All(64) ? default : s);
        Assert.Throws<ArgumentOutOfRangeException>(() => VertexSet.All(129));
    }

    private static bool[,] Reachability(DirectedGraph graph)
    {
        var reach = new bool[graph.Count, graph.Count];
        foreach (var (a, b) in graph.Edges()) reach[a, b] = true;
        for (var k = 0; k < graph.Count; k++)
            for (var a = 0; a < graph.Count; a++)
                for (var b = 0; b < graph.Count; b++) reach[a, b] |= reach[a, k] && reach[k, b];
        return reach;
    }

    private static IEnumerable<string> ByForce(DirectedGraph graph)
    {
        var edges = graph.Edges().ToHashSet();
        return Enumerable.Range(0, graph.Count).SelectMany(v => Extend([v]));

        IEnumerable<string> Extend(int[] path)
        {
            if (edges.Contains((path[^1], path[0]))) yield return string.Join(",", path);
            for (var w = path[0] + 1; w < graph.Count; w++)
            {
                if (path.Contains(w) || !edges.Contains((path[^1], w))) continue;
                foreach (var cycle in Extend([.. path, w])) yield return cycle;
            }
        }
    }
}
