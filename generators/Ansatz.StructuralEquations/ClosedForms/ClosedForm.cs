using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>
/// The implied moments of one group in closed form, cyclic models included: total effects T = (I − Λ)⁻¹, Σ = TᵀΩT and μ = Tᵀα as exact rational functions of the
/// parameters, with one factor Δ = det (I − Λ) for each strongly connected component that has cycles. Acyclic parts stay polynomial (trek rule). Each entry is worked out when it is
/// first asked for and kept; several threads may ask.
/// </summary>
public sealed class ClosedForm
{
    private readonly object _gate = new();
    private readonly ClosedFormBudget _budget;
    private readonly ClosedFormVariables _symbols;
    private readonly TotalEffects _effects;
    private readonly (int To, Polynomial Weight)[] _intercepts;
    private readonly Dictionary<(int, int), ClosedExpression> _sigma = [];
    private readonly Dictionary<int, ClosedExpression> _means = [];
    private readonly Dictionary<(int, int), RationalFunction> _entering = [];
    private readonly (int Other, Polynomial Weight)[][] _disturbances;

    private ClosedForm(ReticularStructure structure, ParameterTable table, ClosedFormLimits limits, CancellationToken cancellation)
    {
        Structure = structure;
        _budget = new ClosedFormBudget(limits, cancellation);
        _symbols = ClosedFormVariables.Of(structure, table);
        _effects = new TotalEffects(structure, _symbols, _budget);
        var covariances = structure.Bidirected.GroupBy(a => (Math.Min(a.From, a.To), Math.Max(a.From, a.To))).Select(g => (g.Key.Item1, g.Key.Item2, Weight: Sum(g))).Where(a => !a.Weight.IsZero).ToArray();
        _disturbances = [.. structure.Variables.Select((_, v) => covariances.Where(c => c.Item1 == v || c.Item2 == v).Select(c => (c.Item1 == v ? c.Item2 : c.Item1, c.Weight)).ToArray())];
        _intercepts = [.. structure.Intercepts.GroupBy(a => a.To).Select(g => (g.Key, Sum(g))).Where(a => !a.Item2.IsZero)];
    }

    /// <summary>The graph with weights.</summary>
    public ReticularStructure Structure { get; }

    /// <summary>The ring of the symbols.</summary>
    public PolynomialRing Ring => _symbols.Ring;

    /// <summary>The symbols: coefficients first, then variances and covariances, then intercepts.</summary>
    public IReadOnlyList<ClosedFormVariable> Variables => _symbols.Variables;

    /// <summary>The strongly connected components of the directed part, in topological order.</summary>
    public IReadOnlyList<StrongComponent> Components => _effects.Components;

    /// <summary>The factors Δ of the components with cycles, in topological order: <c>Delta</c> if there is one, otherwise <c>Delta1</c>, <c>Delta2</c>, …; those within the limits.</summary>
    public IReadOnlyList<Factor> Deltas => [.. _effects.Deltas.Where(d => d is not null)!];

    /// <summary>Which limit a Δ exceeds; null if all are known.</summary>
    public string? Reason => _effects.Reason;

    /// <summary>The closed forms of a group.</summary>
    /// <param name="structure">The group's graph.</param>
    /// <param name="table">The table that it was made from: labels, and which parameters are equal.</param>
    /// <param name="limits">How far entries are followed.</param>
    /// <param name="cancellation">Stops the work, here and in later calls of members.</param>
    public static ClosedForm Of(ReticularStructure structure, ParameterTable table, ClosedFormLimits? limits = null, CancellationToken cancellation = default) => new(structure, table, limits ?? ClosedFormLimits.Default, cancellation);

    /// <summary>The closed forms of a mixed graph.</summary>
    public static ClosedForm Of(MixedGraph graph, ClosedFormLimits? limits = null, CancellationToken cancellation = default) => Of(graph.Structure, graph.Table, limits, cancellation);

    /// <summary>The factor Δ of a component; null if it has no cycle or its Δ exceeds the limits.</summary>
    public Factor? DeltaOf(StrongComponent component) => _effects.DeltaOf(component);

    /// <summary>The covariance of two variables.</summary>
    /// <param name="i">An index into <see cref="ReticularStructure.Variables"/>: observed variables, then latent ones.</param>
    /// <param name="j">Another.</param>
    public ClosedExpression Sigma(int i, int j)
    {
        var key = (Math.Min(i, j), Math.Max(i, j));
        lock (_gate)
        {
            if (!_sigma.TryGetValue(key, out var known)) _sigma[key] = known = Within(() => Covariance(key.Item1, key.Item2));
            return known;
        }
    }

