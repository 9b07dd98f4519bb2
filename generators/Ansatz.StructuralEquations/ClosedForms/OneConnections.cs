using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>
/// Determinant and adjugate of I − Λ for one strongly connected component, by the one-connection rule (after Adhikari, Gross, Härkönen and Tsigaridas,
/// arXiv 2210.00239): Δ(U) is the sum over the sets of vertex-disjoint cycles in U of the product of their weights, with a minus sign for each cycle; and the entry k, i of the
/// adjugate is C_ki, the sum over the simple paths P from k to i of their weight times Δ of the vertices that P leaves out.
/// </summary>
internal sealed class OneConnections
{
    private readonly PolynomialRing _ring;
    private readonly (int To, Polynomial Weight)[][] _edges;
    private readonly int[][] _predecessors;
    private readonly ClosedFormBudget _budget;
    private readonly Dictionary<VertexSet, Polynomial> _deltas = [];
    private readonly Polynomial?[]?[] _connections;

    /// <param name="ring">The ring of the weights.</param>
    /// <param name="edges">For each vertex of the component the edges within it, vertices numbered from 0.</param>
    /// <param name="budget">The limits.</param>
    public OneConnections(PolynomialRing ring, (int To, Polynomial Weight)[][] edges, ClosedFormBudget budget)
    {
        if (edges.Length > VertexSet.Capacity) throw new ClosedFormLimitException($"{edges.Length} variables on common cycles, which is more than {VertexSet.Capacity}");
        _ring = ring;
        _edges = edges;
        _budget = budget;
        _connections = new Polynomial?[]?[edges.Length];
        _predecessors = new int[edges.Length][];
        for (var v = 0; v < edges.Length; v++) _predecessors[v] = [.. Enumerable.Range(0, edges.Length).Where(u => edges[u].Any(e => e.To == v))];
        Delta = DeltaOf(VertexSet.All(edges.Length));
    }

    /// <summary>det (I − Λ) of the component.</summary>
    public Polynomial Delta { get; }

    /// <summary>C_ki.</summary>
    public Polynomial Connection(int k, int i)
    {
        if (_connections[k] is not { } row)
        {
            var sums = new PolynomialSum?[_edges.Length];
            Paths(k, VertexSet.All(_edges.Length).Without(k), _ring.One, sums);
            _connections[k] = row = Array.ConvertAll(sums, s => s?.ToPolynomial() ?? _ring.Zero);
        }

        return row[i]!;
    }

    private void Paths(int end, VertexSet rest, Polynomial weight, PolynomialSum?[] sums)
    {
        var others = DeltaOf(rest);
        _budget.Step(weight.Count * others.Count + 1);
        Add(sums[end] ??= new PolynomialSum(_ring, _budget.Terms), weight, others);
        foreach (var (to, w) in _edges[end])
        {
            if (rest.Contains(to)) Paths(to, rest.Without(to), weight * w, sums);
        }
    }

    private Polynomial DeltaOf(VertexSet set)
    {
        if (set.IsEmpty) return _ring.One;
        if (_deltas.TryGetValue(set, out var known)) return known;
        var first = set.First;
        var sum = new PolynomialSum(_ring, _budget.Terms);
        Add(sum, _ring.One, DeltaOf(set.Without(first)));
        Cycles(first, first, set.Without(first), Reaching(first, set), -_ring.One, sum);
        return _deltas[set] = sum.ToPolynomial();
    }

    private void Cycles(int start, int end, VertexSet rest, VertexSet reaching, Polynomial weight, PolynomialSum sum)
    {
        _budget.Step();
        foreach (var (to, w) in _edges[end])
        {
            if (to == start)
            {
                var others = DeltaOf(rest);
                var product = weight * w;
                _budget.Step(product.Count * others.Count);
                Add(sum, product, others);
            }
            else if (rest.Contains(to) && reaching.Contains(to))
            {
                Cycles(start, to, rest.Without(to), reaching, weight * w, sum);
            }
        }
    }

    // The vertices of a set from which a path within it leads to a target: no other can be on a cycle through it.
    private VertexSet Reaching(int target, VertexSet set)
    {
        var found = default(VertexSet).With(target);
        var queue = new Queue<int>();
        queue.Enqueue(target);
        while (queue.Count > 0)
        {
            _budget.Step();
            foreach (var v in _predecessors[queue.Dequeue()])
            {
                if (!set.Contains(v) || found.Contains(v)) continue;
                found = found.With(v);
                queue.Enqueue(v);
            }
        }

        return found;
    }

    private static void Add(PolynomialSum sum, Polynomial p, Polynomial q)
    {
        try
        {
            sum.AddProduct(p, q);
        }
        catch (TermLimitException e)
        {
            throw new ClosedFormLimitException($"more than {e.Limit:#,0} terms");
        }
    }
}
