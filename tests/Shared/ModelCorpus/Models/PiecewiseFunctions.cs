using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;
using static System.MathF;

namespace Corpus;

/// <summary>Functions with kinks and steps.</summary>
[Model]
public partial class PiecewiseFunctions
{
    [Batch] public partial int N { get; }

    [Input(nameof(N), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(14)] public partial Tensor<float> W { get; }

    [Output(nameof(N))] public float F0(int n) => Abs(X[n]);
    [Output(nameof(N))] public float F1(int n) => Max(X[n], W[0]);
    [Output(nameof(N))] public float F2(int n) => Min(X[n], W[1]);
    [Output(nameof(N))] public float F3(int n) => Floor(5 * X[n]) * X[n];
    [Output(nameof(N))] public float F4(int n) => Ceiling(5 * X[n]) * X[n];
    [Output(nameof(N))] public float F5(int n) => Round(5 * X[n]) * X[n];
    [Output(nameof(N))] public float F6(int n) => Truncate(5 * X[n]) * X[n];
    [Output(nameof(N))] public float F7(int n) => (X[n] > 0 ? 1f : X[n] < 0 ? -1f : 0f) * X[n] * X[n];
    [Output(nameof(N))] public float F8(int n) => Relu(X[n]);
    [Output(nameof(N))] public float F9(int n) => LeakyRelu(X[n]);
    [Output(nameof(N))] public float F10(int n) => LeakyRelu(X[n], 0.2f);
    [Output(nameof(N))] public float F11(int n) => Max(Min(X[n], 0.5f), -0.5f);
    [Output(nameof(N))] public float F12(int n) => Max(X[n], 0) * Max(-X[n], 0.1f);
    [Output(nameof(N))] public float F13(int n) => CopySign(X[n], W[0] * X[n]) * X[n];

    [Loss]
    public float Loss() =>
        Mean(N, n => W[0] * F0(n)
            + W[1] * F1(n)
            + W[2] * F2(n)
            + W[3] * F3(n)
            + W[4] * F4(n)
            + W[5] * F5(n)
            + W[6] * F6(n)
            + W[7] * F7(n)
            + W[8] * F8(n)
            + W[9] * F9(n)
            + W[10] * F10(n)
            + W[11] * F11(n)
            + W[12] * F12(n)
            + W[13] * F13(n));
}
