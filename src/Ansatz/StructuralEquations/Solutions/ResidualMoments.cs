using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Ansatz.StructuralEquations;

/// <summary>What is left of the sample's moments when the implied ones are taken off, of one group.</summary>
public sealed class ResidualMoments
{
    private ResidualMoments(int group, IReadOnlyList<string> variables, GroupMoments moments)
    {
        Group = group;
        Variables = variables;
        var p = variables.Count;
        Covariance = new double[p * p];
        Correlation = new double[p * p];
        Mean = new double[moments.Mean.Length];
        StandardizedMean = new double[moments.Mean.Length];
        var (s, sigma) = (moments.Covariance, moments.Implied);
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j < p; j++)
            {
                Covariance[i * p + j] = s[i * p + j] - sigma[i * p + j];
                if (i != j) Correlation[i * p + j] = s[i * p + j] / Math.Sqrt(s[i * p + i] * s[j * p + j]) - sigma[i * p + j] / Math.Sqrt(sigma[i * p + i] * sigma[j * p + j]);
            }
        }

        for (var i = 0; i < Mean.Length; i++)
        {
            Mean[i] = moments.Mean[i] - moments.ImpliedMean[i];
            StandardizedMean[i] = Mean[i] / Math.Sqrt(s[i * p + i]);
        }
    }

    /// <summary>The group, from 1.</summary>
    public int Group { get; }

    /// <summary>The p observed variables.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>Sample minus implied covariances, p × p, row by row.</summary>
    public double[] Covariance { get; }

    /// <summary>Sample minus implied means; empty without a mean structure.</summary>
    public double[] Mean { get; }

    /// <summary>Sample minus implied correlations (Bollen's), p × p.</summary>
    public double[] Correlation { get; }

    /// <summary>Residual means by the sample's standard deviations.</summary>
    public double[] StandardizedMean { get; }

    /// <summary>Residual covariances by the standard errors of the sample's covariances, p × p: conservative z-values; NaN for those of fixed variables. Null where they are not computed.</summary>
    public double[]? Normalized { get; private set; }

    /// <summary>The same of the means.</summary>
    public double[]? NormalizedMean { get; private set; }

    /// <summary>Residual covariances by their own standard errors, p × p: z-values; NaN where the residual has no variance (it is 0 for every sample, or of fixed variables). Null where they are not computed.</summary>
    public double[]? Standardized { get; private set; }

    /// <summary>The same of the means.</summary>
    public double[]? StandardizedZMean { get; private set; }

    /// <summary>The residuals of a group.</summary>
    /// <param name="group">The group, from 1.</param>
    /// <param name="variables">The observed variables.</param>
    /// <param name="moments">The moments.</param>
    internal static ResidualMoments Of(int group, IReadOnlyList<string> variables, GroupMoments moments) => new(group, variables, moments);

    /// <summary>
    /// Adds z-values by normal theory, given the variables that are fixed: with Γ the covariance of √N times the sample's moments, V the weight of the moments, Δ their Jacobian and E the expected
    /// information of one case, the residuals are (I − f Δ E⁻¹ Δᵀ V) times the sample's deviations. Which standard errors the estimates have does not matter.
    /// </summary>
    /// <param name="moments">The group's moments.</param>
    /// <param name="weightCovariance">The covariances of which V is made: implied for maximum likelihood, the sample's for generalised least squares.</param>
    /// <param name="jacobian">Δᵀ: one row for each free parameter, over p(p+1)/2 covariances, then p means.</param>
    /// <param name="inverse">E⁻¹.</param>
    /// <param name="share">f: the group's share of all cases.</param>
    /// <param name="isFixed">Which variables are fixed.</param>
    internal void AddZ(GroupMoments moments, double[] weightCovariance, Matrix<double> jacobian, Matrix<double> inverse, double share, bool[] isFixed)
    {
        int p = Variables.Count, pairs = p * (p + 1) / 2, m = pairs + Mean.Length;
        var free = SaturatedInformation.FreeMoments(isFixed, Mean.Length > 0);
        var k = free.Length;
        if (SaturatedInformation.Normal(moments.Covariance, p, Mean.Length > 0) is not { } information || SaturatedInformation.Normal(weightCovariance, p, Mean.Length > 0) is not { } weights) return;
        if (Dense.Inverse(SaturatedInformation.Part(information, m, free), k) is not { } gamma) return;
        var sample = new DenseMatrix(k, k, gamma) / moments.Count;
        var weight = new DenseMatrix(k, k, SaturatedInformation.Part(weights, m, free));
        var delta = DenseMatrix.Create(jacobian.RowCount, k, (a, c) => jacobian[a, free[c]]);
        var left = DenseMatrix.CreateIdentity(k) - delta.TransposeThisAndMultiply(inverse) * delta * share * weight;
        var own = left * sample * left.Transpose();
        (Normalized, NormalizedMean) = Divided(sample.Diagonal(), 0);
        (Standardized, StandardizedZMean) = Divided(own.Diagonal(), 1e-12);

        (double[] Covariance, double[] Mean) Divided(Vector<double> variances, double least)
        {
            var covariances = new double[p * p];
            var means = new double[Mean.Length];
            for (int i = 0, at = 0; i < p; i++)
            {
                for (var j = 0; j <= i; j++, at++) covariances[i * p + j] = covariances[j * p + i] = Of(Covariance[i * p + j], at);
            }

            for (var i = 0; i < means.Length; i++) means[i] = Of(Mean[i], pairs + i);
            return (covariances, means);

            double Of(double residual, int moment)
            {
                var at = Array.BinarySearch(free, moment);
                return at < 0 ? double.NaN : Z(residual, variances[at], sample[at, at] * least);
            }
        }
    }

    private static double Z(double residual, double variance, double least) => variance > least ? residual / Math.Sqrt(variance) : double.NaN;
}
