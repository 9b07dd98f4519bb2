using Ansatz.Compiler.Tensors;
using Ansatz.StructuralEquations;

namespace Ansatz.Compiler.StructuralEquations;

/// <summary>
/// The implied moments of one group as expressions of its parameters: the one-connection rule, component by component.
/// </summary>
/// <remarks>
/// X = α + ΛᵀX + ε. A strongly connected component S of the arrows has R = (I − Λ_SS)⁻¹, whose entries are sums over simple paths, each times
/// the determinant of what the path leaves, over Δ = det(I − Λ_SS). What its variables receive from outside, E_b = Σ_p λ_pb X_p + ε_b, has known covariances with
/// all that stands before S, so that cov(X_a, Z) = Σ_b R_ba cov(E_b, Z). Without cycles R = 1 and this is the trek rule, factored.
/// </remarks>
internal sealed class MomentExpressions
{
    // More nodes than this are no readable program, and a component with so many vertices has too many paths.
    private const int MostNodes = 40_000;
    private const int LargestComponent = 12;

    private readonly ReticularStructure _structure;
    private readonly Expression?[,] _coefficients;
    private readonly Expression?[,] _disturbances;
    private readonly Expression?[] _intercepts;
    private readonly Expression?[,] _covariances;
    private readonly Expression?[,] _effects;
    private readonly Expression?[] _means;
    private readonly CancellationToken _cancellation;
    private int _nodes;

    private MomentExpressions(ReticularStructure structure, ParameterPlaces parameters, CancellationToken cancellation)
    {
        _structure = structure;
        _cancellation = cancellation;
        var n = structure.Variables.Count;
        Theta = new Tensor(0, "theta", ScalarType.Double, TensorRole.Parameter);
        Exogenous = new Tensor(1, "exogenous", ScalarType.Double, TensorRole.Input);
        Weight = new Tensor(2, "weight", ScalarType.Double, TensorRole.Input);
        MeanWeight = new Tensor(3, "meanWeight", ScalarType.Double, TensorRole.Input);
        _coefficients = new Expression?[n, n];
        _disturbances = new Expression?[n, n];
        _intercepts = new Expression?[n];
        _covariances = new Expression?[n, n];
        _effects = new Expression?[n, n];
        _means = new Expression?[n];
        var sample = 0;
        foreach (var arc in structure.Directed) _coefficients[arc.From, arc.To] = Plus(_coefficients[arc.From, arc.To], Value(arc));
        foreach (var arc in structure.Bidirected)
        {
            var sum = Plus(_disturbances[arc.From, arc.To], Value(arc));
            _disturbances[arc.From, arc.To] = _disturbances[arc.To, arc.From] = sum;
        }

        foreach (var arc in structure.Intercepts) _intercepts[arc.To] = Plus(_intercepts[arc.To], Value(arc));

        Expression? Value(Arc arc)
        {
            if (!arc.IsFixed) return Element(Theta, parameters.PlaceOf(arc.Free));
            return double.IsNaN(arc.Value) ? Element(Exogenous, sample++) : arc.IsZero ? null : Graph.Number(arc.Value, ScalarType.Double);
        }
    }

    /// <summary>Makes the expressions.</summary>
    public ExpressionGraph Graph { get; } = new();

    /// <summary>The group's parameters.</summary>
    public Tensor Theta { get; }

    /// <summary>The fixed moments of exogenous variables.</summary>
    public Tensor Exogenous { get; }

    /// <summary>The weights of the covariances, for second derivatives.</summary>
    public Tensor Weight { get; }

    /// <summary>The weights of the means.</summary>
    public Tensor MeanWeight { get; }

    /// <summary>Components with cycles, in order: their vertices and Δ; without those whose Δ is a number.</summary>
    public List<(int[] Vertices, Expression Determinant)> Cycles { get; } = [];

    /// <summary>Names of nodes that people know by one.</summary>
    public Dictionary<int, string> Names { get; } = [];

