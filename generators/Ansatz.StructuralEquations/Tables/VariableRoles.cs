namespace Ansatz.StructuralEquations;

/// <summary>
/// The variables of a model by what they do in it, in lavaan's orders: latent ones in the order of their formulas; observed ones as indicators, dependent ones, exogenous ones,
/// and then those of which only moments are modelled.
/// </summary>
internal sealed class VariableRoles
{
    /// <summary>Latent variables.</summary>
    public IReadOnlyList<string> Latent { get; private set; } = [];

    /// <summary>Latent variables that nothing explains.</summary>
    public IReadOnlyList<string> LatentExogenous { get; private set; } = [];

    /// <summary>Latent variables that are explained and explain nothing.</summary>
    public IReadOnlyList<string> LatentDependent { get; private set; } = [];

    /// <summary>Observed variables.</summary>
    public IReadOnlyList<string> Observed { get; private set; } = [];

    /// <summary>Observed variables that explain and that nothing explains, and of which the text does not model a moment.</summary>
    public IReadOnlyList<string> ObservedExogenous { get; private set; } = [];

    /// <summary>All other observed variables.</summary>
    public IReadOnlyList<string> ObservedRandom { get; private set; } = [];

    /// <summary>Observed variables that are explained and explain nothing.</summary>
    public IReadOnlyList<string> ObservedDependent { get; private set; } = [];

    /// <summary>Exogenous observed variables of which the text models a moment.</summary>
    public IReadOnlyList<string> MadeRandom { get; private set; } = [];

    /// <summary>Products with latent variables.</summary>
    public IReadOnlyList<string> LatentInteractions { get; private set; } = [];

    /// <summary>The roles in a list of rows.</summary>
    public static VariableRoles Of(IReadOnlyList<ModelTerm> terms)
    {
        var measured = Distinct(terms.Where(t => t.Operator == SemOperator.Measurement).Select(t => t.Left));
        var interactions = Distinct(terms.Select(t => t.Right).Where(r => r.Contains(":") && r.Split(':').Any(measured.Set.Contains)));
        var latent = Distinct(measured.List.Concat(interactions.List));
        var indicators = Distinct(terms.Where(t => t.Operator == SemOperator.Measurement).Select(t => t.Right));
        var dependent = Distinct(terms.Where(t => t.Operator == SemOperator.Regression).Select(t => t.Left));
        var explaining = Distinct(terms.Where(t => t.Operator == SemOperator.Regression).Select(t => t.Right));

        var observedIndicators = Distinct(indicators.List.Where(n => !latent.Set.Contains(n)));
        var observedDependent = Distinct(dependent.List.Where(n => !latent.Set.Contains(n) && !observedIndicators.Set.Contains(n)));
        var exogenous = explaining.List.Where(n => !latent.Set.Contains(n) && !observedIndicators.Set.Contains(n) && !observedDependent.Set.Contains(n)).ToList();

        // A product with a dependent variable depends too.
        var dependentProducts = exogenous.Where(n => n.Contains(":") && n.Split(':').Any(dependent.Set.Contains)).ToList();
        exogenous.RemoveAll(dependentProducts.Contains);

        var covariances = terms.Where(t => t.Operator == SemOperator.Covariance).ToList();
        var moments = covariances.Select(t => t.Left).Concat(covariances.Select(t => t.Right)).Concat(terms.Where(t => t.Operator == SemOperator.Intercept).Select(t => t.Left));
        var observed = Distinct(observedIndicators.List.Concat(observedDependent.List).Concat(dependentProducts).Concat(exogenous).Concat(moments.Where(n => !latent.Set.Contains(n))));
        var modelled = new HashSet<string>(terms.Where(t => t.IsUser && t.Operator == SemOperator.Covariance).SelectMany(t => new[] { t.Left, t.Right })
            .Concat(terms.Where(t => t.IsUser && t.Operator == SemOperator.Intercept).Select(t => t.Left)), StringComparer.Ordinal);
        var fixedOnes = Distinct(exogenous.Where(n => !modelled.Contains(n)));
        bool IsOutcome(string name) => dependent.Set.Contains(name) && !indicators.Set.Contains(name) && !explaining.Set.Contains(name);
        return new VariableRoles
        {
            Latent = latent.List,
            LatentInteractions = interactions.List,
            LatentExogenous = latent.List.Where(n => !indicators.Set.Contains(n) && !dependent.Set.Contains(n)).ToArray(),
            LatentDependent = latent.List.Where(IsOutcome).ToArray(),
            Observed = observed.List,
            ObservedExogenous = fixedOnes.List,
            ObservedRandom = observed.List.Where(n => !fixedOnes.Set.Contains(n)).ToArray(),
            ObservedDependent = observed.List.Where(IsOutcome).ToArray(),
            MadeRandom = exogenous.Where(modelled.Contains).ToArray(),
        };
    }

    private static (IReadOnlyList<string> List, HashSet<string> Set) Distinct(IEnumerable<string> names)
    {
        List<string> list = [];
        var set = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (set.Add(name)) list.Add(name);
        }

        return (list, set);
    }
}
