using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Attention along the rows and then along the columns of an image (axial attention).</summary>
[Model]
public partial class AxialAttention
{
    [Extent] public partial int H { get; }
    [Extent] public partial int W { get; }
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(H), nameof(W), nameof(D), Gradient = true)] public partial Tensor<float> X { get; }
    [Parameter(2, 3, nameof(D), nameof(D))] public partial Tensor<float> P { get; }

    float Projected(Func<int, int, int, int, float> x, int axis, int part, int n, int y, int s, int d) => Sum(D, e => P[axis, part, d, e] * x(n, y, s, e));

    float Score(Func<int, int, int, int, float> x, int axis, int n, int y, int s, int t) =>
        Sum(D, d => Projected(x, axis, 0, n, y, s, d) * Projected(x, axis, 1, n, y, t, d)) / Sqrt((float)D);

    float Row(int n, int y, int x, int d) => Sum(W, t =>
        Exp(Score((a, b, c, e) => X[a, b, c, e], 0, n, y, x, t) - LogSumExp(W, u => Score((a, b, c, e) => X[a, b, c, e], 0, n, y, x, u)))
        * Projected((a, b, c, e) => X[a, b, c, e], 0, 2, n, y, t, d));

    float Turned(int n, int x, int y, int d) => Row(n, y, x, d);

    [Output(nameof(N), nameof(H), nameof(W), nameof(D))]
    public float Y(int n, int y, int x, int d) => X[n, y, x, d] + Sum(H, t =>
        Exp(Score(Turned, 1, n, x, y, t) - LogSumExp(H, u => Score(Turned, 1, n, x, y, u))) * Projected(Turned, 1, 2, n, x, t, d));

    [Loss] public float Loss() => Mean(N, H, W, D, (n, y, x, d) => Y(n, y, x, d) * Y(n, y, x, d));
}