    /// <summary>The covariance of two variables, or null if it is 0.</summary>
    public Expression? Covariance(int i, int j) => _covariances[i, j];

    /// <summary>The mean of a variable, or null if it is 0.</summary>
    public Expression? Mean(int i) => _means[i];

    /// <summary>One element of a vector.</summary>
    public Expression Element(Tensor tensor, int place) => Graph.Read(tensor, Graph.Integer(Extent.Of(place)));

    /// <summary>The expressions of a group, or null if they would be too many.</summary>
    /// <param name="structure">The group's graph.</param>
    /// <param name="parameters">The free parameters of the table that the group has, ascending.</param>
    /// <param name="cancellation">Stops it.</param>
    public static MomentExpressions? Of(ReticularStructure structure, IReadOnlyList<int> parameters, CancellationToken cancellation)
    {
        if (structure.Components.Any(c => c.Vertices.Count > LargestComponent)) return null;
        try
        {
            var expressions = new MomentExpressions(structure, new ParameterPlaces(parameters), cancellation);
            var before = new List<int>();
            foreach (var component in structure.Components.Select(c => c.Vertices.ToArray()))
            {
                expressions.Add(component, before);
                before.AddRange(component);
            }

            return expressions;
        }
        catch (TooLongException)
        {
            return null;
        }
    }

    // All that is to be known of a component's variables, and of these with those before.
    private void Add(int[] component, List<int> before)
    {
        var connections = Connections(component);
        var outside = component.Select(b => before.Where(p => _coefficients[p, b] is not null).ToArray()).ToArray();
        for (var a = 0; a < component.Length; a++)
        {
            foreach (var l in before) _effects[l, component[a]] = Within(b => Times(Sum(outside[b], p => Times(_effects[l, p], _coefficients[p, component[b]])), connections[b, a]));
            for (var b = 0; b < component.Length; b++) _effects[component[b], component[a]] = connections[b, a];
            _means[component[a]] = Within(b => Times(Plus(_intercepts[component[b]], Sum(outside[b], p => Times(_coefficients[p, component[b]], _means[p]))), connections[b, a]));
            Name(_means[component[a]], $"mean_{component[a]}");
        }

        foreach (var z in before)
        {
            var received = component.Select((_, b) => Received(b, z)).ToArray();
            for (var a = 0; a < component.Length; a++) Set(component[a], z, Within(b => Times(connections[b, a], received[b])));
        }

        for (var k = 0; k < component.Length; k++)
        {
            // The covariances of what is received with a variable of the component itself.
            var received = component.Select((_, b) => Received(b, component[k])).ToArray();
            for (var a = 0; a <= k; a++) Set(component[a], component[k], Within(b => Times(connections[b, a], received[b])));
        }

        Expression? Received(int b, int z) => Plus(
            Sum(outside[b], p => Times(_coefficients[p, component[b]], _covariances[p, z])),
            Sum(Enumerable.Range(0, _structure.Variables.Count), l => Times(_disturbances[component[b], l], _effects[l, z])));

        Expression? Within(Func<int, Expression?> term) => Sum(Enumerable.Range(0, component.Length), term);
    }

    private void Set(int i, int j, Expression? value)
    {
        _covariances[i, j] = _covariances[j, i] = value;
        Name(value, $"cov_{Math.Max(i, j)}_{Math.Min(i, j)}");
    }

    private void Name(Expression? value, string name)
    {
        if (value is { Kind: ExpressionKind.Apply } && !Names.ContainsKey(value.Id)) Names.Add(value.Id, name);
    }

