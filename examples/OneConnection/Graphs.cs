using Ansatz.StructuralEquations;

namespace OneConnection;

/// <summary>Seven small mixed graphs, acyclic and cyclic, with what is known of them.</summary>
internal static class Graphs
{
    /// <summary>The name, the graph, det (I − Λ), and the generic rank of (Λ, Ω) → Σ.</summary>
    public static readonly (string Name, MixedGraph Graph, string Determinant, int Rank)[] All =
    [
        ("A", MixedGraph.Parse("1->2->3->4, 1->3, 2<->4"), "1", 9),
        ("B", MixedGraph.Parse("1->2->3, 2<->3"), "1", 6),
        ("C", MixedGraph.Parse("1->3, 2->4, 3->4->3"), "1 - l34*l43", 8),
        ("D", MixedGraph.Parse("1->2->3->1"), "1 - l12*l23*l31", 6),
        ("E", MixedGraph.Parse("1->2->3->4->2, 1<->4"), "1 - l23*l34*l42", 9),
        ("F", MixedGraph.Parse("1->2->1, 2->3, 3->4->3"), "(1 - l12*l21)*(1 - l34*l43)", 8),
        ("G", MixedGraph.Parse("1->2->3->1, 3->4, 1<->4, 2<->4"), "1 - l12*l23*l31", 10),
    ];

    public static MixedGraph Of(string name) => All.Single(g => g.Name == name).Graph;
}
