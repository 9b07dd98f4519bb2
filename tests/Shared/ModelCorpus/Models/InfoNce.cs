using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Contrastive loss of image and text embeddings, both ways, with a temperature that is learned (CLIP).</summary>
[Model]
public partial class InfoNce
{
    [Extent] public partial int In { get; }
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(In))] public partial Tensor<float> Image { get; }
    [Input(nameof(N), nameof(In))] public partial Tensor<float> Text { get; }

    [Parameter(nameof(D), nameof(In))] public partial Tensor<float> ImageWeight { get; }
    [Parameter(nameof(D), nameof(In))] public partial Tensor<float> TextWeight { get; }
    [Parameter(1)] public partial Tensor<float> Temperature { get; }

    float ImageCode(int n, int d) => Sum(In, i => ImageWeight[d, i] * Image[n, i]);
    float TextCode(int n, int d) => Sum(In, i => TextWeight[d, i] * Text[n, i]);
    float Length(Func<int, int, float> x, int n) => Sqrt(Sum(D, d => x(n, d) * x(n, d)) + 1e-2f);

    [Output(nameof(N), nameof(N))]
    public float Similarity(int n, int m) => Exp(Temperature[0]) * Sum(D, d => ImageCode(n, d) / Length(ImageCode, n) * (TextCode(m, d) / Length(TextCode, m)));

    [Loss]
    public float Loss() => 0.5f * Mean(N, n => LogSumExp(N, m => Similarity(n, m)) + LogSumExp(N, m => Similarity(m, n)) - 2 * Similarity(n, n));
}