    // R of a component: entry (b, a) is the effect of its b-th variable on its a-th.
    private Expression?[,] Connections(int[] component)
    {
        var n = component.Length;
        var one = Graph.Number(1, ScalarType.Double);
        var result = new Expression?[n, n];
        if (n == 1)
        {
            result[0, 0] = one;
            return result;
        }

        var determinants = new Dictionary<int, Expression>();
        var returns = new Dictionary<(int, int, int), Expression?>();
        var all = (1 << n) - 1;
        var delta = Determinant(all);
        Expression inverse;
        if (delta.Kind == ExpressionKind.Constant)
        {
            // All coefficients of the cycle are fixed. Where they make I − Λ singular there are no moments to write.
            if (delta.Number == 0 || double.IsInfinity(1 / delta.Number)) throw new TooLongException();
            inverse = Graph.Number(1 / delta.Number, ScalarType.Double);
        }
        else
        {
            inverse = Graph.Raw(Reciprocal.Operator, ScalarType.Double, delta);
            Names[inverse.Id] = $"r{Cycles.Count + 1}";
            Cycles.Add((component, delta));
        }

        for (var a = 0; a < n; a++)
        {
            var paths = new Dictionary<(int, int), Expression?>();
            for (var b = 0; b < n; b++)
            {
                result[b, a] = Times(Paths(b, all & ~(1 << b), a, paths), inverse);
                if (result[b, a] is { } r) Names[r.Id] = $"r_{component[b]}_{component[a]}";
            }
        }

        return result;

        Expression? Coefficient(int b, int a) => _coefficients[component[b], component[a]];

        // det(I − Λ) of a set of vertices: 1 minus the cycles through its first one, each times the determinant of the rest.
        Expression Determinant(int set)
        {
            if (set == 0) return one;
            if (determinants.TryGetValue(set, out var known)) return known;
            var v = 0;
            while ((set >> v & 1) == 0) v++;
            var rest = set & ~(1 << v);
            var cycles = Sum(Enumerable.Range(0, n).Where(b => (rest >> b & 1) != 0 && Coefficient(v, b) is not null), b => Times(Coefficient(v, b), Back(b, rest & ~(1 << b), v)));
            var value = cycles is null ? Determinant(rest) : Graph.Subtract(Determinant(rest), cycles);
            return determinants[set] = value;
        }

        // Paths from b back to v, through a set of vertices, each times the determinant of what it leaves.
        Expression? Back(int b, int set, int v)
        {
            if (returns.TryGetValue((b, set, v), out var value)) return value;
            var direct = Coefficient(b, v) is { } c ? Times(c, Determinant(set)) : null;
            return returns[(b, set, v)] = Plus(direct, Sum(Enumerable.Range(0, n).Where(k => (set >> k & 1) != 0 && Coefficient(b, k) is not null), k => Times(Coefficient(b, k), Back(k, set & ~(1 << k), v))));
        }

        Expression? Paths(int b, int set, int a, Dictionary<(int, int), Expression?> known)
        {
            if (b == a) return Determinant(set);
            if (known.TryGetValue((b, set), out var value)) return value;
            return known[(b, set)] = Sum(Enumerable.Range(0, n).Where(k => (set >> k & 1) != 0 && Coefficient(b, k) is not null), k => Times(Coefficient(b, k), Paths(k, set & ~(1 << k), a, known)));
        }
    }

    private Expression? Sum(IEnumerable<int> over, Func<int, Expression?> term)
    {
        Expression? sum = null;
        foreach (var k in over) sum = Plus(sum, term(k));
        return sum;
    }

    // Within a component too, whose paths may be exponentially many.
    private void Spend()
    {
        if (++_nodes >= MostNodes) throw new TooLongException();
        if ((_nodes & 0xFF) == 0) _cancellation.ThrowIfCancellationRequested();
    }

    private Expression? Plus(Expression? a, Expression? b)
    {
        Spend();
        return a is null ? b : b is null ? a : Graph.Add(a, b);
    }

    private Expression? Times(Expression? a, Expression? b)
    {
        Spend();
        return a is null || b is null ? null : Graph.Multiply(a, b);
    }

    private sealed class TooLongException : Exception;

    private readonly struct ParameterPlaces(IReadOnlyList<int> parameters)
    {
        public int PlaceOf(int free)
        {
            for (var k = 0; k < parameters.Count; k++)
            {
                if (parameters[k] == free) return k;
            }

            throw new ArgumentOutOfRangeException(nameof(free));
        }
    }
}
