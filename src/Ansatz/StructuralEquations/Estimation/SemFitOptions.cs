namespace Ansatz.StructuralEquations;

/// <summary>Estimators of structural equation models; the names are lavaan's.</summary>
public enum SemEstimator
{
    /// <summary>Maximum likelihood under normality.</summary>
    ML,

    /// <summary>Generalised least squares, weights from the sample covariances.</summary>
    GLS,

    /// <summary>Unweighted least squares.</summary>
    ULS,

    /// <summary>Weighted least squares: asymptotically distribution-free, with the full weight matrix of fourth moments.</summary>
    WLS,

    /// <summary>Diagonally weighted least squares.</summary>
    DWLS,

    /// <summary>Maximum likelihood with Huber–White standard errors and the Yuan–Bentler scaled test.</summary>
    MLR,

    /// <summary>Maximum likelihood with robust standard errors and the Satorra–Bentler scaled test.</summary>
    MLM,

    /// <summary>Maximum likelihood with robust standard errors and the scaled and shifted test.</summary>
    MLMV,

    /// <summary>Maximum likelihood with robust standard errors and the mean and variance adjusted test.</summary>
    MLMVS,

    /// <summary>Unweighted least squares with robust standard errors and the scaled and shifted test.</summary>
    ULSMV,

    /// <summary>Diagonally weighted least squares with robust standard errors and the Satorra–Bentler scaled test.</summary>
    WLSM,

    /// <summary>Diagonally weighted least squares with robust standard errors and the scaled and shifted test.</summary>
    WLSMV,
}

/// <summary>What becomes of missing values.</summary>
public enum MissingData
{
    /// <summary>Cases with a missing value are left out.</summary>
    Listwise,

    /// <summary>Each case counts with the values that it has (full information maximum likelihood).</summary>
    Fiml,
}

/// <summary>Kinds of standard errors.</summary>
public enum StandardErrorKind
{
    /// <summary>The estimator's.</summary>
    Default,

    /// <summary>None.</summary>
    None,

    /// <summary>From the inverse information.</summary>
    Standard,

    /// <summary>From the information and the fourth moments (lavaan's <c>robust.sem</c>).</summary>
    RobustSem,

    /// <summary>From the information and the casewise scores (lavaan's <c>robust.huber.white</c>).</summary>
    RobustHuberWhite,
}

/// <summary>Kinds of tests of a model against the saturated one.</summary>
public enum SemTestKind
{
    /// <summary>The estimator's.</summary>
    Default,

    /// <summary>None.</summary>
    None,

    /// <summary>The normal-theory χ².</summary>
    Standard,

    /// <summary>Scaled by the mean (Satorra and Bentler 1994).</summary>
    SatorraBentler,

    /// <summary>Scaled by the mean, from casewise scores (Yuan and Bentler 2000, in the variant of Mplus).</summary>
    YuanBentler,

    /// <summary>Adjusted by mean and variance, degrees of freedom estimated (Satterthwaite).</summary>
    MeanVarianceAdjusted,

    /// <summary>Scaled and shifted (Asparouhov and Muthén 2010).</summary>
    ScaledShifted,
}

/// <summary>Kinds of information matrices.</summary>
public enum InformationKind
{
    /// <summary>Expected; observed for missing values and Huber–White standard errors.</summary>
    Default,

    /// <summary>The expected information.</summary>
    Expected,

    /// <summary>The Hessian of the discrepancy at the estimate.</summary>
    Observed,
}

/// <summary>How a structural equation model is fitted.</summary>
public sealed record SemFitOptions
{
    /// <summary>The estimator.</summary>
    public SemEstimator Estimator { get; init; } = SemEstimator.ML;

    /// <summary>What becomes of missing values.</summary>
    public MissingData Missing { get; init; } = MissingData.Listwise;

    /// <summary>The column of groups; null for one group.</summary>
    public string? Group { get; init; }

    /// <summary>The values of <see cref="Group"/>, or the labels of moments, in the order of the model's groups; others are left out. Null for all, in the order of their first appearance.</summary>
    public IReadOnlyList<string>? GroupLabels { get; init; }

    /// <summary>Which standard errors.</summary>
    public StandardErrorKind StandardErrors { get; init; }

    /// <summary>Which test.</summary>
    public SemTestKind Test { get; init; }

    /// <summary>Which information.</summary>
    public InformationKind Information { get; init; }

    /// <summary>Where to start: one value for each free parameter; null for lavaan's rules.</summary>
    public IReadOnlyList<double>? Start { get; init; }

    /// <summary>The largest component of the gradient, of half the discrepancy per case, at which a fit has converged; see <see cref="SemFit.ConvergenceCriterion"/>.</summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>The most steps.</summary>
    public int MaxIterations { get; init; } = 500;

    /// <summary>
    /// Standard errors and intervals come from this bootstrap of the cases instead of <see cref="StandardErrors"/>; null for none. What is derived from the covariance of the estimates follows it
    /// too.
    /// </summary>
    public BootstrapOptions? Bootstrap { get; init; }

    /// <summary>The level of confidence intervals.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Whether the independence model is fitted too.</summary>
    public bool Baseline { get; init; } = true;
}