    /// <summary>The covariance of two variables by name.</summary>
    /// <exception cref="ArgumentException">There is no variable of that name.</exception>
    public ClosedExpression Sigma(string first, string second) => Sigma(Index(first), Index(second));

    /// <summary>The mean of a variable by name.</summary>
    /// <exception cref="ArgumentException">There is no variable of that name.</exception>
    public ClosedExpression Mean(string variable) => Mean(Index(variable));

    /// <summary>The mean of a variable; 0 where the model has no intercepts.</summary>
    /// <param name="i">An index into <see cref="ReticularStructure.Variables"/>.</param>
    public ClosedExpression Mean(int i)
    {
        lock (_gate)
        {
            if (!_means.TryGetValue(i, out var known)) _means[i] = known = Within(() => MeanOf(i));
            return known;
        }
    }

    /// <summary>The total effect of one variable on another: the entry k, i of (I − Λ)⁻¹.</summary>
    public ClosedExpression TotalEffect(int k, int i)
    {
        lock (_gate)
        {
            return Within(() => _effects.On(i).TryGetValue(k, out var effect) ? effect : Ring.Zero);
        }
    }

    /// <summary>The values of the symbols for given values of the free parameters.</summary>
    /// <param name="theta">The free parameters, in the order of the table; of equal ones the first counts.</param>
    /// <param name="sampleMoment">The value of a symbol that is a moment of the sample (fixed exogenous variables); needed only if there are such.</param>
    /// <exception cref="ArgumentNullException">There is such a symbol, and no function for it.</exception>
    public double[] Point(IReadOnlyList<double> theta, Func<ClosedFormVariable, double>? sampleMoment = null)
    {
        var point = new double[Variables.Count];
        for (var k = 0; k < point.Length; k++)
            point[k] = Variables[k].Free >= 0 ? theta[Variables[k].Free] : (sampleMoment ?? throw new ArgumentNullException(nameof(sampleMoment), $"'{Variables[k].Name}' is a moment of the sample."))(Variables[k]);
        return point;
    }

    // The later of two variables is taken apart by its equation, X_j = Σ_a λ_aj X_a + ε_j, so that covariances of earlier ones are used again; on a cycle the equations of its component
    // are solved first: X_j = Σ_m C_mj / Δ · (Σ_a λ_am X_a + ε_m) with a outside.
    private RationalFunction Covariance(int i, int j)
    {
        if (_effects.ComponentOf(i) > _effects.ComponentOf(j)) (i, j) = (j, i);
        var component = Components[_effects.ComponentOf(j)];
        if (!component.IsCyclic) return Entering(i, j);
        var sum = new RationalSum(Ring, _budget);
        foreach (var m in component.Vertices) sum.Add(Entering(i, m), Ring.One, _effects.Within(m, j));
        return sum.ToFunction();
    }

    // The covariance of X_i with what enters the equation of m from outside its component.
    private RationalFunction Entering(int i, int m)
    {
        if (_entering.TryGetValue((i, m), out var known)) return known;
        var sum = new RationalSum(Ring, _budget);
        foreach (var (a, weight) in _effects.EnteringEdges(m)) sum.Add(Known(i, a), weight, Ring.One);
        var effects = _effects.On(i);
        foreach (var (k, weight) in _disturbances[m])
        {
            if (effects.TryGetValue(k, out var effect)) sum.Add(effect, weight, Ring.One);
        }

        return _entering[(i, m)] = sum.ToFunction();
    }

    private RationalFunction Known(int i, int j)
    {
        var entry = Sigma(i, j);
        return entry.IsKnown ? entry.Value : throw new ClosedFormLimitException(entry.Reason!);
    }

    private RationalFunction MeanOf(int i)
    {
        var effects = _effects.On(i);
        var sum = new RationalSum(Ring, _budget);
        foreach (var (k, weight) in _intercepts)
        {
            if (effects.TryGetValue(k, out var effect)) sum.Add(effect, weight, Ring.One);
        }

        return sum.ToFunction();
    }

    private Polynomial Sum(IEnumerable<Arc> arcs) => arcs.Aggregate(Ring.Zero, (sum, arc) => sum + _symbols.Weight(arc));

    private int Index(string name)
    {
        for (var k = 0; k < Structure.Variables.Count; k++)
        {
            if (Structure.Variables[k] == name) return k;
        }

        throw new ArgumentException($"There is no variable '{name}'.", nameof(name));
    }

    private static ClosedExpression Within(Func<RationalFunction> make)
    {
        try
        {
            return new ClosedExpression(make());
        }
        catch (ClosedFormLimitException e)
        {
            return new ClosedExpression(e.Message);
        }
    }
}
