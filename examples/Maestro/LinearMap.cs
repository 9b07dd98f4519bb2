using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers.Double;
using static Ansatz.Reduce;
using static System.Math;

namespace Maestro;

/// <summary>Learns a linear map by ordered components, from rows that are uniform on a sphere.</summary>
[Model]
public partial class LinearMap
{
    public const int In = 6, Out = 9, Rank = 6, Drawn = 32;

    /// <summary>The map: what is to be learnt.</summary>
    [Input(Out, In)] public partial Tensor<double> A { get; }

    /// <summary>Another number at each step.</summary>
    [Input] public partial int Seed { get; }

#pragma warning disable ANZ3001 // more numbers than a matrix: what matters is their order
    public OrderedLowRank Map { get; } = new(In: In, Rank: Rank, Out: Out);
#pragma warning restore ANZ3001

    double Missing(double rank, int o, int i) => A[o, i] - Map.LeadingDense(rank, o, i);

    double Bias() => Sum(Out, o => Map.B[o] * Map.B[o]);

    /// <summary>Over rows x with E x = 0 and E xx' = 1 and all ranks alike, the expectation of ‖A·x − U[·, :r]·V[:r, ·]·x − b‖².</summary>
    [Loss] public double Expected() => Mean(Rank, r => Sum(Out, In, (o, i) => Missing(r + 1, o, i) * Missing(r + 1, o, i))) + Bias();

    /// <summary>The same with all components at each step, so that nothing orders them.</summary>
    [Loss] public double Unordered() => Sum(Out, In, (o, i) => Missing(Rank, o, i) * Missing(Rank, o, i)) + Bias();

    double Draw(int n, int i) => CounterRandom.Normal(Seed, n, i);

    double X(int n, int i) => Draw(n, i) * Sqrt(In / Sum(In, j => Draw(n, j) * Draw(n, j)));

    double DrawnRank() => 1 + Floor(Rank * CounterRandom.Uniform(Seed, Drawn));

    double Error(int n, int o) => Map.Leading(X, DrawnRank(), n, o) - Sum(In, i => A[o, i] * X(n, i));

    /// <summary>The same of some rows and one rank, drawn at each step: ordered dropout.</summary>
    [Loss] public double Sampled() => Mean(Drawn, n => Sum(Out, o => Error(n, o) * Error(n, o)));
}
