using System.Numerics.Tensors;
using static Ansatz.Functions;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// A recurrent layer with one gate f: h[t] = (1 − f[t])·h[t − 1] + f[t]·tanh(Wh·x[t] + Uh·(f[t]·h[t − 1]) + bh), from h = 0. It has
/// 2·Units·(In + Units + 1) parameters.
/// Zhou, Wu, Zhang, Zhou, <i>Minimal gated unit for recurrent neural networks</i>, 2016.
/// </summary>
[Model]
public partial class MinimalGatedUnit
{
    /// <summary>How many times there are.</summary>
    [Extent] public partial int Length { get; }

    /// <summary>Length of the vector that comes in at each time.</summary>
    [Extent] public partial int In { get; }

    /// <summary>Length of the state.</summary>
    [Extent] public partial int Units { get; }

    /// <summary>From the input to the gate: Units × In.</summary>
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wf { get; }

    /// <summary>From the state to the gate: Units × Units.</summary>
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Uf { get; }

    /// <summary>Added in the gate: Units.</summary>
    [Parameter(nameof(Units))] public partial Tensor<float> Bf { get; }

    /// <summary>From the input to the new state: Units × In.</summary>
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wh { get; }

    /// <summary>From the state to the new state: Units × Units.</summary>
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Uh { get; }

    /// <summary>Added in the new state: Units.</summary>
    [Parameter(nameof(Units))] public partial Tensor<float> Bh { get; }

    float Last(Func<int, int, int, float> x, int n, int t, int d) => t > 0 ? Y(x, n, t - 1, d) : 0;

    float Gate(Func<int, int, int, float> x, int n, int t, int d) =>
        Sigmoid(Sum(In, i => Wf[d, i] * x(n, t, i)) + Sum(Units, e => Uf[d, e] * Last(x, n, t, e)) + Bf[d]);

    float New(Func<int, int, int, float> x, int n, int t, int d) =>
        Tanh(Sum(In, i => Wh[d, i] * x(n, t, i)) + Sum(Units, e => Uh[d, e] * (Gate(x, n, t, e) * Last(x, n, t, e))) + Bh[d]);

    /// <summary>Element d of the state at time t of row n, for the sequences x(n, time, element).</summary>
    [Maps(From = [nameof(Length), nameof(In)], To = [nameof(Length), nameof(Units)])]
    public float Y(Func<int, int, int, float> x, int n, int t, int d) => (1 - Gate(x, n, t, d)) * Last(x, n, t, d) + Gate(x, n, t, d) * New(x, n, t, d);
}
