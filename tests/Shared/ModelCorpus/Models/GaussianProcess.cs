using System;
using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.LinearAlgebra;
using static Ansatz.Reduce;
using static System.Math;

namespace Corpus;

/// <summary>Negative logarithm of the marginal likelihood of a Gaussian process: squared exponential kernel with a length for each input, and noise.</summary>
[Model]
public partial class GaussianProcess
{
    [Batch] public partial int N { get; }
    [Extent] public partial int D { get; }

    [Input(nameof(N), nameof(D), Gradient = true)] public partial Tensor<double> X { get; }
    [Input(nameof(N), Gradient = true)] public partial Tensor<double> Y { get; }

    [Parameter(nameof(D), Initial = Initial.Zero)] public partial Tensor<double> LogLength { get; }
    [Parameter(1, Initial = Initial.Zero)] public partial Tensor<double> LogAmplitude { get; }
    [Parameter(1, Initial = Initial.Zero)] public partial Tensor<double> LogNoise { get; }

    double Scaled(int a, int b, int d) => (X[a, d] - X[b, d]) * Exp(-LogLength[d]);

    double K(int a, int b) =>
        Exp(2 * LogAmplitude[0] - Sum(D, d => Scaled(a, b, d) * Scaled(a, b, d)) / 2) + (a == b ? Exp(2 * LogNoise[0]) : 0);

    Func<int, int, double> L => Cholesky(N, K);

    Func<int, double> Whitened => SolveLower(N, L, i => Y[i]);

    [Output(nameof(N))] public double Weight(int i) => SolveLowerTransposed(N, L, Whitened)(i);

    [Output(nameof(N), nameof(N))] public double Factor(int i, int j) => L(i, j);

    [Loss] public double NegativeLogLikelihood() => Sum(N, i => Y[i] * Weight(i)) / 2 + Sum(N, i => Log(L(i, i))) + N * Log(2 * PI) / 2;
}
