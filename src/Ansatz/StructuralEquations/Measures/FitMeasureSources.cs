namespace Ansatz.StructuralEquations;

/// <summary>What measures of fit are computed from.</summary>
public sealed record FitMeasureSources
{
    /// <summary>The number of independent parameters: free ones less independent equality constraints.</summary>
    public required int ParameterCount { get; init; }

    /// <summary>The number of cases that were used, over all groups.</summary>
    public required int CaseCount { get; init; }

    /// <summary>The N of noncentrality: the number of cases for maximum likelihood, less one for each group for least squares estimators.</summary>
    public required double EffectiveCount { get; init; }

    /// <summary>The minimum of the discrepancy as lavaan scales it: χ²/(2N).</summary>
    public required double Minimum { get; init; }

    /// <summary>χ² and degrees of freedom of the model.</summary>
    public required SemTest Test { get; init; }

    /// <summary>The scaled test; null if there is none.</summary>
    public SemTest? Scaled { get; init; }

    /// <summary>χ² of the baseline model; null if it could not be fitted.</summary>
    public SemTest? Baseline { get; init; }

    /// <summary>The baseline model's scaled test.</summary>
    public SemTest? BaselineScaled { get; init; }

    /// <summary>The log-likelihoods; null for estimators without.</summary>
    public ModelLikelihood? Likelihood { get; init; }

    /// <summary>Whether values are missing: then robust measures come from <see cref="Missing"/> only.</summary>
    public bool HasMissing { get; init; }

    /// <summary>What corrects the measures for missing data; null for complete data.</summary>
    public MissingDataCorrection? Missing { get; init; }

    /// <summary>The moments of each group.</summary>
    public required IReadOnlyList<GroupMoments> Groups { get; init; }

    /// <summary>The level of the interval of the root mean square error of approximation.</summary>
    public double RmseaLevel { get; init; } = 0.90;

    /// <summary>The RMSEA below or at which fit is called close.</summary>
    public double RmseaClose { get; init; } = 0.05;

    /// <summary>The RMSEA at or above which fit is called not close.</summary>
    public double RmseaNotClose { get; init; } = 0.08;
}

/// <summary>Log-likelihoods, without the part of fixed exogenous variables.</summary>
/// <param name="Model">Of the model.</param>
/// <param name="Unrestricted">Of the saturated model.</param>
public sealed record ModelLikelihood(double Model, double Unrestricted)
{
    /// <summary>The scaling factor of the model's log-likelihood under MLR.</summary>
    public double? ModelScaling { get; init; }

    /// <summary>The scaling factor of the saturated model's log-likelihood under MLR.</summary>
    public double? UnrestrictedScaling { get; init; }
}

/// <summary>Observed and implied moments of one group.</summary>
public sealed record GroupMoments
{
    /// <summary>The number of cases.</summary>
    public required int Count { get; init; }

    /// <summary>The sample's covariances, p × p, row by row; the saturated model's where data are missing.</summary>
    public required double[] Covariance { get; init; }

    /// <summary>The implied covariances.</summary>
    public required double[] Implied { get; init; }

    /// <summary>The sample's means; empty without a mean structure.</summary>
    public double[] Mean { get; init; } = [];

    /// <summary>The implied means.</summary>
    public double[] ImpliedMean { get; init; } = [];

    /// <summary>Where data are missing: covariances and means of the available pairs of values, which lavaan's goodness-of-fit index takes as observed. Null for complete data.</summary>
    public (double[] Covariance, double[] Mean)? Available { get; init; }

    /// <summary>How residuals are weighed in the goodness-of-fit index; where null, by normal theory at the implied moments.</summary>
    public ResidualWeight? Weight { get; init; }
}

/// <summary>A quadratic form of moments: of a symmetric matrix (p × p) and of means (empty where there are none).</summary>
public delegate double ResidualWeight(ReadOnlySpan<double> covariance, ReadOnlySpan<double> mean);
