namespace Ansatz.StructuralEquations;

/// <summary>The ids of what <see cref="ModelVerdicts"/> says of a model before there are data; each has a page in docs/diagnostics.</summary>
public static class VerdictCodes
{
    /// <summary>More parameters than moments.</summary>
    public const string NegativeDegreesOfFreedom = "ANZ2010";

    /// <summary>A latent variable whose unit of measurement nothing sets.</summary>
    public const string LatentScale = "ANZ2011";

    /// <summary>A latent variable with fewer than three indicators and no other link.</summary>
    public const string FewIndicators = "ANZ2012";

    /// <summary>A latent variable with three indicators and no other link.</summary>
    public const string ThreeIndicators = "ANZ2013";

    /// <summary>A latent variable whose origin nothing sets: its mean and the intercepts of all its indicators are free.</summary>
    public const string LatentOrigin = "ANZ2014";

    /// <summary>Parameters that can change together without changing the moments.</summary>
    public const string NotIdentified = "ANZ2020";

    /// <summary>Parameters that the half-trek criterion proves identified.</summary>
    public const string HalfTrekProof = "ANZ2021";

    /// <summary>Finitely many solutions, but the half-trek criterion does not prove that there is one.</summary>
    public const string HalfTrekInconclusive = "ANZ2022";

    /// <summary>Several parameter values with the same moments.</summary>
    public const string SeveralSolutions = "ANZ2023";

    /// <summary>As many parameters as moments.</summary>
    public const string JustIdentified = "ANZ2024";

    /// <summary>A cycle of coefficients.</summary>
    public const string Cyclic = "ANZ2030";

    /// <summary>det(I − Λ) of a cycle can be 0 at plausible values.</summary>
    public const string SingularCycle = "ANZ2031";

    /// <summary>A coefficient and a covariance of disturbances between the same variables, without an instrument.</summary>
    public const string BowWithoutInstrument = "ANZ2032";

    /// <summary>Two variables that affect each other, with an equation that lacks instruments.</summary>
    public const string CycleWithoutInstruments = "ANZ2033";

    /// <summary>Constraints on the covariances that the data can contradict.</summary>
    public const string ImpliedConstraints = "ANZ2040";

    /// <summary>An equality constraint that contradicts others, follows from them, or makes groups not comparable.</summary>
    public const string EqualityConstraint = "ANZ2041";

    /// <summary>Exogenous variables whose moments are the sample's.</summary>
    public const string FixedExogenous = "ANZ2050";
}
