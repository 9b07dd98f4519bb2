namespace Ansatz.StructuralEquations;

/// <summary>
/// How far a group's implied moments are from its sample: F(Σ, μ) ≥ 0, scaled so that the number of cases (or one less) times its minimum is the χ² of the model. An instance holds the sample and
/// what of it is computed once, and what was computed at the last moments.
/// </summary>
internal abstract class Discrepancy
{
    /// <summary>The weight of this group's F in the χ²: N, or N − 1 for the least-squares estimators.</summary>
    public abstract double Cases { get; }

    /// <summary>F; false where it does not exist, for Σ that is not positive definite.</summary>
    public abstract bool Evaluate(ReadOnlySpan<double> sigma, ReadOnlySpan<double> mu, out double value);

    /// <summary>∂F/∂Σ as a symmetric matrix W with dF = Σ_ij W_ij dσ_ij, and ∂F/∂μ, at the moments of the last <see cref="Evaluate"/>.</summary>
    public abstract void Derivatives(out ReadOnlySpan<double> weight, out ReadOnlySpan<double> meanWeight);

    /// <summary>The expected second derivative (that of the model's own curvature left out), both halves.</summary>
    public abstract bool Expected(MomentStructure structure, int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> hessian);

    /// <summary>The second derivative of F by the moments along the Jacobian, both halves; the curvature of the moments comes in addition.</summary>
    public abstract bool Observed(MomentStructure structure, int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> hessian);
}
