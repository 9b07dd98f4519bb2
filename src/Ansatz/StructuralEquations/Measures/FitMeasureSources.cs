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
    public required ChiSquareTest Test { get; init; }

    /// <summary>The scaled test; null if there is none.</summary>
    public ScaledTest? Scaled { get; init; }

    /// <summary>χ² of the baseline model; null if it could not be fitted.</summary>
    public ChiSquareTest? Baseline { get; init; }

    /// <summary>The baseline model's scaled test.</summary>
    public ScaledTest? BaselineScaled { get; init; }

    /// <summary>The log-likelihoods; null for estimators without.</summary>
    public LogLikelihoods? Likelihood { get; init; }

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

/// <summary>A test statistic that is asymptotically χ².</summary>
/// <param name="Statistic">The statistic.</param>
/// <param name="Degrees">The degrees of freedom.</param>
public sealed record ChiSquareTest(double Statistic, int Degrees)
{
    /// <summary>The probability of a larger statistic; null for 0 degrees of freedom.</summary>
    public double? PValue => Degrees > 0 ? Tail(Statistic, Degrees) : null;

    internal static double Tail(double statistic, double degrees) => statistic <= 0 ? 1 : MathNet.Numerics.SpecialFunctions.GammaUpperRegularized(0.5 * degrees, 0.5 * statistic);
}

/// <summary>A mean-scaled test (Satorra–Bentler, Yuan–Bentler): the χ² statistic divided by a factor.</summary>
/// <param name="Statistic">The scaled statistic.</param>
/// <param name="Degrees">The degrees of freedom.</param>
/// <param name="Factor">The scaling factor, trace(UΓ)/df.</param>
public sealed record ScaledTest(double Statistic, int Degrees, double Factor)
{
    /// <summary>The probability of a larger statistic; null for 0 degrees of freedom.</summary>
    public double? PValue => Degrees > 0 ? ChiSquareTest.Tail(Statistic, Degrees) : null;
}

/// <summary>Log-likelihoods, without the part of fixed exogenous variables.</summary>
/// <param name="Model">Of the model.</param>
/// <param name="Unrestricted">Of the saturated model.</param>
public sealed record LogLikelihoods(double Model, double Unrestricted)
{
    /// <summary>The scaling factor of the model's log-likelihood under MLR.</summary>
    public double? ModelScaling { get; init; }

    /// <summary>The scaling factor of the saturated model's log-likelihood under MLR.</summary>
    public double? UnrestrictedScaling { get; init; }
}

/// <summary>
/// Corrections of CFI, TLI and RMSEA for missing data: the complete-data discrepancy at the FIML estimates with the saturated moments as sample, and its expectation
/// (X. Zhang and V. Savalei, New computations for RMSEA and CFI following FIML and TS estimation with missing data, Psychological Methods 2023).
/// </summary>
/// <param name="Statistic">N times the complete-data discrepancy of the model.</param>
/// <param name="Factor">Its expectation by degree of freedom.</param>
/// <param name="BaselineStatistic">The same of the baseline model.</param>
/// <param name="BaselineFactor">Its factor.</param>
public sealed record MissingDataCorrection(double Statistic, double Factor, double BaselineStatistic, double BaselineFactor);

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

    /// <summary>How residuals are weighed in the goodness-of-fit index; where null, by normal theory at the implied moments.</summary>
    public ResidualWeight? Weight { get; init; }
}

/// <summary>A quadratic form of moments: of a symmetric matrix (p × p) and of means (empty where there are none).</summary>
public delegate double ResidualWeight(ReadOnlySpan<double> covariance, ReadOnlySpan<double> mean);
