using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Equations that take numbers, not only indices.</summary>
[Model]
public partial class ScalarArgument
{
    [Batch] public partial int N { get; }

    [Input(nameof(N))] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Y { get; }

    [Parameter(2)] public partial Tensor<float> W { get; }

    float Square(float r) => r * r;

    float Line(float x) => W[0] * x + W[1];

    [Output(nameof(N))] public float Fit(int n) => Line(X[n]);

    [Loss] public float Loss() => Mean(N, n => Square(Fit(n) - Y[n]));
}
