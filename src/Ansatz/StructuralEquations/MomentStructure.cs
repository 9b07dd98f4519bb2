namespace Ansatz.StructuralEquations;

/// <summary>
/// The covariances and means that a model implies, as functions of its free parameters θ (the rows with <see cref="ParameterRow.Free"/> &gt; 0, in that order).
/// Generated for a declared model; <c>ReticularMoments</c> computes the same from any parameter table.
/// </summary>
/// <remarks>
/// With p observed variables: Σ is p × p, row by row, both halves; the moments of a Jacobian are the lower triangle of Σ row by row
/// ((0,0), (1,0), (1,1), (2,0) …), then the p means where the model has means. An instance is used by one thread at a time.
/// </remarks>
public abstract class MomentStructure
{
    /// <summary>The parameters.</summary>
    public abstract ParameterTable Table { get; }

    /// <summary>The graph of each group.</summary>
    public abstract IReadOnlyList<ReticularStructure> Groups { get; }

    /// <summary>The free parameters, from 0 and ascending, on which the moments of a group depend.</summary>
    /// <param name="group">The group, from 0.</param>
    public abstract ReadOnlySpan<int> ParametersOf(int group);

    /// <summary>The implied moments.</summary>
    /// <param name="group">The group, from 0.</param>
    /// <param name="theta">The free parameters.</param>
    /// <param name="exogenous">The values of arcs that are fixed at the sample's moments: one for each such arc of <see cref="ReticularStructure.Bidirected"/>, then of <see cref="ReticularStructure.Intercepts"/>, in order.</param>
    /// <param name="sigma">Takes Σ.</param>
    /// <param name="mu">Takes the means; empty where the model has none.</param>
    /// <returns>Whether the moments exist: false where det(I − Λ) is 0 or not finite.</returns>
    public abstract bool Moments(int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> sigma, Span<double> mu);

    /// <summary>The derivative of the moments with respect to each of <see cref="ParametersOf"/>: one row for each, p(p+1)/2 covariances then p means (where there are means).</summary>
    public abstract bool Jacobian(int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> jacobian);

    /// <summary>
    /// The second derivative of Σ_ij W_ij σ_ij + Σ_i w_i μ_i with respect to <see cref="ParametersOf"/>: a symmetric matrix, row by row, both halves.
    /// </summary>
    /// <param name="group">The group, from 0.</param>
    /// <param name="theta">The free parameters.</param>
    /// <param name="exogenous">See <see cref="Moments"/>.</param>
    /// <param name="weight">W, symmetric, p × p; the sum is over all pairs, so that each covariance counts twice.</param>
    /// <param name="meanWeight">w; empty where the model has no means.</param>
    /// <param name="hessian">Takes the matrix.</param>
    public abstract bool Curvature(int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, ReadOnlySpan<double> weight, ReadOnlySpan<double> meanWeight, Span<double> hessian);

    /// <summary>det(I − Λ) of each strongly connected component that has a cycle; their signs tell on which side of a singularity the parameters are.</summary>
    public abstract void CycleDeterminants(int group, ReadOnlySpan<double> theta, Span<double> determinants);

    /// <summary>How many strongly connected components of a group have a cycle.</summary>
    public abstract int CyclicComponents(int group);
}
