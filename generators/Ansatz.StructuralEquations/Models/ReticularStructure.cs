namespace Ansatz.StructuralEquations;

/// <summary>One arrow of a model: a coefficient of a linear equation, a (co)variance of disturbances, or an intercept.</summary>
/// <param name="From">The variable it starts at, as an index into <see cref="ReticularStructure.Variables"/>; −1 for an intercept.</param>
/// <param name="To">The variable it points to.</param>
/// <param name="Row">The row of the parameter table, from 0.</param>
/// <param name="Free">The free parameter, from 0; −1 if the value is fixed.</param>
/// <param name="Value">The value of a fixed one; NaN where it is the sample's moment (fixed exogenous variables).</param>
public readonly record struct Arc(int From, int To, int Row, int Free, double Value)
{
    /// <summary>Whether its value is fixed.</summary>
    public bool IsFixed => Free < 0;

    /// <summary>Whether it is fixed at 0, so that there is none.</summary>
    internal bool IsZero => IsFixed && Value == 0;
}

/// <summary>
/// The model of one group as a graph with weights, in reticular action form: X = α + ΛᵀX + ε, where Λ has the coefficient of i → j at (i, j) and ε has
/// covariance Ω. Then Σ = TᵀΩT and μ = Tᵀα with T = (I − Λ)⁻¹, of which the observed variables are the first rows and columns. Covariances of exogenous variables
/// are entries of Ω.
/// </summary>
public sealed class ReticularStructure
{
    private IReadOnlyList<StrongComponent>? _components;

    private ReticularStructure(IReadOnlyList<string> variables, int observed, IReadOnlyList<Arc> directed, IReadOnlyList<Arc> bidirected, IReadOnlyList<Arc> intercepts)
    {
        Variables = variables;
        ObservedCount = observed;
        Directed = directed;
        Bidirected = bidirected;
        Intercepts = intercepts;
    }

    /// <summary>The variables: the observed ones, then the latent ones.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>How many are observed.</summary>
    public int ObservedCount { get; }

    /// <summary>Coefficients: from the variable on the right of <c>~</c> to that on the left, from a latent variable to its indicator.</summary>
    public IReadOnlyList<Arc> Directed { get; }

    /// <summary>Variances (From = To) and covariances of disturbances, each pair once.</summary>
    public IReadOnlyList<Arc> Bidirected { get; }

    /// <summary>Intercepts.</summary>
    public IReadOnlyList<Arc> Intercepts { get; }

    /// <summary>A structure from its parts; rows of a parameter table are what its arrows say they are.</summary>
    /// <param name="variables">The variables: the observed ones, then the latent ones.</param>
    /// <param name="observed">How many are observed.</param>
    /// <param name="directed">Coefficients.</param>
    /// <param name="bidirected">Variances and covariances of disturbances, each pair once.</param>
    /// <param name="intercepts">Intercepts.</param>
    /// <exception cref="ArgumentException">An arrow has an end that is no variable, or the number of observed variables is not possible.</exception>
    public static ReticularStructure Of(IReadOnlyList<string> variables, int observed, IReadOnlyList<Arc> directed, IReadOnlyList<Arc> bidirected, IReadOnlyList<Arc> intercepts)
    {
        if (observed < 0 || observed > variables.Count) throw new ArgumentException($"Of {variables.Count} variables {observed} cannot be observed.", nameof(observed));
        foreach (var arc in directed.Concat(bidirected).Concat(intercepts.Select(a => a with { From = a.To })))
        {
            if (arc.From < 0 || arc.From >= variables.Count || arc.To < 0 || arc.To >= variables.Count) throw new ArgumentException($"An arrow from {arc.From} to {arc.To} is not between variables 0 … {variables.Count - 1}.");
        }

        return new ReticularStructure(variables, observed, directed, bidirected, intercepts);
    }

    /// <summary>The strongly connected components of the arrows, causes first; arrows that are fixed at 0 are none.</summary>
    internal IReadOnlyList<StrongComponent> Components => _components ??= DirectedGraph.Of(this).Components();

    /// <summary>The structure of one group of a parameter table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="group">The group, from 1.</param>
    public static ReticularStructure Of(ParameterTable table, int group)
    {
        var variables = table.Observed.Concat(table.Latent).ToArray();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var k = 0; k < variables.Length; k++) places[variables[k]] = k;
        List<Arc> directed = [], bidirected = [], intercepts = [];
        for (var k = 0; k < table.Rows.Count; k++)
        {
            var row = table.Rows[k];
            if (row.Group != group || !row.Operator.IsParameter()) continue;
            var left = places[row.Left];
            var free = row.Free - 1;
            var value = row.UserValue ?? double.NaN;
            switch (row.Operator)
            {
                case SemOperator.Measurement:
                    directed.Add(new Arc(left, places[row.Right], k, free, value));
                    break;
                case SemOperator.Regression:
                    directed.Add(new Arc(places[row.Right], left, k, free, value));
                    break;
                case SemOperator.Covariance:
                    bidirected.Add(new Arc(left, places[row.Right], k, free, value));
                    break;
                default:
                    intercepts.Add(new Arc(-1, left, k, free, value));
                    break;
            }
        }

        return new ReticularStructure(variables, table.Observed.Count, directed, bidirected, intercepts);
    }
}
