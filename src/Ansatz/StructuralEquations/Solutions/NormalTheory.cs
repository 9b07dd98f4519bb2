using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Ansatz.StructuralEquations;

/// <summary>The covariance of sample moments of normal variables.</summary>
internal static class NormalTheory
{
    /// <summary>N times the covariance of the moments in the order of <see cref="MomentStructure"/>: Cov(s_ij, s_kl) = σ_ik σ_jl + σ_il σ_jk, Cov(x̄_i, x̄_j) = σ_ij.</summary>
    public static Matrix<double> Covariance(double[] sigma, bool means)
    {
        var p = (int)Math.Sqrt(sigma.Length);
        var pairs = p * (p + 1) / 2;
        var gamma = new DenseMatrix(pairs + (means ? p : 0));
        for (int i = 0, row = 0; i < p; i++)
        {
            for (var j = 0; j <= i; j++, row++)
            {
                for (int k = 0, column = 0; k < p; k++)
                {
                    for (var l = 0; l <= k; l++, column++) gamma[row, column] = sigma[i * p + k] * sigma[j * p + l] + sigma[i * p + l] * sigma[j * p + k];
                }
            }
        }

        for (var i = 0; means && i < p; i++)
        {
            for (var j = 0; j < p; j++) gamma[pairs + i, pairs + j] = sigma[i * p + j];
        }

        return gamma;
    }
}
