namespace Ansatz.StructuralEquations.Tests;

/// <summary>Seven small mixed graphs, acyclic and cyclic, with their known dimensions.</summary>
internal static class NoteGraphs
{
    public static readonly (string Name, string Edges, string Determinant, bool Simple, int Parameters, int Moments, int Rank)[] All =
    [
        ("A", "1->2->3->4, 1->3, 2<->4", "1", true, 9, 10, 9),
        ("B", "1->2->3, 2<->3", "1", false, 6, 6, 6),
        ("C", "1->3, 2->4, 3->4, 4->3", "1 - l34*l43", false, 8, 10, 8),
        ("D", "1->2->3->1", "1 - l12*l23*l31", true, 6, 6, 6),
        ("E", "1->2->3->4->2, 1<->4", "1 - l23*l34*l42", true, 9, 10, 9),
        ("F", "1->2->1, 2->3, 3->4->3", "(1 - l12*l21)*(1 - l34*l43)", false, 9, 10, 8),
        ("G", "1->2->3->1, 3->4, 1<->4, 2<->4", "1 - l12*l23*l31", true, 10, 10, 10),
    ];

    public static TheoryData<string> Names => new(All.Select(g => g.Name));

    public static MixedGraph Graph(string name) => MixedGraph.Parse(All.Single(g => g.Name == name).Edges);

    public static ClosedForm Form(MixedGraph graph, ClosedFormLimits? limits = null) => ClosedForm.Of(graph, limits, TestContext.Current.CancellationToken);

    /// <summary>A random graph of 3 to 10 vertices in which an edge stands with a given probability.</summary>
    public static MixedGraph Random(Random random, double edge = 0.25)
    {
        var n = random.Next(3, 11);
        List<(int, int)> directed = [], bidirected = [];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (i != j && random.NextDouble() < edge) directed.Add((i, j));
                if (i < j && random.NextDouble() < edge) bidirected.Add((i, j));
            }
        }

        return MixedGraph.Of(n, directed, bidirected);
    }
}
