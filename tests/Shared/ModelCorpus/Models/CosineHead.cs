using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>A cosine-similarity head with an additive margin for the right class (CosFace).</summary>
[Model]
public partial class CosineHead
{
    const float Scale = 4, Margin = 0.2f;

    [Extent] public partial int D { get; }
    [Extent] public partial int Classes { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(D), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }
    [Parameter(nameof(Classes), nameof(D))] public partial Tensor<float> W { get; }

    float Length(int n) => Sqrt(Sum(D, d => X[n, d] * X[n, d]) + 1e-2f);
    float Norm(int k) => Sqrt(Sum(D, d => W[k, d] * W[k, d]) + 1e-2f);

    [Output(nameof(N), nameof(Classes))] public float Cosine(int n, int k) => Sum(D, d => X[n, d] * W[k, d]) / (Length(n) * Norm(k));

    float Logit(int n, int k) => Scale * (k == Label[n] ? Cosine(n, k) - Margin : Cosine(n, k));

    [Loss] public float Loss() => Mean(N, n => LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n]));
}
