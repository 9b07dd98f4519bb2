using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Reduce;

namespace Corpus;

/// <summary>An oscillator by the Störmer–Verlet scheme: each position from the last two.</summary>
[Model]
public partial class SecondOrderOscillator
{
    [Extent] public partial int Length { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Length))] public partial Tensor<double> Force { get; }
    [Input(nameof(N), Gradient = true)] public partial Tensor<double> Begin { get; }

    [Parameter(2)] public partial Tensor<double> K { get; }

    double Step(int n, int t, double x) => 0.04 * (Force[n, t] - K[0] * x - K[1] * x * x * x);

    [Output(nameof(N), nameof(Length))]
    public double X(int n, int t) => t > 1 ? 2 * X(n, t - 1) - X(n, t - 2) + Step(n, t, X(n, t - 1)) : t == 1 ? Begin[n] + 0.5 * Step(n, t, Begin[n]) : Begin[n];

    [Loss] public double Loss() => Mean(N, Length, (n, t) => X(n, t) * X(n, t));
}
