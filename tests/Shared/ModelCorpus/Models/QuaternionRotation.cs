using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Points turned by a unit quaternion for each of several parts, fitted to where they were seen.</summary>
[Model]
public partial class QuaternionRotation
{
    [Extent] public partial int Parts { get; }
    [Extent] public partial int Points { get; }

    [Input(nameof(Parts), nameof(Points), 3, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(Parts), nameof(Points), 3)] public partial Tensor<float> Seen { get; }

    [Parameter(nameof(Parts), 4)] public partial Tensor<float> Q { get; }
    [Parameter(nameof(Parts), 3)] public partial Tensor<float> Shift { get; }

    float Unit(int b, int k) => Q[b, k] / Sqrt(Sum(4, j => Q[b, j] * Q[b, j]) + 1e-2f);

    // (u × v)[k] for the vector part u of the quaternion; k + 1 and k + 2 count round the three axes.
    float Cross(Func<int, int, int, float> v, int b, int p, int k) => Unit(b, (k + 1) % 3 + 1) * v(b, p, (k + 2) % 3) - Unit(b, (k + 2) % 3 + 1) * v(b, p, (k + 1) % 3);

    float Once(int b, int p, int k) => 2 * Cross((c, q, j) => X[c, q, j], b, p, k);

    [Output(nameof(Parts), nameof(Points), 3)]
    public float Y(int b, int p, int k) => X[b, p, k] + Unit(b, 0) * Once(b, p, k) + Cross(Once, b, p, k) + Shift[b, k];

    [Loss] public float Loss() => Mean(Parts, Points, 3, (b, p, k) => (Y(b, p, k) - Seen[b, p, k]) * (Y(b, p, k) - Seen[b, p, k]));
}
