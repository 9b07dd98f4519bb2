namespace Ansatz.StructuralEquations;

/// <summary>What a path diagram writes at its arrows.</summary>
public enum DiagramValues
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The estimates.</summary>
    Estimates,

    /// <summary>The completely standardised estimates.</summary>
    Standardized,

    /// <summary>The labels of the parameters, where they have one.</summary>
    Labels,
}

/// <summary>How a path diagram is drawn.</summary>
public sealed record DiagramOptions
{
    /// <summary>What stands at the arrows.</summary>
    public DiagramValues Values { get; init; } = DiagramValues.Estimates;

    /// <summary>How many decimals.</summary>
    public int Decimals { get; init; } = 2;

    /// <summary>The group, from 1.</summary>
    public int Group { get; init; } = 1;

    /// <summary>Whether variances are drawn, as loops.</summary>
    public bool Variances { get; init; } = true;

    /// <summary>Whether covariances of fixed exogenous variables are drawn.</summary>
    public bool ExogenousCovariances { get; init; } = true;

    /// <summary>Whether intercepts are drawn, as arrows from small triangles.</summary>
    public bool Intercepts { get; init; }

    /// <summary>What the variables are called in the picture; null for their names.</summary>
    public Func<string, string>? Names { get; init; }

    /// <summary>A heading; null for none.</summary>
    public string? Title { get; init; }
}
