namespace Ansatz.StructuralEquations;

/// <summary>A graph with directed edges (coefficients that are not 0) and bidirected ones (covariances of disturbances that are not 0).</summary>
internal sealed class ModelGraph
{
    private readonly bool[,] _directed, _bidirected;

    /// <summary>A graph of edges.</summary>
    public ModelGraph(IReadOnlyList<string> names, bool[,] directed, bool[,] bidirected)
    {
        Names = names;
        _directed = directed;
        _bidirected = bidirected;
        Count = names.Count;
        Parents = Lists((v, w) => directed[w, v]);
        Children = Lists((v, w) => directed[v, w]);
        Siblings = Lists((v, w) => v != w && bidirected[v, w]);
    }

    public IReadOnlyList<string> Names { get; }

    public int Count { get; }

    public int[][] Parents { get; }

    public int[][] Children { get; }

    public int[][] Siblings { get; }

    public bool HasArrow(int from, int to) => _directed[from, to];

    public bool HasBow(int a, int b) => a != b && _bidirected[a, b];

    /// <summary>Whether a disturbance has a variance that is not 0.</summary>
    public bool HasDisturbance(int v) => _bidirected[v, v];

    /// <summary>At most one edge of any kind between two variables.</summary>
    public bool IsSimple()
    {
        for (var a = 0; a < Count; a++)
            for (var b = 0; b < a; b++)
                if ((_directed[a, b] ? 1 : 0) + (_directed[b, a] ? 1 : 0) + (_bidirected[a, b] ? 1 : 0) > 1) return false;
        return true;
    }

    /// <summary>The graph of all variables of a group, latent ones too. An arc that is fixed at 0 is no edge.</summary>
    public static ModelGraph Of(ReticularStructure structure)
    {
        var n = structure.Variables.Count;
        var (directed, bidirected) = (new bool[n, n], new bool[n, n]);
        foreach (var arc in structure.Directed)
            if (!arc.IsFixed || arc.Value != 0) directed[arc.From, arc.To] = true;
        foreach (var arc in structure.Bidirected)
            if (!arc.IsFixed || arc.Value != 0) bidirected[arc.From, arc.To] = bidirected[arc.To, arc.From] = true;
        return new ModelGraph(structure.Variables, directed, bidirected);
    }

    /// <summary>
    /// The graph of the observed variables: latent ones that no observed variable has an effect on become covariances of disturbances. Null if one has.
    /// </summary>
    /// <param name="point">A random point, which tells the pairs of disturbances whose covariance is not identically 0.</param>
    public static ModelGraph? Observed(ModelPoint point)
    {
        var structure = point.Structure;
        var (n, p) = (structure.Variables.Count, structure.ObservedCount);
        var (directed, bidirected) = (new bool[p, p], new bool[p, p]);
        for (var a = 0; a < p; a++)
        {
            for (var b = 0; b < n; b++)
            {
                if (point.Coefficients[a, b] == 0) continue;
                if (b >= p) return null;
                directed[a, b] = true;
            }
        }

        // Row 0 … p of (I − Λ) restricted to observed variables, applied to Σ from both sides, leaves what the latent variables and the disturbances share.
        var rest = Residuals(point);
        for (var i = 0; i < p; i++)
            for (var j = 0; j < p; j++) bidirected[i, j] = rest[i, j] != 0;
        return new ModelGraph([.. structure.Variables.Take(p)], directed, bidirected);
    }

    /// <summary>All that can be reached from a variable along directed edges, itself too.</summary>
    public bool[] Descendants(int v) => Reach([v], Children);

    /// <summary>All from which a set can be reached along directed edges, the set itself too.</summary>
    public bool[] Ancestors(IEnumerable<int> set) => Reach(set, Parents);

    /// <summary>The strongly connected components of the directed part that have a cycle, each ascending.</summary>
    public IReadOnlyList<int[]> CyclicComponents()
    {
        var reach = new bool[Count][];
        for (var v = 0; v < Count; v++) reach[v] = Reach(Children[v], Children);
        var result = new List<int[]>();
        for (var v = 0; v < Count; v++)
        {
            if (!reach[v][v]) continue;
            var component = Enumerable.Range(0, Count).Where(w => reach[v][w] && reach[w][v]).ToArray();
            if (component[0] == v) result.Add(component);
        }

        return result;
    }

    private static uint[,] Residuals(ModelPoint point)
    {
        var p = point.Structure.ObservedCount;
        var (half, result) = (new uint[p, p], new uint[p, p]);
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j < p; j++)
            {
                half[i, j] = point.Covariances[i, j];
                for (var a = 0; a < p; a++)
                    if (point.Coefficients[a, i] != 0) half[i, j] = MersenneField.Subtract(half[i, j], MersenneField.Multiply(point.Coefficients[a, i], point.Covariances[a, j]));
            }
        }

        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j < p; j++)
            {
                result[i, j] = half[i, j];
                for (var a = 0; a < p; a++)
                    if (point.Coefficients[a, j] != 0) result[i, j] = MersenneField.Subtract(result[i, j], MersenneField.Multiply(point.Coefficients[a, j], half[i, a]));
            }
        }

        return result;
    }

    private static bool[] Reach(IEnumerable<int> start, int[][] next)
    {
        var seen = new bool[next.Length];
        var stack = new Stack<int>();
        foreach (var v in start) Visit(v);
        while (stack.Count > 0)
            foreach (var w in next[stack.Pop()]) Visit(w);
        return seen;

        void Visit(int v)
        {
            if (seen[v]) return;
            seen[v] = true;
            stack.Push(v);
        }
    }

    private int[][] Lists(Func<int, int, bool> related) =>
        [.. Enumerable.Range(0, Count).Select(v => Enumerable.Range(0, Count).Where(w => related(v, w)).ToArray())];
}
