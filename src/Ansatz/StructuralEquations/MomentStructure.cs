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

    /// <summary>det(I − Λ) of each strongly connected component that has a cycle; their signs tell on which side of a singularity the parameters are. Effects come before causes.</summary>
    public abstract void CycleDeterminants(int group, ReadOnlySpan<double> theta, Span<double> determinants);

    /// <summary>How many strongly connected components of a group have a cycle.</summary>
    public abstract int CyclicComponents(int group);

    /// <summary>Another instance of the same structure, for another thread.</summary>
    public virtual MomentStructure Another() => new ReticularMoments(Table);

    /// <summary>
    /// The first derivative of Σ_ij W_ij σ_ij + Σ_i w_i μ_i with respect to <see cref="ParametersOf"/>; by default from the Jacobian.
    /// </summary>
    /// <param name="group">The group, from 0.</param>
    /// <param name="theta">The free parameters.</param>
    /// <param name="exogenous">See <see cref="Moments"/>.</param>
    /// <param name="weight">W, symmetric, p × p; the sum is over all pairs.</param>
    /// <param name="meanWeight">w; empty where the model has no means.</param>
    /// <param name="gradient">Takes the derivative.</param>
    public virtual bool Gradient(int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, ReadOnlySpan<double> weight, ReadOnlySpan<double> meanWeight, Span<double> gradient)
    {
        var count = ParametersOf(group).Length;
        var p = Groups[group].ObservedCount;
        var moments = p * (p + 1) / 2 + (Table.HasMeans ? p : 0);
        var jacobian = Scratch(count * moments + moments);
        if (!Jacobian(group, theta, exogenous, jacobian.AsSpan(0, count * moments))) return false;
        var weights = jacobian.AsSpan(count * moments, moments);
        var k = 0;
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j < i; j++) weights[k++] = weight[i * p + j] + weight[j * p + i];
            weights[k++] = weight[i * p + i];
        }

        if (Table.HasMeans) meanWeight.CopyTo(weights[k..]);
        for (var a = 0; a < count; a++) gradient[a] = Dense.Dot(jacobian.AsSpan(a * moments, moments), weights);
        return true;
    }

    /// <summary>
    /// Inner products of the derivatives of the moments: with A = ∂Σ/∂θ_a, a = ∂μ/∂θ_a and B, b likewise, tr(PARB) + 2 aᵀPb + 2 vᵀAPb + 2 vᵀBPa for each pair of
    /// <see cref="ParametersOf"/>. With P = R = Σ⁻¹ and v = 0 it is twice the expected information of a case. By default from the Jacobian.
    /// </summary>
    /// <param name="group">The group, from 0.</param>
    /// <param name="theta">The free parameters.</param>
    /// <param name="exogenous">See <see cref="Moments"/>.</param>
    /// <param name="left">P, symmetric, p × p.</param>
    /// <param name="right">R, symmetric, p × p.</param>
    /// <param name="mean">v; empty where the model has no means, or for 0.</param>
    /// <param name="products">Takes the matrix, both halves.</param>
    public virtual bool Products(int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, ReadOnlySpan<double> left, ReadOnlySpan<double> right, ReadOnlySpan<double> mean, Span<double> products)
    {
        var count = ParametersOf(group).Length;
        var p = Groups[group].ObservedCount;
        var lower = p * (p + 1) / 2;
        var moments = lower + (Table.HasMeans ? p : 0);
        var scratch = Scratch(count * moments + count * p * p + 3 * p * p + 4 * p).AsSpan();
        var jacobian = scratch[..(count * moments)];
        if (!Jacobian(group, theta, exogenous, jacobian)) return false;
        var sandwiches = scratch.Slice(count * moments, count * p * p);
        var full = scratch.Slice(count * moments + count * p * p, p * p);
        var half = scratch.Slice(count * moments + count * p * p + p * p, p * p);
        var means = scratch.Slice(count * moments + count * p * p + 2 * p * p, p);
        for (var a = 0; a < count; a++)
        {
            // tr(P A R B) = Σ_ij (R·A·P)_ij B_ij, B symmetric: rows of the symmetric part suffice.
            Unpack(jacobian.Slice(a * moments, lower), full, p);
            Dense.Multiply(left, full, half, p, p, p);
            Dense.Multiply(half, right, sandwiches.Slice(a * p * p, p * p), p, p, p);
        }

        for (var b = 0; b < count; b++)
        {
            Unpack(jacobian.Slice(b * moments, lower), full, p);
            for (var a = 0; a <= b; a++) products[b * count + a] = products[a * count + b] = Dense.Dot(sandwiches.Slice(a * p * p, p * p), full);
        }

        if (!Table.HasMeans) return true;
        for (var b = 0; b < count; b++)
        {
            // 2 (P b)ᵀ(a + A v), and the mirror of its second part.
            Dense.Multiply(left, jacobian.Slice(b * moments + lower, p), means, p, p, 1);
            for (var a = 0; a < count; a++)
            {
                if (a <= b)
                {
                    var mm = 2 * Dense.Dot(means, jacobian.Slice(a * moments + lower, p));
                    products[b * count + a] += mm;
                    if (a < b) products[a * count + b] += mm;
                }

                if (mean.IsEmpty) continue;
                Unpack(jacobian.Slice(a * moments, lower), full, p);
                var sum = 0.0;
                for (var i = 0; i < p; i++) sum += means[i] * Dense.Dot(full.Slice(i * p, p), mean);
                products[a * count + b] += 2 * sum;
                products[b * count + a] += 2 * sum;
            }
        }

        return true;
    }

    private double[] scratch = [];

    private double[] Scratch(int length) => scratch.Length >= length ? scratch : scratch = new double[length];

    private static void Unpack(ReadOnlySpan<double> lower, Span<double> full, int p)
    {
        for (int i = 0, k = 0; i < p; i++)
        {
            for (var j = 0; j <= i; j++) full[i * p + j] = full[j * p + i] = lower[k++];
        }
    }
}
