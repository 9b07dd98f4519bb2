namespace Ansatz.StructuralEquations;

/// <summary>What can be said of a fit beside its numbers.</summary>
public enum FitRemarkKind
{
    /// <summary>The steps ended before the gradient was small.</summary>
    NotConverged,

    /// <summary>No moments that can be compared exist at the starting values.</summary>
    NoStart,

    /// <summary>A variance is negative (a Heywood case).</summary>
    NegativeVariance,

    /// <summary>The implied covariances are not positive definite.</summary>
    NotPositiveDefinite,

    /// <summary>The covariances of latent variables are not positive definite.</summary>
    LatentNotPositiveDefinite,

    /// <summary>The sample covariances are not positive definite.</summary>
    SampleNotPositiveDefinite,

    /// <summary>A step would have led across det(I − Λ) = 0 of a cycle and was shortened; the first of its coefficients is named.</summary>
    CycleSingular,

    /// <summary>The information is singular: the parameters named are not identified at the estimate.</summary>
    SingularInformation,

    /// <summary>There are fewer cases than the computation needs.</summary>
    TooFewCases,

    /// <summary>There are more parameters than moments.</summary>
    NegativeDegreesOfFreedom,

    /// <summary>Constraints contradict each other, or the fit found no parameters that meet them.</summary>
    Constraints,

    /// <summary>Saturated moments of incomplete cases did not settle.</summary>
    SaturatedNotConverged,

    /// <summary>A statistic that was asked for does not exist here.</summary>
    NotAvailable,
}

/// <summary>A remark on a fit.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Parameter">The parameter concerned, as <c>left operator right</c> (with its group where there are several); null if it is none.</param>
/// <param name="Text">A sentence.</param>
public sealed record FitRemark(FitRemarkKind Kind, string? Parameter, string Text);
