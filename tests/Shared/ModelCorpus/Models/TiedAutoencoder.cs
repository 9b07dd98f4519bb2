using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>One matrix that encodes and, transposed, decodes; the input is its own target.</summary>
[Model]
public partial class TiedAutoencoder
{
    [Extent] public partial int D { get; }
    [Extent] public partial int C { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(D), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(C), nameof(D))] public partial Tensor<float> W { get; }

    [Output(nameof(N), nameof(C))] public float Code(int n, int c) => Sigmoid(Sum(D, d => W[c, d] * X[n, d]));

    [Output(nameof(N), nameof(D))] public float Back(int n, int d) => Sum(C, c => W[c, d] * Code(n, c));

    [Loss]
    public float Loss() =>
        Mean(N, n => Sum(D, d => (Back(n, d) - X[n, d]) * (Back(n, d) - X[n, d])))
        + 0.1f * Sum(C, c => Mean(N, n => Code(n, c)) * Mean(N, n => Code(n, c)));
}
