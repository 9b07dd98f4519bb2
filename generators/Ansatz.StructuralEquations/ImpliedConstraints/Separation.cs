namespace Ansatz.StructuralEquations;

/// <summary>
/// m-separation in mixed graphs: d-separation where bidirected edges stand for common causes. It implies a vanishing partial correlation for every linear model of the graph,
/// cyclic ones too (Spirtes, <i>Directed cyclic graphical representations of feedback models</i>, 1995; Koster, 1996 and 1999).
/// </summary>
internal static class Separation
{
    /// <summary>Whether a and b are separated by a set that contains neither.</summary>
    public static bool Holds(ModelGraph graph, int a, int b, IReadOnlyCollection<int> given)
    {
        var conditioned = new bool[graph.Count];
        foreach (var z in given) conditioned[z] = true;
        return !Connected(graph, a, conditioned, graph.Ancestors(given))[b];
    }

    /// <summary>
    /// A smallest-by-removal set of observed variables that separates two observed ones; null if none does. If any set does, then so do their observed ancestors.
    /// </summary>
    public static int[]? Find(ModelGraph graph, int observed, int a, int b)
    {
        var ancestors = graph.Ancestors([a, b]);
        var set = Enumerable.Range(0, observed).Where(v => v != a && v != b && ancestors[v]).ToList();
        if (!Holds(graph, a, b, set)) return null;
        for (var k = set.Count - 1; k >= 0; k--)
        {
            var z = set[k];
            set.RemoveAt(k);
            if (!Holds(graph, a, b, set)) set.Insert(k, z);
        }

        return [.. set];
    }

    /// <summary>All variables that some walk connects with a, given a set: colliders on it are ancestors of the set, other inner variables are not in it.</summary>
    private static bool[] Connected(ModelGraph graph, int a, bool[] given, bool[] opened)
    {
        var result = new bool[graph.Count];
        // A state is a variable and whether the walk arrived with an arrowhead at it.
        var seen = new bool[2 * graph.Count];
        var stack = new Stack<(int Variable, bool Head)>();
        foreach (var w in graph.Children[a]) Visit(w, true);
        foreach (var w in graph.Siblings[a]) Visit(w, true);
        foreach (var w in graph.Parents[a]) Visit(w, false);
        while (stack.Count > 0)
        {
            var (v, head) = stack.Pop();
            if (!given[v])
            {
                foreach (var w in graph.Children[v]) Visit(w, true);
                if (!head)
                {
                    foreach (var w in graph.Parents[v]) Visit(w, false);
                    foreach (var w in graph.Siblings[v]) Visit(w, true);
                }
            }

            if (!head || !opened[v]) continue;
            foreach (var w in graph.Parents[v]) Visit(w, false);
            foreach (var w in graph.Siblings[v]) Visit(w, true);
        }

        return result;

        void Visit(int v, bool head)
        {
            var state = (2 * v) + (head ? 1 : 0);
            if (seen[state]) return;
            seen[state] = true;
            result[v] = true;
            stack.Push((v, head));
        }
    }
}
