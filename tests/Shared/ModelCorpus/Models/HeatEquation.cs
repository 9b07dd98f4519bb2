using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>
/// Two explicit steps of the heat equation on a grid, no heat passing the border (the index stops there), and a Jacobi sweep of
/// Poisson's equation with the border held at 0.
/// </summary>
[Model]
public partial class HeatEquation
{
    [Extent] public partial int H { get; }
    [Extent] public partial int W { get; }

    [Input(nameof(H), nameof(W), Gradient = true)] public partial Tensor<float> U { get; }
    [Input(nameof(H), nameof(W))] public partial Tensor<float> Observed { get; }
    [Parameter(nameof(H), nameof(W))] public partial Tensor<float> Conductivity { get; }
    [Parameter(nameof(H), nameof(W))] public partial Tensor<float> Source { get; }

    float Laplacian(Func<int, int, float> u, int y, int x) =>
        u(Max(y - 1, 0), x) + u(Min(y + 1, H - 1), x) + u(y, Max(x - 1, 0)) + u(y, Min(x + 1, W - 1)) - 4 * u(y, x);

    float Start(int y, int x) => U[y, x];

    [Output(nameof(H), nameof(W))] public float Step(int y, int x) => U[y, x] + 0.1f * Conductivity[y, x] * Laplacian(Start, y, x);
    [Output(nameof(H), nameof(W))] public float Later(int y, int x) => Step(y, x) + 0.1f * Conductivity[y, x] * Laplacian(Step, y, x);

    float Held(int y, int x) => y >= 0 && y < H && x >= 0 && x < W ? Later(y, x) : 0;

    [Output(nameof(H), nameof(W))]
    public float Jacobi(int y, int x) => (Held(y - 1, x) + Held(y + 1, x) + Held(y, x - 1) + Held(y, x + 1) + Source[y, x]) / 4;

    [Loss] public float Loss() => Mean(H, W, (y, x) => (Jacobi(y, x) - Observed[y, x]) * (Jacobi(y, x) - Observed[y, x]));
}
