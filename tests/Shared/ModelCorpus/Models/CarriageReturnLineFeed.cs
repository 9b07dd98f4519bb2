using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>
/// The harness gives this file Windows line ends.
/// </summary>
[Model]
public partial class CarriageReturnLineFeed
{
    [Batch] public partial int N { get; }

    [Input(nameof(N))] public partial Tensor<float> X { get; }

    [Parameter(2)]
    public partial Tensor<float> W { get; }

    [Output(nameof(N))]
    public float Y(int n) =>
        W[0] * X[n]
        + W[1]; // a comment

    [Loss]
    public float Loss() => Mean(
        N,
        n => Y(n) * Y(n));
}
