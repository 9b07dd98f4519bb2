namespace Ansatz.StructuralEquations;

/// <summary>What was estimated of one row of the parameter table.</summary>
/// <param name="Row">The row.</param>
/// <param name="Value">The estimate; the fixed value of a fixed row; left minus right of a constraint; NaN where a definition has no finite value there, of which a remark tells.</param>
/// <param name="StandardError">The standard error: 0 for a fixed row; null where there is none.</param>
public sealed record ParameterEstimate(ParameterRow Row, double Value, double? StandardError)
{
    /// <summary>The estimate divided by its standard error; null where that is 0 or not known.</summary>
    public double? Z => StandardError is { } se and > 0 ? Value / se : null;

    /// <summary>The two-sided probability of a larger |z| if the parameter is 0.</summary>
    public double? PValue => Z is { } z ? SemTest.TwoSided(z) : null;

    /// <summary>The lower end of the confidence interval.</summary>
    public double? Lower { get; init; }

    /// <summary>The upper end of the confidence interval.</summary>
    public double? Upper { get; init; }
}
