using Ansatz.StructuralEquations;

namespace Ansatz.Compiler.StructuralEquations;

internal static class Components
{
    /// <summary>The strongly connected components of a graph's arrows, each after those that lead to it (Tarjan 1972).</summary>
    public static List<int[]> Of(ReticularStructure structure)
    {
        var n = structure.Variables.Count;
        var parents = structure.Directed.ToLookup(a => a.To, a => a.From);
        var order = new int[n];
        var low = new int[n];
        var stack = new Stack<int>();
        var on = new bool[n];
        var result = new List<int[]>();
        var next = 1;
        for (var v = 0; v < n; v++)
        {
            if (order[v] == 0) Visit(v);
        }

        return result;

        // Along the arrows backwards, components come out causes first.
        void Visit(int v)
        {
            order[v] = low[v] = next++;
            stack.Push(v);
            on[v] = true;
            foreach (var p in parents[v])
            {
                if (order[p] == 0)
                {
                    Visit(p);
                    low[v] = Math.Min(low[v], low[p]);
                }
                else if (on[p])
                {
                    low[v] = Math.Min(low[v], order[p]);
                }
            }

            if (low[v] != order[v]) return;
            var component = new List<int>();
            int w;
            do
            {
                w = stack.Pop();
                on[w] = false;
                component.Add(w);
            }
            while (w != v);
            component.Sort();
            result.Add(component.ToArray());
        }
    }
}
