using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Rows of a table chosen by index data, averaged and scored against a second table.</summary>
[Model]
public partial class Embedding
{
    [Extent] public partial int Words { get; }
    [Extent] public partial int D { get; }
    [Extent] public partial int Length { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Length))] public partial Tensor<int> Token { get; }
    [Input(nameof(N))] public partial Tensor<int> Next { get; }

    [Parameter(nameof(Words), nameof(D))] public partial Tensor<float> E { get; }
    [Parameter(nameof(Words), nameof(D))] public partial Tensor<float> O { get; }

    float Context(int n, int d) => Tanh(Mean(Length, t => E[Token[n, t], d]));

    [Output(nameof(N), nameof(Words))] public float Logit(int n, int w) => Sum(D, d => O[w, d] * Context(n, d));

    [Loss] public float Loss() => Mean(N, n => LogSumExp(Words, w => Logit(n, w)) - Logit(n, Next[n]));
}
