namespace Ansatz.StructuralEquations;

/// <summary>Strongly connected components of the directed part of a model.</summary>
internal static class StrongComponents
{
    /// <summary>The components, a variable's effects before the variable (Tarjan's algorithm gives them in this order), members ascending.</summary>
    /// <param name="count">The number of variables.</param>
    /// <param name="arcs">The arrows.</param>
    public static int[][] Of(int count, Arc[] arcs)
    {
        var next = new List<int>[count];
        for (var v = 0; v < count; v++) next[v] = [];
        foreach (var arc in arcs) next[arc.From].Add(arc.To);
        var index = new int[count];
        var low = new int[count];
        var onStack = new bool[count];
        var stack = new Stack<int>();
        var calls = new Stack<(int Vertex, int Child)>();
        var result = new List<int[]>();
        var time = 0;
        for (var root = 0; root < count; root++)
        {
            if (index[root] != 0) continue;
            calls.Push((root, 0));
            while (calls.Count > 0)
            {
                var (v, child) = calls.Pop();
                if (child == 0)
                {
                    index[v] = low[v] = ++time;
                    stack.Push(v);
                    onStack[v] = true;
                }
                else
                {
                    low[v] = Math.Min(low[v], low[next[v][child - 1]]);
                }

                while (child < next[v].Count && index[next[v][child]] != 0)
                {
                    if (onStack[next[v][child]]) low[v] = Math.Min(low[v], index[next[v][child]]);
                    child++;
                }

                if (child < next[v].Count)
                {
                    calls.Push((v, child + 1));
                    calls.Push((next[v][child], 0));
                    continue;
                }

                if (low[v] != index[v]) continue;
                var members = new List<int>();
                int w;
                do
                {
                    w = stack.Pop();
                    onStack[w] = false;
                    members.Add(w);
                }
                while (w != v);
                members.Sort();
                result.Add([.. members]);
            }
        }

        return [.. result];
    }
}
