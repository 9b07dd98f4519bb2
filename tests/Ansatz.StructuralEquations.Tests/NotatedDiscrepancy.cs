using System.Numerics.Tensors;
using static Ansatz.LinearAlgebra;
using static Ansatz.Reduce;

namespace Ansatz.StructuralEquations.Tests;

/// <summary>The normal-theory discrepancies in the notation of equations, whose derivatives come from the compiler.</summary>
[Model]
public partial class NotatedDiscrepancy
{
    [Extent] public partial int P { get; }

    /// <summary>Sample covariances.</summary>
    [Input(nameof(P), nameof(P))] public partial Tensor<double> S { get; }

    /// <summary>Sample means.</summary>
    [Input(nameof(P))] public partial Tensor<double> M { get; }

    [Parameter(nameof(P), nameof(P))] public partial Tensor<double> Sigma { get; }

    [Parameter(nameof(P))] public partial Tensor<double> Mu { get; }

    // Each covariance stands in two places.
    private double Covariance(int i, int j) => (Sigma[i, j] + Sigma[j, i]) / 2;

    private double Residual(int i, int j) => S[i, j] - Covariance(i, j);

    private double Sample(int i, int j) => S[i, j];

    private double MaximumLikelihoodDistance()
    {
        var inverse = Inverse(P, Covariance);
        return Sum(P, P, (i, j) => inverse(i, j) * (S[i, j] + (M[i] - Mu[i]) * (M[j] - Mu[j])));
    }

    private double LeastSquaresDistance()
    {
        var inverse = Inverse(P, Sample);
        return Sum(P, P, (i, j) => Sum(P, k => inverse(i, k) * Residual(k, j)) * Sum(P, k => inverse(j, k) * Residual(k, i))) / 2
            + Sum(P, P, (i, j) => (M[i] - Mu[i]) * inverse(i, j) * (M[j] - Mu[j]));
    }

    [Loss(Hessian = true)] public double Likelihood() => LogDetPositiveDefinite(P, Covariance) + MaximumLikelihoodDistance() - LogDetPositiveDefinite(P, Sample) - P;

    [Loss(Hessian = true)] public double LeastSquares() => LeastSquaresDistance();
}
