using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Reduce;
using static System.Math;

namespace Corpus;

/// <summary>Student's t likelihood in double precision, with a positive scale from an exponential.</summary>
[Model]
public partial class DoubleStudent
{
    const double Degrees = 4;

    [Extent] public partial int Features { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Features))] public partial Tensor<double> X { get; }
    [Input(nameof(N))] public partial Tensor<double> Y { get; }

    [Parameter(nameof(Features))] public partial Tensor<double> W { get; }
    [Parameter(1)] public partial Tensor<double> LogScale { get; }

    double Residual(int n) => (Y[n] - Sum(Features, i => W[i] * X[n, i])) * Exp(-LogScale[0]);

    [Output(nameof(N))] public double Influence(int n) => Residual(n) / (1 + Pow(Residual(n), 2) / Degrees);

    [Loss] public double Loss() => LogScale[0] + (Degrees + 1) / 2 * Mean(N, n => Log(1 + Pow(Residual(n), 2) / Degrees));
}
