using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>A simple recurrent network (Elman 1990): the hidden state reads the input and its own last value.</summary>
[Model]
public partial class ElmanNetwork
{
    [Extent] public partial int In { get; }
    [Extent] public partial int Hidden { get; }
    [Extent] public partial int Length { get; }

    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Length), nameof(In), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Target { get; }

    [Parameter(nameof(Hidden), nameof(In))] public partial Tensor<float> W { get; }
    [Parameter(nameof(Hidden), nameof(Hidden))] public partial Tensor<float> U { get; }
    [Parameter(nameof(Hidden))] public partial Tensor<float> B { get; }
    [Parameter(nameof(Hidden))] public partial Tensor<float> V { get; }

    float H(int n, int t, int d) =>
        Tanh(Sum(In, i => W[d, i] * X[n, t, i]) + (t > 0 ? Sum(Hidden, e => U[d, e] * H(n, t - 1, e)) : 0) + B[d]);

    [Output(nameof(N))] public float Y(int n) => Sum(Hidden, d => V[d] * H(n, Length - 1, d));

    [Loss] public float Loss() => Mean(N, n => (Y(n) - Target[n]) * (Y(n) - Target[n]));
}
