using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>
/// The entries of T = (I − Λ)⁻¹, component by component in topological order: what reaches a component from outside, T_ka λ_am summed over edges a → m that enter it, is passed on
/// within it by one-connections, C_mi / Δ. A column is worked out when it is first needed.
/// </summary>
internal sealed class TotalEffects
{
    private readonly ClosedFormVariables _symbols;
    private readonly ClosedFormBudget _budget;
    private readonly (int From, Polynomial Weight)[][] _incoming;
    private readonly int[] _componentOf;
    private readonly int[] _placeOf;
    private readonly OneConnections?[] _connections;
    private readonly string?[] _reasons;
    private readonly Dictionary<int, IReadOnlyDictionary<int, RationalFunction>> _columns = [];

    public TotalEffects(ReticularStructure structure, ClosedFormVariables symbols, ClosedFormBudget budget)
    {
        _symbols = symbols;
        _budget = budget;
        var n = structure.Variables.Count;
        var edges = structure.Directed.GroupBy(a => (a.From, a.To)).Select(g => (g.Key.From, g.Key.To, Weight: g.Aggregate(symbols.Ring.Zero, (sum, a) => sum + symbols.Weight(a)))).Where(e => !e.Weight.IsZero).ToArray();
        _incoming = new (int, Polynomial)[n][];
        for (var v = 0; v < n; v++) _incoming[v] = [.. edges.Where(e => e.To == v).OrderBy(e => e.From).Select(e => (e.From, e.Weight))];
        Components = new DirectedGraph(n, edges.Select(e => (e.From, e.To))).Components();
        _componentOf = new int[n];
        _placeOf = new int[n];
        for (var c = 0; c < Components.Count; c++)
        {
            for (var k = 0; k < Components[c].Vertices.Count; k++) (_componentOf[Components[c].Vertices[k]], _placeOf[Components[c].Vertices[k]]) = (c, k);
        }

        _connections = new OneConnections?[Components.Count];
        _reasons = new string?[Components.Count];
        var deltas = new Factor?[Components.Count];
        var cyclic = Components.Count(c => c.IsCyclic);
        var number = 0;
        for (var c = 0; c < Components.Count; c++)
        {
            if (!Components[c].IsCyclic) continue;
            number++;
            try
            {
                var own = Components[c].Vertices.Select(v => edges.Where(e => e.From == v && _componentOf[e.To] == c).Select(e => (_placeOf[e.To], e.Weight)).ToArray()).ToArray();
                var connections = new OneConnections(symbols.Ring, own, budget);
                if (connections.Delta.IsZero) throw new ClosedFormLimitException("a determinant det (I − Λ) that is 0 for all parameter values");
                _connections[c] = connections;
                deltas[c] = new Factor(cyclic == 1 ? "Delta" : $"Delta{number}", cyclic == 1 ? @"\Delta" : $@"\Delta_{{{number}}}", connections.Delta);
            }
            catch (ClosedFormLimitException e)
            {
                _reasons[c] = Reason = e.Message;
            }
        }

        Deltas = deltas;
    }

    public IReadOnlyList<StrongComponent> Components { get; }

    /// <summary>For each component its Δ; null where it has no cycle or exceeds the limits.</summary>
    public IReadOnlyList<Factor?> Deltas { get; }

    public string? Reason { get; }

    public Factor? DeltaOf(StrongComponent component) => Deltas[_componentOf[component.Vertices[0]]];

    /// <summary>The place of a variable's component among <see cref="Components"/>.</summary>
    public int ComponentOf(int v) => _componentOf[v];

    /// <summary>The edges that enter a variable from outside its component.</summary>
    public IEnumerable<(int From, Polynomial Weight)> EnteringEdges(int v) => _incoming[v].Where(e => _componentOf[e.From] != _componentOf[v]);

    /// <summary>C_mi / Δ for two variables of a component with cycles.</summary>
    /// <exception cref="ClosedFormLimitException">It exceeds the limits.</exception>
    public RationalFunction Within(int m, int i)
    {
        var c = _componentOf[i];
        if (_connections[c] is not { } connections) throw new ClosedFormLimitException(_reasons[c]!);
        return RationalFunction.Of(connections.Connection(_placeOf[m], _placeOf[i]), [new FactorPower(Deltas[c]!, 1)]);
    }

    /// <summary>The effects on a variable, by the variable that they start from; those that are not 0.</summary>
    /// <exception cref="ClosedFormLimitException">They exceed the limits.</exception>
    public IReadOnlyDictionary<int, RationalFunction> On(int i)
    {
        if (_columns.TryGetValue(i, out var known)) return known;
        var c = _componentOf[i];
        if (_reasons[c] is { } reason) throw new ClosedFormLimitException(reason);
        try
        {
            var column = Components[c].IsCyclic ? InCycle(i, c) : Alone(i);
            return _columns[i] = column;
        }
        catch (ClosedFormLimitException e)
        {
            // What follows this component would meet the same limit, after the same work.
            _reasons[c] = e.Message;
            throw;
        }
    }

    private Dictionary<int, RationalFunction> Alone(int i)
    {
        var column = Entering(i);
        column[i] = _symbols.Ring.One;
        return column;
    }

    private Dictionary<int, RationalFunction> InCycle(int i, int c)
    {
        var sums = new SortedDictionary<int, RationalSum>();
        foreach (var m in Components[c].Vertices)
        {
            var connection = Within(m, i);
            foreach (var entry in Entering(m)) Sum(sums, entry.Key).Add(entry.Value, _symbols.Ring.One, connection);
            Sum(sums, m).Add(_symbols.Ring.One, _symbols.Ring.One, connection);
        }

        return sums.ToDictionary(s => s.Key, s => s.Value.ToFunction());
    }

    // What reaches a vertex by an edge from outside a component, by where it starts.
    private Dictionary<int, RationalFunction> Entering(int m)
    {
        var sums = new SortedDictionary<int, RationalSum>();
        foreach (var (from, weight) in EnteringEdges(m))
        {
            foreach (var entry in On(from)) Sum(sums, entry.Key).Add(entry.Value, weight, _symbols.Ring.One);
        }

        return sums.ToDictionary(s => s.Key, s => s.Value.ToFunction());
    }

    private RationalSum Sum(SortedDictionary<int, RationalSum> sums, int key)
    {
        if (!sums.TryGetValue(key, out var sum)) sums.Add(key, sum = new RationalSum(_symbols.Ring, _budget));
        return sum;
    }
}
