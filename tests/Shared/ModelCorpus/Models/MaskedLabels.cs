using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Labels below zero are no labels: the read through them is guarded.</summary>
[Model]
public partial class MaskedLabels
{
    [Extent] public partial int Features { get; }
    [Extent] public partial int Classes { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Features), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }

    [Parameter(nameof(Classes), nameof(Features))] public partial Tensor<float> W { get; }

    [Output(nameof(N), nameof(Classes))] public float Logit(int n, int k) => Sum(Features, i => W[k, i] * X[n, i]);

    [Output(nameof(N))]
    public float Cost(int n) =>
        Label[n] >= 0 && Label[n] < Classes ? LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n]) : 0;

    [Loss] public float Loss() => Sum(N, n => Cost(n)) / (1 + Sum(N, n => Label[n] >= 0 ? 1f : 0f));
}
