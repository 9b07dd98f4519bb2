namespace Ansatz.StructuralEquations;

/// <summary>
/// The half-trek criterion (Foygel, Draisma and Drton, <i>Half-trek criterion for generic identifiability of linear structural equation models</i>, Annals of Statistics 40, 2012),
/// by maximum flows, for the equations among the observed variables of one group.
/// </summary>
/// <remarks>
/// Covariances that latent variables cause count as bidirected edges. The theorem is about graphs whose parameters are all free; here the linear system that it
/// solves for each equation is checked at a random point of the model itself (modulo a prime), so that what is called solved stays so under fixed values,
/// equality constraints and latent variables.
/// </remarks>
internal sealed class HalfTrekCriterion
{
    private readonly ModelGraph _graph;
    private readonly ModelPoint _point;
    private readonly bool[][] _reach;
    private readonly int[][] _unknown;

    private HalfTrekCriterion(ModelGraph graph, ModelPoint point)
    {
        _graph = graph;
        _point = point;
        _reach = [.. Enumerable.Range(0, graph.Count).Select(HalfTrekReachable)];
        var free = new HashSet<(int, int)>(point.Structure.Directed.Where(a => !a.IsFixed).Select(a => (a.From, a.To)));
        _unknown = [.. graph.Parents.Select((parents, v) => parents.Where(p => free.Contains((p, v))).ToArray())];
        IsSolved = new bool[graph.Count];
        Instruments = new int[graph.Count][];
    }

    /// <summary>The graph of the observed variables.</summary>
    public ModelGraph Graph => _graph;

    /// <summary>For each observed variable, whether the coefficients of its equation are proved generically identified.</summary>
    public bool[] IsSolved { get; }

    /// <summary>For each observed variable, the largest set of variables found that serve as instruments of its equation; it is solved with one for each free coefficient.</summary>
    public int[][] Instruments { get; }

    /// <summary>The free coefficients of an observed variable's equation, by the variables they stand at.</summary>
    public int[] Unknown(int v) => _unknown[v];

    /// <summary>Whether all equations are solved.</summary>
    public bool SolvesAll => IsSolved.All(s => s);

    /// <summary>The criterion for a group; null where an observed variable has an effect on a latent one, or the graph is too large.</summary>
    public static HalfTrekCriterion? Of(ModelPoint point, CancellationToken cancellation)
    {
        if (point.Structure.ObservedCount > 100 || ModelGraph.Observed(point) is not { } graph) return null;
        var result = new HalfTrekCriterion(graph, point);
        result.Solve(cancellation);
        return result;
    }

    /// <summary>
    /// Whether the graph fails the necessary condition: then Λ is generically infinite-to-one, if all parameters are free and there are no latent variables.
    /// </summary>
    public static bool IsInfiniteToOne(ModelGraph graph)
    {
        var n = graph.Count;
        var needed = graph.Parents.Sum(p => p.Length);
        if (n > 30 || needed == 0) return false;

        // One copy of the graph for each v: a half-trek from w to a parent of v; w may serve v, or v serve w, not both.
        var (source, sink) = (0, 1);
        var left = 2;
        var right = left + (n * n);
        var pair = right + (2 * n * n);
        var flow = new MaximumFlow(pair + (n * n));
        for (var v = 0; v < n; v++)
        {
            for (var w = 0; w < n; w++)
            {
                var (inside, outside) = (right + (2 * ((v * n) + w)), right + (2 * ((v * n) + w)) + 1);
                flow.Add(inside, outside);
                foreach (var u in graph.Children[w]) flow.Add(outside, right + (2 * ((v * n) + u)));
                if (graph.HasArrow(w, v)) flow.Add(outside, sink);
                if (w == v || graph.HasBow(v, w)) continue;
                var start = left + (v * n) + w;
                if (v < w) flow.Add(source, pair + (v * n) + w);
                flow.Add(pair + (Math.Min(v, w) * n) + Math.Max(v, w), start);
                flow.Add(start, inside);
                foreach (var u in graph.Siblings[w]) flow.Add(start, right + (2 * ((v * n) + u)));
            }
        }

        return flow.Send(source, sink, needed) < needed;
    }

    private void Solve(CancellationToken cancellation)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            for (var v = 0; v < _graph.Count; v++)
            {
                if (IsSolved[v]) continue;
                cancellation.ThrowIfCancellationRequested();
                Instruments[v] = Found(v);
                if (Instruments[v].Length < _unknown[v].Length || !IsRegular(v)) continue;
                IsSolved[v] = changed = true;
            }
        }
    }

    /// <summary>A largest set of allowed variables from which half-treks without sided intersection lead to the parents of v.</summary>
    private int[] Found(int v)
    {
        var n = _graph.Count;
        if (_unknown[v].Length == 0) return [];
        var flow = new MaximumFlow((3 * n) + 2);
        var (source, sink) = (3 * n, (3 * n) + 1);
        var starts = new Dictionary<int, int>();
        for (var w = 0; w < n; w++)
        {
            flow.Add(n + w, (2 * n) + w);
            foreach (var u in _graph.Children[w]) flow.Add((2 * n) + w, n + u);
            if (w == v || _graph.HasBow(v, w) || (_reach[v][w] && !IsSolved[w])) continue;
            starts[w] = flow.Add(source, w);
            flow.Add(w, n + w);
            foreach (var u in _graph.Siblings[w]) flow.Add(w, n + u);
        }

        foreach (var parent in _unknown[v]) flow.Add((2 * n) + parent, sink);
        flow.Send(source, sink, _unknown[v].Length);
        return [.. starts.Where(s => flow.IsUsed(s.Value)).Select(s => s.Key).OrderBy(w => w)];
    }

    /// <summary>Whether the linear system of v's coefficients has a solution at a random point of the model: one equation Cov(X_y − [what is known of it], ε_v) = 0 for each instrument y.</summary>
    private bool IsRegular(int v)
    {
        var (rows, columns) = (Instruments[v], _unknown[v]);
        var system = new uint[rows.Length, rows.Length];
        for (var r = 0; r < rows.Length; r++)
        {
            for (var c = 0; c < columns.Length; c++)
            {
                var (y, parent) = (rows[r], columns[c]);
                var value = _point.Covariances[y, parent];
                if (_reach[v][y])
                    foreach (var a in _graph.Parents[y]) value = MersenneField.Subtract(value, MersenneField.Multiply(_point.Coefficients[a, y], _point.Covariances[a, parent]));
                system[r, c] = value;
            }
        }

        return MersenneField.Determinant(system) != 0;
    }

    /// <summary>The variables that ε_v has an effect on, or that share causes with one on that path: half-treks from v lead to them.</summary>
    private bool[] HalfTrekReachable(int v)
    {
        var result = _graph.Descendants(v);
        foreach (var sibling in _graph.Siblings[v])
        {
            var more = _graph.Descendants(sibling);
            for (var w = 0; w < result.Length; w++) result[w] |= more[w];
        }

        return result;
    }
}
