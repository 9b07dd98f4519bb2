using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Reduce;
using static System.Math;

namespace Corpus;

/// <summary>Poisson regression with the logarithm as link: negative log-likelihood up to a constant, with its observed information.</summary>
[Model]
public partial class LogLinearCounts
{
    [Extent] public partial int Terms { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Terms))] public partial Tensor<double> Design { get; }
    [Input(nameof(N))] public partial Tensor<int> Count { get; }

    [Parameter(nameof(Terms))] public partial Tensor<double> Coefficient { get; }

    double LogRate(int n) => Sum(Terms, j => Design[n, j] * Coefficient[j]);

    [Loss(Hessian = true)] public double NegativeLogLikelihood() => Sum(N, n => Exp(LogRate(n)) - Count[n] * LogRate(n));
}
