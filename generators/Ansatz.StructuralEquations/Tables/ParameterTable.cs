namespace Ansatz.StructuralEquations;

/// <summary>The parameters of a structural equation model: every coefficient, variance, covariance and intercept, free or fixed, the definitions and constraints.</summary>
public sealed class ParameterTable
{
    /// <summary>A table of rows, in order.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="observed">The observed variables, in the order in which moments are kept.</param>
    /// <param name="latent">The latent variables.</param>
    /// <param name="groups">How many groups.</param>
    public ParameterTable(IReadOnlyList<ParameterRow> rows, IReadOnlyList<string> observed, IReadOnlyList<string> latent, int groups)
    {
        Rows = rows;
        Observed = observed;
        Latent = latent;
        GroupCount = groups;
        FreeCount = rows.Count == 0 ? 0 : rows.Max(r => r.Free);
        HasMeans = rows.Any(r => r.Operator == SemOperator.Intercept);
    }

    /// <summary>The rows, in lavaan's order.</summary>
    public IReadOnlyList<ParameterRow> Rows { get; }

    /// <summary>The observed variables, in the order of lavaan's moments: indicators, then other dependent ones, then exogenous ones.</summary>
    public IReadOnlyList<string> Observed { get; }

    /// <summary>The latent variables, in the order of their first measurement.</summary>
    public IReadOnlyList<string> Latent { get; }

    /// <summary>How many groups.</summary>
    public int GroupCount { get; }

    /// <summary>How many rows are free; equality constraints are not counted off (see <see cref="ParameterRow.Free"/>).</summary>
    public int FreeCount { get; }

    /// <summary>Whether means are modelled.</summary>
    public bool HasMeans { get; }

    /// <summary>The table as text with aligned columns, named as lavaan names them.</summary>
    public override string ToString() => ParameterTableText.Of(this);
}
