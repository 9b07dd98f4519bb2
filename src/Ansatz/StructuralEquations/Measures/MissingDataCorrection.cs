using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Ansatz.StructuralEquations;

/// <summary>
/// Corrections of CFI, TLI and RMSEA for missing data: the complete-data discrepancy at the estimates, with the saturated moments as sample, and its expectation
/// (X. Zhang and V. Savalei, New computations for RMSEA and CFI following FIML and TS estimation with missing data, Psychological Methods 2023).
/// </summary>
/// <param name="Statistic">N times the complete-data discrepancy of the model.</param>
/// <param name="Factor">Its expectation by degree of freedom.</param>
/// <param name="BaselineStatistic">The same of the baseline model.</param>
/// <param name="BaselineFactor">Its factor.</param>
public sealed record MissingDataCorrection(double Statistic, double Factor, double BaselineStatistic, double BaselineFactor)
{
    /// <summary>The correction, given the variables that are fixed: their own moments take no part.</summary>
    /// <param name="groups">What there is of each group.</param>
    /// <param name="isFixed">Which variables are fixed.</param>
    /// <param name="robust">Whether the data are not taken for normal.</param>
    /// <param name="degrees">The model's degrees of freedom.</param>
    /// <param name="constraints">The model's constraints.</param>
    /// <param name="directions">The directions that they leave at the estimates.</param>
    /// <param name="baselineDegrees">The baseline model's degrees of freedom.</param>
    /// <param name="baselineConstraints">The baseline model's constraints.</param>
    /// <returns>Null where an information matrix is singular or covariances are not positive definite.</returns>
    internal static MissingDataCorrection? Of(IReadOnlyList<MissingDataGroup> groups, bool[] isFixed, bool robust, int degrees, ConstraintSet constraints, NullSpace? directions, int baselineDegrees, ConstraintSet baselineConstraints)
    {
        double total = groups.Sum(g => g.Sample.Count), statistic = 0, baselineStatistic = 0;
        var p = isFixed.Length;
        var m = NormalMoments.Count(p, true);
        var free = SaturatedInformation.FreeMoments(isFixed, true);
        var count = free.Length;
        Matrix<double> complete = new DenseMatrix(count * groups.Count), incomplete = new DenseMatrix(count * groups.Count), inverse = new DenseMatrix(count * groups.Count), scores = new DenseMatrix(count * groups.Count);
        for (var g = 0; g < groups.Count; g++)
        {
            var (sample, moments) = (groups[g].Sample, groups[g].Sample.Moments);
            if (SaturatedInformation.Normal(moments.Covariance, p, true) is not { } normal || SaturatedInformation.Of(sample, true, true) is not { } observed) return null;
            var own = SaturatedInformation.Part(observed, m, free);
            if (Dense.Inverse(own, count) is not { } inverted) return null;
            var share = sample.Count / total;
            Place(complete, SaturatedInformation.Part(normal, m, free), share);
            Place(incomplete, own, share);
            Place(inverse, inverted, 1 / share);
            if (robust) Place(scores, SaturatedInformation.Part(FourthMoments.FirstOrder(sample, moments.Covariance, moments.Mean, true), m, free), share);
            if (Discrepancy(moments, groups[g].Implied, groups[g].ImpliedMean) is not { } value || Discrepancy(moments, groups[g].Baseline, groups[g].BaselineMean) is not { } baselineValue) return null;
            statistic += value;
            baselineStatistic += baselineValue;

            void Place(Matrix<double> into, double[] block, double scale) => into.SetSubMatrix(g * count, g * count, scale * new DenseMatrix(count, count, block));
        }

        var model = Expected([.. groups.Select(g => g.Jacobian)], constraints, directions);
        var baseline = Expected([.. groups.Select(g => g.BaselineJacobian)], baselineConstraints, null);
        return model is null || baseline is null ? null : new(statistic, model.Value / degrees, baselineStatistic, baseline.Value / baselineDegrees);

        // With W the incomplete data's information, V that of complete data and U = W − WΔ(ΔᵀWΔ)⁻¹ΔᵀW: tr(V W⁻¹ U W⁻¹); with the first-order information J for data that are not normal
        // tr(U W⁻¹ V W⁻¹ U W⁻¹ J W⁻¹).
        double? Expected(Matrix<double>[] jacobians, ConstraintSet own, NullSpace? left)
        {
            var delta = new DenseMatrix(own.Count, count * groups.Count);
            for (var g = 0; g < jacobians.Length; g++)
            {
                for (var k = 0; k < count; k++) delta.SetSubMatrix(0, own.Count, g * count + k, 1, jacobians[g].SubMatrix(0, own.Count, free[k], 1));
            }

            if (ParameterCovariance.Inverse((delta * incomplete * delta.Transpose()).ToRowMajorArray(), own, left, out _) is not { } covariance) return null;
            var fitted = delta.TransposeThisAndMultiply(new DenseMatrix(own.Count, own.Count, covariance)) * delta;
            if (!robust) return (complete * (inverse - fitted)).Trace();
            var residual = DenseMatrix.CreateIdentity(count * groups.Count) - incomplete * fitted;
            return (residual * complete * residual.Transpose() * inverse * scores * inverse).Trace();
        }
    }

    private static double? Discrepancy(SampleMoments sample, double[] sigma, double[] mu)
    {
        var own = new MaximumLikelihood(mu.Length, true);
        return own.SetSample(sample.Count, sample.Covariance, sample.Mean) && own.Evaluate(sigma, mu, out var value) ? sample.Count * value : null;
    }
}

/// <summary>What the correction for missing data needs of a group.</summary>
internal sealed record MissingDataGroup
{
    /// <summary>The cases, with the saturated moments.</summary>
    public required GroupSample Sample { get; init; }

    public required double[] Implied { get; init; }

    public required double[] ImpliedMean { get; init; }

    /// <summary>The implied moments of the baseline model.</summary>
    public required double[] Baseline { get; init; }

    public required double[] BaselineMean { get; init; }

    /// <summary>The derivatives of the implied moments, one row for each free parameter of the model.</summary>
    public required Matrix<double> Jacobian { get; init; }

    /// <summary>The same of the baseline model, over its parameters in all groups.</summary>
    public required Matrix<double> BaselineJacobian { get; init; }
}
