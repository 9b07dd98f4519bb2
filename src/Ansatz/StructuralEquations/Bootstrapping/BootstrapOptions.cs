namespace Ansatz.StructuralEquations;

/// <summary>What a bootstrap draws.</summary>
public enum BootstrapKind
{
    /// <summary>Cases with replacement, group by group.</summary>
    Nonparametric,

    /// <summary>Cases with replacement after they were transformed so that the model holds (K. Bollen and R. Stine, Bootstrapping goodness-of-fit measures, 1992): the distribution of the test.</summary>
    BollenStine,
}

/// <summary>How a bootstrap runs.</summary>
public sealed record BootstrapOptions
{
    /// <summary>What is drawn.</summary>
    public BootstrapKind Kind { get; init; }

    /// <summary>How many replicates.</summary>
    public int Replicates { get; init; } = 1000;

    /// <summary>The seed; the same seed gives the same replicates to the last bit, whatever the number of threads.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The most threads; 0 for one for each processor.</summary>
    public int Threads { get; init; }

    /// <summary>The kind of interval that estimates have where the bootstrap is one of <see cref="SemFitOptions.Bootstrap"/>.</summary>
    public BootstrapInterval Interval { get; init; }

    /// <summary>Hears how many replicates are done.</summary>
    public IProgress<BootstrapProgress>? Progress { get; init; }
}

/// <summary>How far a bootstrap is.</summary>
/// <param name="Done">Replicates that are done, failed ones included.</param>
/// <param name="Failed">Replicates that failed.</param>
/// <param name="Total">Replicates that were asked for.</param>
public readonly record struct BootstrapProgress(int Done, int Failed, int Total);

/// <summary>Kinds of bootstrap intervals.</summary>
public enum BootstrapInterval
{
    /// <summary>Quantiles of the replicates.</summary>
    Percentile,

    /// <summary>Estimate ± normal quantile times bootstrap standard error.</summary>
    Normal,

    /// <summary>Quantiles moved for the bias of the median (lavaan's <c>bca.simple</c>).</summary>
    BiasCorrected,

    /// <summary>Quantiles moved for bias and for the change of the standard error with the parameter, from leaving out each case (B. Efron, Better bootstrap confidence intervals, 1987).</summary>
    BiasCorrectedAccelerated,
}
