using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>Logistic regression: binary cross-entropy of logits, softplus(z) - y z.</summary>
[Model]
public partial class Logistic
{
    [Extent] public partial int Features { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Features))] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Y { get; }

    [Parameter(nameof(Features))] public partial Tensor<float> W { get; }
    [Parameter(1)] public partial Tensor<float> B { get; }

    float Z(int n) => Sum(Features, i => W[i] * X[n, i]) + B[0];

    [Output(nameof(N))] public float Probability(int n) => Sigmoid(Z(n));

    [Loss] public float CrossEntropy() => Mean(N, n => Softplus(Z(n)) - Y[n] * Z(n));
}
