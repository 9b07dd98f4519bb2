namespace Ansatz.StructuralEquations;

/// <summary>
/// How far a group's implied moments are from its sample: F(Σ, μ) ≥ 0, scaled so that the number of cases (or one less) times its minimum is the χ² of the model. An instance holds the sample and
/// what of it is computed once, and what was computed at the last moments.
/// </summary>
internal abstract class Discrepancy
{
    /// <summary>The weight of this group's F in the χ²: N, or N − 1 for the least-squares estimators.</summary>
    public abstract double Cases { get; }

    /// <summary>Takes a sample: its number of cases, covariances in the estimator's own divisor, and means; false where it cannot be fitted, its covariances not being positive definite.</summary>
    public abstract bool SetSample(int n, ReadOnlySpan<double> covariance, ReadOnlySpan<double> mean);

    /// <summary>F; false where it does not exist, for Σ that is not positive definite.</summary>
    public abstract bool Evaluate(ReadOnlySpan<double> sigma, ReadOnlySpan<double> mu, out double value);

    /// <summary>∂F/∂Σ as a symmetric matrix W with dF = Σ_ij W_ij dσ_ij, and ∂F/∂μ, at the moments of the last <see cref="Evaluate"/>.</summary>
    public abstract void Derivatives(out ReadOnlySpan<double> weight, out ReadOnlySpan<double> meanWeight);

    /// <summary>The expected second derivative (that of the model's own curvature left out), both halves.</summary>
    public abstract bool Expected(MomentStructure structure, int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> hessian);

    /// <summary>The second derivative of F by the moments along the Jacobian, both halves; the curvature of the moments comes in addition.</summary>
    public abstract bool Observed(MomentStructure structure, int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> hessian);

    /// <summary>The second derivative of F with respect to the moments (lower triangle of Σ row by row, then μ), both halves: observed, or its expectation.</summary>
    public abstract void MomentHessian(bool observed, Span<double> into);
}

/// <summary>A discrepancy whose second derivative is a matrix V over the moments: it is taken along the Jacobian as JVJᵀ.</summary>
internal abstract class MomentDiscrepancy : Discrepancy
{
    private double[] moments = [], jacobian = [], product = [];

    /// <summary>How many moments.</summary>
    protected abstract int MomentCount { get; }

    /// <summary>Whether the second derivative does not change, so that <see cref="Discrepancy.MomentHessian"/> is asked for once after each sample.</summary>
    protected virtual bool IsConstant => false;

    /// <summary>Forgets the constant second derivative.</summary>
    protected void Renew() => known = false;

    private bool known;

    /// <inheritdoc/>
    public override bool Expected(MomentStructure structure, int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> hessian) => Along(structure, group, theta, exogenous, false, hessian);

    /// <inheritdoc/>
    public override bool Observed(MomentStructure structure, int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> hessian) => Along(structure, group, theta, exogenous, true, hessian);

    private bool Along(MomentStructure structure, int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, bool observed, Span<double> hessian)
    {
        var n = structure.ParametersOf(group).Length;
        var m = MomentCount;
        if (jacobian.Length != n * m) (moments, jacobian, product) = (new double[m * m], new double[n * m], new double[n * m]);
        if (!structure.Jacobian(group, theta, exogenous, jacobian)) return false;
        if (!known || !IsConstant)
        {
            MomentHessian(observed, moments);
            known = true;
        }

        Dense.Multiply(jacobian, moments, product, n, m, m);
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b <= a; b++) hessian[a * n + b] = hessian[b * n + a] = Dense.Dot(product.AsSpan(a * m, m), jacobian.AsSpan(b * m, m));
        }

        return true;
    }
}
