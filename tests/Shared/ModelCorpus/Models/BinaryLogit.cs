using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Reduce;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>Logistic regression with an intercept: negative log-likelihood, with all second derivatives for Newton's method.</summary>
[Model]
public partial class BinaryLogit
{
    [Extent] public partial int Features { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Features))] public partial Tensor<double> X { get; }
    [Input(nameof(N))] public partial Tensor<double> Y { get; }

    [Parameter(1)] public partial Tensor<double> Intercept { get; }
    [Parameter(nameof(Features))] public partial Tensor<double> Slope { get; }

    double Logit(int n) => Intercept[0] + Sum(Features, i => Slope[i] * X[n, i]);

    [Output(nameof(N))] public double Probability(int n) => Sigmoid(Logit(n));

    [Loss(Hessian = true, HessianVectorProduct = true)]
    public double NegativeLogLikelihood() => Sum(N, n => Softplus(Logit(n)) - Y[n] * Logit(n));
}
