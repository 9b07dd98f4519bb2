using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers.Double;
using static Ansatz.Reduce;

namespace Maestro;

/// <summary>Reproduces rows of a given covariance from few numbers.</summary>
[Model]
public partial class LinearAutoencoder
{
    public const int Width = 6;

    /// <summary>E xx'.</summary>
    [Input(Width, Width)] public partial Tensor<double> C { get; }

#pragma warning disable ANZ3001 // more numbers than a matrix: what matters is their order
    public OrderedLowRank Map { get; } = new(In: Width, Rank: Width, Out: Width);
#pragma warning restore ANZ3001

    double Missing(double rank, int o, int i) => (o == i ? 1 : 0) - Map.LeadingDense(rank, o, i);

    double Bias() => Sum(Width, o => Map.B[o] * Map.B[o]);

    /// <summary>Over rows x of mean 0 and all ranks alike, the expectation of ‖x − U[·, :r]·V[:r, ·]·x − b‖².</summary>
    [Loss] public double Expected() => Mean(Width, r => Sum(Width, Width, Width, (o, i, j) => Missing(r + 1, o, i) * C[i, j] * Missing(r + 1, o, j))) + Bias();
}
