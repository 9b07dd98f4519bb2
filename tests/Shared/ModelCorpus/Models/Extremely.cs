using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>Arguments far out, where careless formulas overflow.</summary>
[Model]
public partial class Extremely
{
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(D), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(D))] public partial Tensor<float> W { get; }

    [Output(nameof(N))] public float Soft(int n) => LogSumExp(D, i => X[n, i]);
    [Output(nameof(N), nameof(D))] public float A(int n, int i) => Softplus(X[n, i]) * W[i] + LogSigmoid(X[n, i]);
    [Output(nameof(N), nameof(D))] public float B(int n, int i) => Sigmoid(X[n, i]) + Gelu(X[n, i]) - Silu(X[n, i]) + Erf(X[n, i]);
    [Output(nameof(N), nameof(D))] public float C(int n, int i) => System.MathF.Tanh(X[n, i]) + GeluTanh(X[n, i]);
    [Output(nameof(N), nameof(D))] public float P(int n, int i) => System.MathF.Exp(X[n, i] - Soft(n));

    [Loss] public float Loss() => Mean(N, n => Soft(n) + Sum(D, i => A(n, i) + W[i] * B(n, i) + C(n, i) + P(n, i)));
}
