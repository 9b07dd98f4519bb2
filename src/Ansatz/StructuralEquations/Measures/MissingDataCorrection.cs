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
    /// <summary>The correction.</summary>
    /// <param name="groups">What there is of each group.</param>
    /// <param name="degrees">The model's degrees of freedom.</param>
    /// <param name="constraints">The model's constraints.</param>
    /// <param name="directions">The directions that they leave at the estimates.</param>
    /// <param name="baselineDegrees">The baseline model's degrees of freedom.</param>
    /// <param name="baselineConstraints">The baseline model's constraints.</param>
    /// <returns>Null where an information matrix is singular.</returns>
    internal static MissingDataCorrection? Of(IReadOnlyList<MissingDataGroup> groups, int degrees, ConstraintSet constraints, NullSpace? directions, int baselineDegrees, ConstraintSet baselineConstraints)
    {
        double total = groups.Sum(g => g.Count);
        var count = groups[0].Jacobian.ColumnCount;
        Matrix<double> complete = new DenseMatrix(count * groups.Count), incomplete = new DenseMatrix(count * groups.Count), scores = new DenseMatrix(count * groups.Count);
        var robust = groups.All(g => g.Cases is not null);
        for (var g = 0; g < groups.Count; g++)
        {
            var share = groups[g].Count / total;
            complete.SetSubMatrix(g * count, g * count, share * NormalTheory.Covariance(groups[g].Covariance, means: true).Inverse());
            incomplete.SetSubMatrix(g * count, g * count, share * Information(groups[g]));
            if (robust) scores.SetSubMatrix(g * count, g * count, share * FirstOrder(groups[g]));
        }

        var inverse = incomplete.Inverse();
        var model = Expected([.. groups.Select(g => g.Jacobian)], constraints, directions);
        var baseline = Expected([.. groups.Select(g => g.BaselineJacobian)], baselineConstraints, null);
        return model is null || baseline is null ? null : new(
            groups.Sum(g => g.Count * Discrepancy(g.Covariance, g.Mean, g.Implied, g.ImpliedMean)), model.Value / degrees,
            groups.Sum(g => g.Count * Discrepancy(g.Covariance, g.Mean, g.Baseline, g.BaselineMean)), baseline.Value / baselineDegrees);

        // With W the incomplete data's information, V that of complete data and U = W − WΔ(ΔᵀWΔ)⁻¹ΔᵀW: tr(V W⁻¹ U W⁻¹); with the first-order information J for data that are not normal
        // tr(U W⁻¹ V W⁻¹ U W⁻¹ J W⁻¹).
        double? Expected(Matrix<double>[] jacobians, ConstraintSet own, NullSpace? left)
        {
            var delta = new DenseMatrix(own.Count, count * groups.Count);
            for (var g = 0; g < jacobians.Length; g++) delta.SetSubMatrix(0, g * count, jacobians[g]);
            if (ParameterCovariance.Inverse((delta * incomplete * delta.Transpose()).ToRowMajorArray(), own, left, out _) is not { } covariance) return null;
            var fitted = delta.TransposeThisAndMultiply(new DenseMatrix(own.Count, own.Count, covariance)) * delta;
            if (!robust) return (complete * (inverse - fitted)).Trace();
            var residual = DenseMatrix.CreateIdentity(count * groups.Count) - incomplete * fitted;
            return (residual * complete * residual.Transpose() * inverse * scores * inverse).Trace();
        }
    }

    /// <summary>The mean outer product of the cases' scores of the saturated moments.</summary>
    private static Matrix<double> FirstOrder(MissingDataGroup group)
    {
        var (cases, p) = (group.Cases!, group.Mean.Length);
        var pairs = p * (p + 1) / 2;
        Matrix<double> sum = new DenseMatrix(pairs + p);
        var inverses = new Dictionary<string, Matrix<double>>(StringComparer.Ordinal);
        for (var c = 0; c < cases.Length / p; c++)
        {
            int[] o = [.. Enumerable.Range(0, p).Where(k => !double.IsNaN(cases[c * p + k]))];
            var key = string.Join(',', o);
            if (!inverses.TryGetValue(key, out var a)) inverses.Add(key, a = DenseMatrix.Create(o.Length, o.Length, (i, j) => group.Covariance[o[i] * p + o[j]]).Inverse());
            var z = a * DenseVector.Create(o.Length, i => cases[c * p + o[i]] - group.Mean[o[i]]);
            var score = new DenseVector(pairs + p);
            for (var i = 0; i < o.Length; i++)
            {
                score[pairs + o[i]] = z[i];
                for (var j = 0; j <= i; j++) score[o[i] * (o[i] + 1) / 2 + o[j]] = (z[i] * z[j] - a[i, j]) * (i == j ? 0.5 : 1);
            }

            sum += score.OuterProduct(score);
        }

        return sum / group.Count;
    }

    private static double Discrepancy(double[] s, double[] m, double[] sigma, double[] mu)
    {
        var p = m.Length;
        Matrix<double> sample = new DenseMatrix(p, p, (double[])s.Clone()), implied = new DenseMatrix(p, p, (double[])sigma.Clone());
        var factor = implied.Cholesky();
        var residual = new DenseVector([.. m.Zip(mu, (a, b) => a - b)]);
        return factor.DeterminantLn - sample.Cholesky().DeterminantLn + factor.Solve(sample).Trace() - p + residual * factor.Solve(residual);
    }

    /// <summary>The observed information of one case on the saturated moments, at their estimates: lower triangle row by row, then means.</summary>
    private static DenseMatrix Information(MissingDataGroup group)
    {
        var p = group.Mean.Length;
        var pairs = p * (p + 1) / 2;
        var information = new DenseMatrix(pairs + p);
        foreach (var pattern in group.Patterns)
        {
            var o = pattern.Observed;
            var share = pattern.Count / (double)group.Count;
            var a = DenseMatrix.Create(o.Length, o.Length, (i, j) => group.Covariance[o[i] * p + o[j]]).Inverse();
            var d = DenseVector.Create(o.Length, i => pattern.Mean[i] - group.Mean[o[i]]);
            var r = DenseMatrix.Create(o.Length, o.Length, (i, j) => pattern.Covariance[i * o.Length + j] + d[i] * d[j]);
            var (q, u) = (a * r * a, a * d);
            for (var i = 0; i < o.Length; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    var row = Place(o[i], o[j]);
                    var rowScale = i == j ? 0.5 : 1;
                    for (var k = 0; k < o.Length; k++)
                    {
                        for (var l = 0; l <= k; l++)
                        {
                            var normal = a[i, k] * a[j, l] + a[i, l] * a[j, k];
                            var residual = a[j, k] * q[l, i] + a[j, l] * q[k, i] + a[i, k] * q[l, j] + a[i, l] * q[k, j];
                            information[row, Place(o[k], o[l])] += share * rowScale * (k == l ? 0.5 : 1) * (residual - normal);
                        }

                        var cross = share * rowScale * (a[k, i] * u[j] + a[k, j] * u[i]);
                        information[row, pairs + o[k]] += cross;
                        information[pairs + o[k], row] += cross;
                    }
                }

                for (var k = 0; k < o.Length; k++) information[pairs + o[i], pairs + o[k]] += share * a[i, k];
            }
        }

        return information;

        static int Place(int i, int j) => i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;
    }
}

/// <summary>What the correction for missing data needs of a group.</summary>
internal sealed record MissingDataGroup
{
    public required int Count { get; init; }

    /// <summary>The saturated covariances and means.</summary>
    public required double[] Covariance { get; init; }

    public required double[] Mean { get; init; }

    public required double[] Implied { get; init; }

    public required double[] ImpliedMean { get; init; }

    /// <summary>The implied moments of the baseline model.</summary>
    public required double[] Baseline { get; init; }

    public required double[] BaselineMean { get; init; }

    /// <summary>The derivatives of the implied moments, one row for each free parameter of the model.</summary>
    public required Matrix<double> Jacobian { get; init; }

    /// <summary>The same of the baseline model, over its parameters in all groups.</summary>
    public required Matrix<double> BaselineJacobian { get; init; }

    /// <summary>The cases, for data that are not normal; null for normal data.</summary>
    public double[]? Cases { get; init; }

    public required IReadOnlyList<(int[] Observed, int Count, double[] Mean, double[] Covariance)> Patterns { get; init; }
}
