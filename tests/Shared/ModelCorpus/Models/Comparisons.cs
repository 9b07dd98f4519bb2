using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Every comparison, &amp;&amp;, ||, ! and nested conditionals; branches not taken must not reach the gradient.</summary>
[Model]
public partial class Comparisons
{
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(D), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Kind { get; }

    [Parameter(nameof(D))] public partial Tensor<float> W { get; }

    bool Edge(int i) => i == 0 || i == D - 1;

    [Output(nameof(N), nameof(D))]
    public float Y(int n, int i) =>
        Edge(i) ? 2 * X[n, i]
        : X[n, i] > 0.25f && W[i] < 0.5f ? X[n, i] * W[i]
        : !(X[n, i] >= -0.25f) || W[i] <= -0.75f ? -W[i]
        : i % 2 != 0 ? X[n, i] : 0;

    [Output(nameof(N), nameof(D))]
    public float Selected(int n, int i) => Kind[n] == 0 ? X[n, i] : Kind[n] == 1 ? W[i] * W[i] : 1;

    [Output(nameof(N), nameof(D))]
    public float Guarded(int n, int i) => X[n, i] > 0 ? System.MathF.Sqrt(X[n, i]) * System.MathF.Log(X[n, i]) : 0;

    [Loss] public float Loss() => Mean(N, D, (n, i) => Y(n, i) * Y(n, i) + Selected(n, i) * W[i] + Guarded(n, i));
}
