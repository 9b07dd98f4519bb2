using System.Numerics.Tensors;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// A recurrent layer whose next state is a function of the input and of the state: h[t] = tanh(W·x[t] + U·h[t − 1] + b), from h = 0. It has
/// Units·(In + Units + 1) parameters.
/// Elman, <i>Finding structure in time</i>, 1990.
/// </summary>
[Model]
public partial class Elman
{
    /// <summary>How many times there are.</summary>
    [Extent] public partial int Length { get; }

    /// <summary>Length of the vector that comes in at each time.</summary>
    [Extent] public partial int In { get; }

    /// <summary>Length of the state.</summary>
    [Extent] public partial int Units { get; }

    /// <summary>From the input: Units × In.</summary>
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> W { get; }

    /// <summary>From the state: Units × Units.</summary>
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> U { get; }

    /// <summary>Added to the state: Units.</summary>
    [Parameter(nameof(Units))] public partial Tensor<float> B { get; }

    /// <summary>Element d of the state at time t of row n, for the sequences x(n, time, element).</summary>
    [Maps(From = [nameof(Length), nameof(In)], To = [nameof(Length), nameof(Units)])]
    public float Y(Func<int, int, int, float> x, int n, int t, int d) =>
        Tanh(Sum(In, i => W[d, i] * x(n, t, i)) + (t > 0 ? Sum(Units, e => U[d, e] * Y(x, n, t - 1, e)) : 0) + B[d]);
}
