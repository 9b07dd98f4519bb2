using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;
using static System.MathF;

namespace Corpus;

/// <summary>Losses of image segmentation: focal, Dice and Tversky, of the same logits.</summary>
[Model]
public partial class Segmentation
{
    const float Alpha = 0.3f, Smooth = 1;

    [Extent] public partial int Channels { get; }
    [Extent] public partial int H { get; }
    [Extent] public partial int W { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Channels), nameof(H), nameof(W), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), nameof(H), nameof(W))] public partial Tensor<int> Inside { get; }
    [Parameter(nameof(Channels))] public partial Tensor<float> V { get; }
    [Parameter(1)] public partial Tensor<float> B { get; }

    [Output(nameof(N), nameof(H), nameof(W))] public float Z(int n, int y, int x) => B[0] + Sum(Channels, c => V[c] * X[n, c, y, x]);

    float P(int n, int y, int x) => Sigmoid(Z(n, y, x));

    float Focal(int n, int y, int x)
    {
        var right = Inside[n, y, x] == 1 ? Z(n, y, x) : -Z(n, y, x);
        return -Pow(1 - Sigmoid(right), 2) * LogSigmoid(right);
    }

    float Both(int n) => Sum(H, W, (y, x) => Inside[n, y, x] * P(n, y, x));
    float All(int n) => Sum(H, W, (y, x) => P(n, y, x));
    float True(int n) => Sum(H, W, (y, x) => (float)Inside[n, y, x]);

    [Output(nameof(N))] public float Dice(int n) => (2 * Both(n) + Smooth) / (All(n) + True(n) + Smooth);
    [Output(nameof(N))] public float Tversky(int n) => (Both(n) + Smooth) / (Alpha * All(n) + (1 - Alpha) * True(n) + Smooth);

    [Loss] public float Loss() => Mean(N, H, W, (n, y, x) => Focal(n, y, x)) + Mean(N, n => (1 - Dice(n)) + Pow(1 - Tversky(n), 1.5f));
}
