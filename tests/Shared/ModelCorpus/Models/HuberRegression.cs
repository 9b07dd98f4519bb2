using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Linear regression with Huber's loss: quadratic near zero, linear beyond Delta.</summary>
[Model]
public partial class HuberRegression
{
    const float Delta = 0.5f;

    [Extent] public partial int Features { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Features))] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Y { get; }

    [Parameter(nameof(Features))] public partial Tensor<float> W { get; }
    [Parameter(1)] public partial Tensor<float> B { get; }

    float Residual(int n) => Y[n] - Sum(Features, i => W[i] * X[n, i]) - B[0];

    float Huber(int n) =>
        Abs(Residual(n)) <= Delta ? 0.5f * Residual(n) * Residual(n) : Delta * (Abs(Residual(n)) - 0.5f * Delta);

    [Loss] public float Loss() => Mean(N, n => Huber(n));
}
