namespace Ansatz.StructuralEquations;

/// <summary>How data are drawn from a model.</summary>
public sealed record SimulationOptions
{
    /// <summary>The seed; the same seed gives the same data, to the last bit.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The number of cases of each group; null for those of the fit.</summary>
    public IReadOnlyList<int>? Counts { get; init; }

    /// <summary>The probability of a value to be missing, completely at random.</summary>
    public double Missing { get; init; }

    /// <summary>Whether the values of latent variables are given too.</summary>
    public bool Latent { get; init; }

    /// <summary>The column of group labels, where there are several groups.</summary>
    public string GroupColumn { get; init; } = "group";

    /// <summary>Interventions that hold while the data are drawn.</summary>
    public IReadOnlyList<Intervention> Interventions { get; init; } = [];
}
