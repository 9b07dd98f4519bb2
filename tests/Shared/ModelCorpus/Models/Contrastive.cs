using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Every sample of a batch against every other one.</summary>
[Model]
public partial class Contrastive
{
    [Extent] public partial int In { get; }
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(In), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), nameof(In))] public partial Tensor<float> Y { get; }

    [Parameter(nameof(D), nameof(In))] public partial Tensor<float> W { get; }
    [Parameter(1)] public partial Tensor<float> LogHeat { get; }

    float U(int n, int d) => Sum(In, i => W[d, i] * X[n, i]);
    float V(int n, int d) => Tanh(Sum(In, i => W[d, i] * Y[n, i]));
    float Size(int n) => Sqrt(Sum(D, d => U(n, d) * U(n, d)) + 0.01f);

    [Output(nameof(N), nameof(N))] public float Score(int n, int m) => Sum(D, d => U(n, d) / Size(n) * V(m, d)) * Exp(LogHeat[0]);

    [Loss] public float Loss() => Mean(N, n => LogSumExp(N, m => Score(n, m)) + LogSumExp(N, m => Score(m, n)) - 2 * Score(n, n));
}
