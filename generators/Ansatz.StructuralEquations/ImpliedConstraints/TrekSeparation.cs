namespace Ansatz.StructuralEquations;

/// <summary>
/// Trek separation: the generic rank of the covariances between two sets of variables is the largest number of treks between them without sided intersection
/// (Sullivant, Talaska and Draisma, <i>Trek separation for Gaussian graphical models</i>, Annals of Statistics 38, 2010; Draisma, Sullivant and Talaska,
/// <i>Positivity for Gaussian graphical models</i>, 2013, for cyclic graphs). With fixed values and constraints the rank can only be smaller.
/// </summary>
internal static class TrekSeparation
{
    /// <summary>The largest rank that the covariances of two sets can have, by a maximum flow in the doubled graph.</summary>
    public static int Rank(ModelGraph graph, IReadOnlyList<int> left, IReadOnlyList<int> right)
    {
        // Left copies 2v → 2v+1 are walked against the arrows, right copies 2(n+v) → 2(n+v)+1 along them.
        var n = graph.Count;
        var flow = new MaximumFlow((4 * n) + 2);
        var (source, sink) = (4 * n, (4 * n) + 1);
        for (var v = 0; v < n; v++)
        {
            var (inside, outside) = (2 * v, (2 * v) + 1);
            flow.Add(inside, outside);
            flow.Add(2 * (n + v), (2 * (n + v)) + 1);
            foreach (var parent in graph.Parents[v]) flow.Add(outside, 2 * parent);
            foreach (var child in graph.Children[v]) flow.Add((2 * (n + v)) + 1, 2 * (n + child));
            if (graph.HasDisturbance(v)) flow.Add(outside, 2 * (n + v));
            foreach (var sibling in graph.Siblings[v]) flow.Add(outside, 2 * (n + sibling));
        }

        foreach (var v in left) flow.Add(source, 2 * v);
        foreach (var v in right) flow.Add((2 * (n + v)) + 1, sink);
        return flow.Send(source, sink, Math.Min(left.Count, right.Count));
    }
}
