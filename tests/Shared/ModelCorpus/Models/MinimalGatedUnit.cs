using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;
using static System.MathF;

namespace Corpus;

/// <summary>The minimal gated unit (Zhou, Wu, Zhang and Zhou 2016): one gate. Its gradient keeps to a stated memory, so gate and candidate are computed again.</summary>
[Model]
public partial class MinimalGatedUnit
{
    [Extent] public partial int In { get; }
    [Extent] public partial int Units { get; }
    [Extent] public partial int Length { get; }

    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Length), nameof(In), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(2, nameof(Units), nameof(In))] public partial Tensor<float> W { get; }
    [Parameter(2, nameof(Units), nameof(Units))] public partial Tensor<float> U { get; }
    [Parameter(2, nameof(Units))] public partial Tensor<float> B { get; }

    float Forget(int n, int t, int d) =>
        Sigmoid(Sum(In, i => W[0, d, i] * X[n, t, i]) + (t > 0 ? Sum(Units, e => U[0, d, e] * H(n, t - 1, e)) : 0) + B[0, d]);

    float Candidate(int n, int t, int d) =>
        Tanh(Sum(In, i => W[1, d, i] * X[n, t, i]) + (t > 0 ? Sum(Units, e => U[1, d, e] * Forget(n, t, e) * H(n, t - 1, e)) : 0) + B[1, d]);

    [Output(nameof(N), nameof(Length), nameof(Units))]
    public float H(int n, int t, int d) => (t > 0 ? (1 - Forget(n, t, d)) * H(n, t - 1, d) : 0) + Forget(n, t, d) * Candidate(n, t, d);

    [Loss(Memory = 9_540_000)] public float Loss() => Mean(N, n => Sum(Units, d => H(n, Length - 1, d) * H(n, Length - 1, d) * X[n, 0, 0]));
}
