using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Softmax regression with index data as labels.</summary>
[Model]
public partial class SoftmaxClassifier
{
    [Extent] public partial int Features { get; }
    [Extent] public partial int Classes { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Features))] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }

    [Parameter(nameof(Classes), nameof(Features))] public partial Tensor<float> W { get; }
    [Parameter(nameof(Classes))] public partial Tensor<float> B { get; }

    [Output(nameof(N), nameof(Classes))] public float Logit(int n, int k) => Sum(Features, i => W[k, i] * X[n, i]) + B[k];

    [Output(nameof(N), nameof(Classes))]
    public float Probability(int n, int k) => System.MathF.Exp(Logit(n, k) - LogSumExp(Classes, j => Logit(n, j)));

    [Loss] public float Loss() => Mean(N, n => LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n]));
}
