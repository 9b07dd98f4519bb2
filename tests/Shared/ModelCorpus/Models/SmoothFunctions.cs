using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;
using static System.MathF;

namespace Corpus;

/// <summary>Every smooth function of the vocabulary.</summary>
[Model]
public partial class SmoothFunctions
{
    [Batch] public partial int N { get; }

    [Input(nameof(N), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(28)] public partial Tensor<float> W { get; }

    [Output(nameof(N))] public float F0(int n) => Exp(X[n]);
    [Output(nameof(N))] public float F1(int n) => Log(1.5f + X[n]);
    [Output(nameof(N))] public float F2(int n) => Sqrt(1.5f + X[n]);
    [Output(nameof(N))] public float F3(int n) => Tanh(X[n]);
    [Output(nameof(N))] public float F4(int n) => Sin(3 * X[n]);
    [Output(nameof(N))] public float F5(int n) => Cos(3 * X[n]);
    [Output(nameof(N))] public float F6(int n) => Tan(X[n]);
    [Output(nameof(N))] public float F7(int n) => Sinh(X[n]);
    [Output(nameof(N))] public float F8(int n) => Cosh(X[n]);
    [Output(nameof(N))] public float F9(int n) => Asin(0.9f * X[n]);
    [Output(nameof(N))] public float F10(int n) => Acos(0.9f * X[n]);
    [Output(nameof(N))] public float F11(int n) => Atan(3 * X[n]);
    [Output(nameof(N))] public float F12(int n) => Atan2(X[n], W[0] - 2);
    [Output(nameof(N))] public float F13(int n) => Pow(1.5f + X[n], W[1]);
    [Output(nameof(N))] public float F14(int n) => Pow(X[n], 3);
    [Output(nameof(N))] public float F15(int n) => Cbrt(2 + X[n]);
    [Output(nameof(N))] public float F16(int n) => Log2(1.5f + X[n]);
    [Output(nameof(N))] public float F17(int n) => Log10(1.5f + X[n]);
    [Output(nameof(N))] public float F18(int n) => Erf(2 * X[n]);
    [Output(nameof(N))] public float F19(int n) => Gelu(3 * X[n]);
    [Output(nameof(N))] public float F20(int n) => GeluTanh(3 * X[n]);
    [Output(nameof(N))] public float F21(int n) => Sigmoid(4 * X[n]);
    [Output(nameof(N))] public float F22(int n) => Silu(3 * X[n]);
    [Output(nameof(N))] public float F23(int n) => Softplus(5 * X[n]);
    [Output(nameof(N))] public float F24(int n) => LogSigmoid(5 * X[n]);
    [Output(nameof(N))] public float F25(int n) => Pow(X[n], 2);
    [Output(nameof(N))] public float F26(int n) => 1 / (2 + X[n]);
    [Output(nameof(N))] public float F27(int n) => -X[n] * X[n];

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
            + W[13] * F13(n)
            + W[14] * F14(n)
            + W[15] * F15(n)
            + W[16] * F16(n)
            + W[17] * F17(n)
            + W[18] * F18(n)
            + W[19] * F19(n)
            + W[20] * F20(n)
            + W[21] * F21(n)
            + W[22] * F22(n)
            + W[23] * F23(n)
            + W[24] * F24(n)
            + W[25] * F25(n)
            + W[26] * F26(n)
            + W[27] * F27(n));
}
