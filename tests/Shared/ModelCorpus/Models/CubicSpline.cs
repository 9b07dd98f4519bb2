using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Additive model of cubic B-splines on even knots: four pieces of the basis around each value.</summary>
[Model]
public partial class CubicSpline
{
    [Extent] public partial int Features { get; }
    [Extent] public partial int Knots { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Features), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Y { get; }
    [Parameter(nameof(Features), nameof(Knots))] public partial Tensor<float> Coefficient { get; }

    // How far x is from knot k, in steps; the knots lie on -1 … 1.
    float Distance(int n, int f, int k) => Abs((X[n, f] + 1) * 0.5f * (Knots - 1) - k);

    float Basis(int n, int f, int k)
    {
        var d = Distance(n, f, k);
        var near = 2.0f / 3 - d * d * (1 - d / 2);
        var far = (2 - d) * (2 - d) * (2 - d) / 6;
        return d < 1 ? near : d < 2 ? far : 0;
    }

    [Output(nameof(N))] public float Z(int n) => Sum(Features, Knots, (f, k) => Coefficient[f, k] * Basis(n, f, k));

    float Bend(int f, int k) => k + 2 < Knots ? Coefficient[f, k] - 2 * Coefficient[f, k + 1] + Coefficient[f, k + 2] : 0;

    [Loss]
    public float Loss() => Mean(N, n => (Z(n) - Y[n]) * (Z(n) - Y[n])) + 0.1f * Sum(Features, Knots, (f, k) => Bend(f, k) * Bend(f, k));
}
