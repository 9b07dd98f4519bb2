using System;
using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.LinearAlgebra;
using static Ansatz.Reduce;
using static System.Math;

namespace Corpus;

/// <summary>Negative log-likelihood of a multivariate normal distribution: its mean, and a covariance of factors and unique variances.</summary>
[Model]
public partial class MultivariateNormal
{
    [Extent] public partial int Variables { get; }
    [Extent] public partial int Factors { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Variables))] public partial Tensor<double> X { get; }

    [Parameter(nameof(Variables))] public partial Tensor<double> Location { get; }
    [Parameter(nameof(Variables), nameof(Factors))] public partial Tensor<double> Loading { get; }
    [Parameter(nameof(Variables))] public partial Tensor<double> LogUnique { get; }

    double Sigma(int i, int j) => Sum(Factors, f => Loading[i, f] * Loading[j, f]) + (i == j ? Exp(LogUnique[i]) : 0);

    double Centered(int n, int i) => X[n, i] - Location[i];

    double Distance(int n)
    {
        var solution = SolvePositiveDefinite(Variables, Sigma, i => Centered(n, i));
        return Sum(Variables, i => Centered(n, i) * solution(i));
    }

    double LogDensity(int n) => -(Distance(n) + LogDetPositiveDefinite(Variables, Sigma) + Variables * Log(2 * PI)) / 2;

    [Output(nameof(N))] public double Mahalanobis(int n) => Sqrt(Distance(n));

    [Loss] public double NegativeLogLikelihood() => -Mean(N, n => LogDensity(n));
}
