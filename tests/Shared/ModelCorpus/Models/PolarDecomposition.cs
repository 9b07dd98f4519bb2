using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>The rotation nearest to each 2 × 2 deformation gradient, and the corotated elastic energy that measures the rest.</summary>
[Model]
public partial class PolarDecomposition
{
    [Batch] public partial int N { get; }

    [Input(nameof(N), 2, 2, Gradient = true)] public partial Tensor<float> F { get; }
    [Parameter(1)] public partial Tensor<float> Stiffness { get; }

    float C(int n) => F[n, 0, 0] + F[n, 1, 1];
    float S(int n) => F[n, 1, 0] - F[n, 0, 1];
    float Length(int n) => Sqrt(C(n) * C(n) + S(n) * S(n) + 1e-2f);

    [Output(nameof(N), 2, 2)]
    public float R(int n, int i, int j) => (i == j ? C(n) : i > j ? S(n) : -S(n)) / Length(n);

    [Output(nameof(N), 2, 2)]
    public float Stretch(int n, int i, int j) => Sum(2, k => R(n, k, i) * F[n, k, j]);

    [Loss]
    public float Loss() => Mean(N, n => Stiffness[0] * Stiffness[0] * Sum(2, 2, (i, j) => (F[n, i, j] - R(n, i, j)) * (F[n, i, j] - R(n, i, j)))
        + (Stretch(n, 0, 0) + Stretch(n, 1, 1) - 2) * (Stretch(n, 0, 0) + Stretch(n, 1, 1) - 2));
}
