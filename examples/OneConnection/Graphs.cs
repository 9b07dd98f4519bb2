using Ansatz.StructuralEquations;

namespace OneConnection;

/// <summary>Seven small mixed graphs, acyclic and cyclic, with what is known of them.</summary>
internal static class Graphs
{
    /// <summary>The name, the graph, det (I − Λ), the generic rank of (Λ, Ω) → Σ, and how many parameters have the same Σ; null for infinitely many.</summary>
    public static readonly (string Name, MixedGraph Graph, string Determinant, int Rank, int? Count)[] All =
    [
        ("A", MixedGraph.Parse("1->2->3->4, 1->3, 2<->4"), "1", 9, 1),
        ("B", MixedGraph.Parse("1->2->3, 2<->3"), "1", 6, 1),
        ("C", MixedGraph.Parse("1->3, 2->4, 3->4->3"), "1 - l34*l43", 8, 1),
        ("D", MixedGraph.Parse("1->2->3->1"), "1 - l12*l23*l31", 6, 2),
        ("E", MixedGraph.Parse("1->2->3->4->2, 1<->4"), "1 - l23*l34*l42", 9, 1),
        ("F", MixedGraph.Parse("1->2->1, 2->3, 3->4->3"), "(1 - l12*l21)*(1 - l34*l43)", 8, null),
        ("G", MixedGraph.Parse("1->2->3->1, 3->4, 1<->4, 2<->4"), "1 - l12*l23*l31", 10, 2),
    ];

    public static MixedGraph Of(string name) => All.Single(g => g.Name == name).Graph;
}
