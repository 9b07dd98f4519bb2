using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Inverse hyperbolic functions, and a sign as a whole number.</summary>
[Model]
public partial class InverseHyperbolic
{
    [Batch] public partial int N { get; }

    [Input(nameof(N), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(4)] public partial Tensor<float> W { get; }

    [Output(nameof(N))] public float F0(int n) => Asinh(3 * X[n]);
    [Output(nameof(N))] public float F1(int n) => Acosh(1.5f + X[n] * X[n]);
    [Output(nameof(N))] public float F2(int n) => Atanh(0.8f * X[n]);
    [Output(nameof(N))] public float F3(int n) => Sign(X[n]) * X[n] * X[n];

    [Loss] public float Loss() => Mean(N, n => W[0] * F0(n) + W[1] * F1(n) + W[2] * F2(n) + W[3] * F3(n));
}
