namespace Ansatz.StructuralEquations;

/// <summary>A parameter as reports show it.</summary>
/// <param name="Row">The row of the table.</param>
/// <param name="Estimate">The estimate; for a constraint left minus right.</param>
/// <param name="Error">The standard error; 0 for a fixed row, null where it is not known.</param>
internal sealed record SummaryParameter(ParameterRow Row, double Estimate, double? Error)
{
    /// <summary>The interval's ends; null where there is none.</summary>
    public double? Lower { get; init; }

    public double? Upper { get; init; }

    public double? StdLv { get; init; }

    public double? StdAll { get; init; }
}

/// <summary>The cases of a group.</summary>
/// <param name="Label">The group's label.</param>
/// <param name="Used">The number of cases that were used.</param>
/// <param name="Total">The number of cases in the data.</param>
internal sealed record SummaryGroup(string Label, int Used, int Total)
{
    /// <summary>The group's part of χ²; null if it is not known.</summary>
    public double? Statistic { get; init; }

    public int? Patterns { get; init; }
}

/// <summary>What a summary is written from.</summary>
internal sealed record SummarySource
{
    public required bool Converged { get; init; }

    public required int Iterations { get; init; }

    /// <summary>ML, GLS, ULS, WLS or DWLS.</summary>
    public required string Estimator { get; init; }

    public required string Optimizer { get; init; }

    /// <summary>The number of free rows.</summary>
    public required int ParameterCount { get; init; }

    public int EqualityConstraints { get; init; }

    public int InequalityConstraints { get; init; }

    public required IReadOnlyList<SummaryGroup> Groups { get; init; }

    /// <summary>Null where there is no test.</summary>
    public required FitMeasures? Measures { get; init; }

    /// <summary>What made the scaled test, for example "Satorra-Bentler correction".</summary>
    public string? Correction { get; init; }

    /// <summary>The lines that tell how standard errors were made: what and its value.</summary>
    public required IReadOnlyList<(string What, string Value)> Errors { get; init; }

    public required ParameterTable Table { get; init; }

    public required IReadOnlyList<SummaryParameter> Parameters { get; init; }

    public IReadOnlyList<Determination> Determinations { get; init; } = [];

    public IReadOnlyList<string> Remarks { get; init; } = [];
}
