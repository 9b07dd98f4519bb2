using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;
using static System.MathF;

namespace Corpus;

/// <summary>A learned filter whose window stops at the border, on every second element, and a field of displacements that stays inside.</summary>
[Model]
public partial class ClampedFilter
{
    public const int Taps = 5;

    [Extent] public partial int Length { get; }
    [Batch] public partial int N { get; }

    public int Half => (Length + 1) / 2;

    [Input(nameof(N), nameof(Length), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), nameof(Half))] public partial Tensor<int> Displacement { get; }
    [Parameter(Taps)] public partial Tensor<float> W { get; }
    [Parameter(nameof(Half))] public partial Tensor<float> V { get; }

    [Output(nameof(N), nameof(Half))]
    public float Y(int n, int i) => Tanh(Sum(Taps, t => W[t] * X[n, Clamp(2 * i + t - Taps / 2, 0, Length - 1)]));

    [Output(nameof(N), nameof(Half))]
    public float Moved(int n, int i) => V[i] * X[n, Min(Max(2 * i + Displacement[n, i], 0), Length - 1)];

    [Loss] public float Loss() => Mean(N, Half, (n, i) => Y(n, i) * Y(n, i) + Max(Moved(n, i), -0.25f) * Y(n, i));
}
