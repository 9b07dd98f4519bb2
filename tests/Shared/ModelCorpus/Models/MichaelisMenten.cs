using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Reduce;

namespace Corpus;

/// <summary>A curve fitted by least squares: the rate of an enzymatic reaction, Vm·c / (K + c).</summary>
[Model]
public partial class MichaelisMenten
{
    [Batch] public partial int N { get; }

    [Input(nameof(N))] public partial Tensor<double> Concentration { get; }
    [Input(nameof(N))] public partial Tensor<double> Rate { get; }

    [Parameter(1)] public partial Tensor<double> Vm { get; }
    [Parameter(1)] public partial Tensor<double> K { get; }

    [Output(nameof(N))] public double Fitted(int n) => Vm[0] * Concentration[n] / (K[0] + Concentration[n]);

    double Residual(int n) => Rate[n] - Fitted(n);

    [Loss(Hessian = true)] public double HalfSumOfSquares() => Sum(N, n => Residual(n) * Residual(n)) / 2;
}
