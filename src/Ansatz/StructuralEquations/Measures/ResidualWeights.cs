using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Ansatz.StructuralEquations;

/// <summary>Quadratic forms of residual moments.</summary>
public static class ResidualWeights
{
    /// <summary>Normal theory: ½ tr[(V⁻¹D)²] + dᵀV⁻¹d.</summary>
    /// <param name="covariance">V, p × p, row by row, positive definite: Σ for maximum likelihood, S for generalised least squares.</param>
    public static ResidualWeight Normal(double[] covariance)
    {
        var p = (int)Math.Sqrt(covariance.Length);
        var inverse = Inverse(covariance, p);
        return (d, m) =>
        {
            var product = inverse * new DenseMatrix(p, p, d.ToArray());
            var sum = 0.5 * (product * product).Trace();
            if (m.Length == 0) return sum;
            var mean = DenseVector.OfArray(m.ToArray());
            return sum + mean * (inverse * mean);
        };
    }

    /// <summary>Normal theory with missing values: each pattern of observed variables contributes its submatrix, in proportion to its cases.</summary>
    /// <param name="covariance">Σ, p × p.</param>
    /// <param name="patterns">For each pattern the indices of the observed variables and the number of cases.</param>
    public static ResidualWeight Normal(double[] covariance, IReadOnlyList<(int[] Observed, int Count)> patterns)
    {
        var p = (int)Math.Sqrt(covariance.Length);
        double total = patterns.Sum(t => t.Count);
        var forms = patterns.Select(t => (t.Observed, Share: t.Count / total, Form: Normal(Part(covariance, p, t.Observed)))).ToArray();
        return (d, m) =>
        {
            double sum = 0;
            foreach (var (observed, share, form) in forms)
            {
                var means = new double[m.Length == 0 ? 0 : observed.Length];
                for (var i = 0; i < means.Length; i++) means[i] = m[observed[i]];
                sum += share * form(Part(d, p, observed), means);
            }

            return sum;
        };
    }

    /// <summary>Any weight matrix.</summary>
    /// <param name="weight">The matrix, k × k, row by row, over the moments in the order of <see cref="MomentStructure"/>: the lower triangle row by row, then the means.</param>
    public static ResidualWeight Matrix(double[] weight)
    {
        var k = (int)Math.Sqrt(weight.Length);
        return (d, m) =>
        {
            var moments = Moments(d, m);
            double sum = 0;
            for (var i = 0; i < k; i++)
            {
                double row = 0;
                for (var j = 0; j < k; j++) row += weight[i * k + j] * moments[j];
                sum += moments[i] * row;
            }

            return sum;
        };
    }

    /// <summary>Diagonal weights, in the same order; all 1 for unweighted least squares.</summary>
    public static ResidualWeight Diagonal(double[] weight) => (d, m) =>
    {
        var moments = Moments(d, m);
        double sum = 0;
        for (var i = 0; i < moments.Length; i++) sum += weight[i] * moments[i] * moments[i];
        return sum;
    };

    private static double[] Moments(ReadOnlySpan<double> d, ReadOnlySpan<double> m)
    {
        var p = (int)Math.Sqrt(d.Length);
        var moments = new double[p * (p + 1) / 2 + m.Length];
        var k = 0;
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j <= i; j++) moments[k++] = d[i * p + j];
        }

        m.CopyTo(moments.AsSpan(k));
        return moments;
    }

    private static double[] Part(ReadOnlySpan<double> matrix, int p, int[] rows)
    {
        var part = new double[rows.Length * rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < rows.Length; j++) part[i * rows.Length + j] = matrix[rows[i] * p + rows[j]];
        }

        return part;
    }

    private static Matrix<double> Inverse(double[] a, int p) => new DenseMatrix(p, p, a).Cholesky().Solve(DenseMatrix.CreateIdentity(p));
}
