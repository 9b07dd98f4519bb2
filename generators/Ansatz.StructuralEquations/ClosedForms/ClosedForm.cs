using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>
/// The implied moments of one group in closed form, cyclic models included: total effects T = (I − Λ)⁻¹, Σ = TᵀΩT and μ = Tᵀα as exact rational functions of the
/// parameters, with one factor Δ = det (I − Λ) for each strongly connected component that has cycles. Acyclic parts stay polynomial (trek rule). Each entry is worked out when it is
/// first asked for and kept. Not for several threads at once.
/// </summary>
public sealed class ClosedForm
{
    private readonly ClosedFormBudget _budget;
    private readonly ClosedFormVariables _symbols;
    private readonly TotalEffects _effects;
    private readonly (int First, int Second, Polynomial Weight)[] _covariances;
    private readonly (int To, Polynomial Weight)[] _intercepts;
    private readonly Dictionary<(int, int), ClosedExpression> _sigma = [];
    private readonly Dictionary<int, ClosedExpression> _means = [];

    private ClosedForm(ReticularStructure structure, ParameterTable table, ClosedFormLimits limits, CancellationToken cancellation)
    {
        Structure = structure;
        _budget = new ClosedFormBudget(limits, cancellation);
        _symbols = ClosedFormVariables.Of(structure, table);
        _effects = new TotalEffects(structure, _symbols, _budget);
        _covariances = [.. structure.Bidirected.GroupBy(a => (Math.Min(a.From, a.To), Math.Max(a.From, a.To))).Select(g => (g.Key.Item1, g.Key.Item2, Sum(g))).Where(a => !a.Item3.IsZero)];
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
        if (!_sigma.TryGetValue(key, out var known)) _sigma[key] = known = Within(() => Covariance(key.Item1, key.Item2));
        return known;
    }

    /// <summary>The mean of a variable; 0 where the model has no intercepts.</summary>
    /// <param name="i">An index into <see cref="ReticularStructure.Variables"/>.</param>
    public ClosedExpression Mean(int i)
    {
        if (!_means.TryGetValue(i, out var known)) _means[i] = known = Within(() => MeanOf(i));
        return known;
    }

    /// <summary>The total effect of one variable on another: the entry k, i of (I − Λ)⁻¹.</summary>
    public ClosedExpression TotalEffect(int k, int i) => Within(() => _effects.On(i).TryGetValue(k, out var effect) ? effect : Ring.Zero);

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

    private RationalFunction Covariance(int i, int j)
    {
        var (left, right) = (_effects.On(i), _effects.On(j));
        var sum = new RationalSum(Ring, _budget);
        foreach (var (k, l, weight) in _covariances)
        {
            if (left.TryGetValue(k, out var a) && right.TryGetValue(l, out var b)) sum.Add(a, weight, b);
            if (k != l && left.TryGetValue(l, out a) && right.TryGetValue(k, out b)) sum.Add(a, weight, b);
        }

        return sum.ToFunction();
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
