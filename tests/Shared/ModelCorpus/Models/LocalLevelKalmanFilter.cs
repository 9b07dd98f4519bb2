using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Reduce;
using static System.Math;

namespace Corpus;

/// <summary>The local level model (Durbin and Koopman, section 2.2): log-likelihood by the scalar Kalman filter.</summary>
[Model]
public partial class LocalLevelKalmanFilter
{
    [Extent] public partial int Length { get; }

    [Input(nameof(Length))] public partial Tensor<double> Y { get; }

    // The logarithms of the variances of observation and level.
    [Parameter(2)] public partial Tensor<double> LogVariance { get; }

    double Gain(int t) => P(t) / (P(t) + Exp(LogVariance[0]));

    double A(int t) => t == 0 ? 0 : A(t - 1) + Gain(t - 1) * (Y[t - 1] - A(t - 1));
    double P(int t) => t == 0 ? 10 : P(t - 1) * (1 - Gain(t - 1)) + Exp(LogVariance[1]);

    double F(int t) => P(t) + Exp(LogVariance[0]);

    [Loss] public double Loss() => 0.5 * Sum(Length, t => Log(F(t)) + (Y[t] - A(t)) * (Y[t] - A(t)) / F(t));
}
