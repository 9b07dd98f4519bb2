using System;
using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.LinearAlgebra;
using static Ansatz.Reduce;
using static System.Math;

namespace Corpus;

/// <summary>Negative log-likelihood of a linear state space model by the Kalman filter: at each time a system and a determinant of the variables observed.</summary>
[Model]
public partial class MatrixKalmanFilter
{
    [Extent] public partial int States { get; }
    [Extent] public partial int Observed { get; }
    [Extent] public partial int Length { get; }

    [Input(nameof(Length), nameof(Observed), Gradient = true)] public partial Tensor<double> Y { get; }

    [Parameter(nameof(States), nameof(States))] public partial Tensor<double> F { get; }
    [Parameter(nameof(Observed), nameof(States))] public partial Tensor<double> H { get; }
    [Parameter(2, Initial = Initial.Zero)] public partial Tensor<double> LogNoise { get; }

    double Mean0(int t, int s) => t > 0 ? Sum(States, r => F[s, r] / 2 * Filtered(t - 1, r)) : 0;

    double Carried(int t, int s, int r) => Sum(States, q => F[s, q] / 2 * FilteredCovariance(t, q, r));

    double Predicted(int t, int s, int r) => (t > 0 ? Sum(States, q => Carried(t - 1, s, q) * F[r, q] / 2) : 0) + (s == r ? Exp(LogNoise[0]) : 0);

    double Cross(int t, int o, int s) => Sum(States, r => H[o, r] * Predicted(t, r, s));

    double Innovation(int t, int o) => Y[t, o] - Sum(States, s => H[o, s] * Mean0(t, s));

    double InnovationCovariance(int t, int o, int p) => Sum(States, s => Cross(t, o, s) * H[p, s]) + (o == p ? Exp(LogNoise[1]) : 0);

    double Gain(int t, int o, int s) => Solve(Observed, States, (p, q) => InnovationCovariance(t, p, q), (p, r) => Cross(t, p, r))(o, s);

    double Filtered(int t, int s) => Mean0(t, s) + Sum(Observed, o => Gain(t, o, s) * Innovation(t, o));

    double FilteredCovariance(int t, int s, int r) => Predicted(t, s, r) - Sum(Observed, o => Gain(t, o, s) * Cross(t, o, r));

    double Whitened(int t, int o) => Solve(Observed, (p, q) => InnovationCovariance(t, p, q), p => Innovation(t, p))(o);

    [Output(nameof(Length), nameof(States))] public double State(int t, int s) => Filtered(t, s);

    [Loss] public double NegativeLogLikelihood() =>
        Sum(Length, t => Sum(Observed, o => Innovation(t, o) * Whitened(t, o)) + LogDet(Observed, (p, q) => InnovationCovariance(t, p, q))) / 2;
}
