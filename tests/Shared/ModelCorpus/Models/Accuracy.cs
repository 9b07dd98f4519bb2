using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>The class with the highest score, and how often it is the label.</summary>
[Model]
public partial class Accuracy
{
    [Extent] public partial int Features { get; }
    [Extent] public partial int Classes { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Features))] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }

    [Parameter(nameof(Classes), nameof(Features))] public partial Tensor<float> W { get; }

    float Score(int n, int k) => Sum(Features, i => W[k, i] * X[n, i]);

    [Output(nameof(N))] public float Correct(int n) => ArgMax(Classes, k => Score(n, k)) == Label[n] ? 1 : 0;

    [Output(1)] public float Rate(int one) => Mean(N, n => Correct(n));
}
