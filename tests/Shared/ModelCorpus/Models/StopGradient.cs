using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>No gradient passes through Constant.</summary>
[Model]
public partial class StopGradient
{
    [Batch] public partial int N { get; }

    [Input(nameof(N), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(1)] public partial Tensor<float> W { get; }

    [Output(nameof(N))] public float Y(int n) => W[0] * X[n] * Constant(W[0] * X[n]);

    [Loss] public float Loss() => Sum(N, n => Y(n));
}
