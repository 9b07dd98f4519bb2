using System.Numerics.Tensors;
using static Ansatz.Functions;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// A recurrent layer with an update gate z and a reset gate r: h[t] = (1 − z[t])·h[t − 1] + z[t]·tanh(Wh·x[t] + Uh·(r[t]·h[t − 1]) + bh), from h = 0. It
/// has 3·Units·(In + Units + 1) parameters.
/// Cho, van Merriënboer, Gulcehre, Bahdanau, Bougares, Schwenk, Bengio, <i>Learning phrase representations using RNN encoder–decoder for statistical machine
/// translation</i>, 2014.
/// </summary>
[Model]
public partial class GatedRecurrentUnit
{
    /// <summary>How many times there are.</summary>
    [Extent] public partial int Length { get; }

    /// <summary>Length of the vector that comes in at each time.</summary>
    [Extent] public partial int In { get; }

    /// <summary>Length of the state.</summary>
    [Extent] public partial int Units { get; }

    /// <summary>From the input to the update gate: Units × In.</summary>
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wz { get; }

    /// <summary>From the state to the update gate: Units × Units.</summary>
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Uz { get; }

    /// <summary>Added in the update gate: Units.</summary>
    [Parameter(nameof(Units))] public partial Tensor<float> Bz { get; }

    /// <summary>From the input to the reset gate: Units × In.</summary>
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wr { get; }

    /// <summary>From the state to the reset gate: Units × Units.</summary>
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Ur { get; }

    /// <summary>Added in the reset gate: Units.</summary>
    [Parameter(nameof(Units))] public partial Tensor<float> Br { get; }

    /// <summary>From the input to the new state: Units × In.</summary>
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wh { get; }

    /// <summary>From the state to the new state: Units × Units.</summary>
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Uh { get; }

    /// <summary>Added in the new state: Units.</summary>
    [Parameter(nameof(Units))] public partial Tensor<float> Bh { get; }

    float Last(Func<int, int, int, float> x, int n, int t, int d) => t > 0 ? Y(x, n, t - 1, d) : 0;

    float Update(Func<int, int, int, float> x, int n, int t, int d) =>
        Sigmoid(Sum(In, i => Wz[d, i] * x(n, t, i)) + Sum(Units, e => Uz[d, e] * Last(x, n, t, e)) + Bz[d]);

    float Reset(Func<int, int, int, float> x, int n, int t, int d) =>
        Sigmoid(Sum(In, i => Wr[d, i] * x(n, t, i)) + Sum(Units, e => Ur[d, e] * Last(x, n, t, e)) + Br[d]);

    float New(Func<int, int, int, float> x, int n, int t, int d) =>
        Tanh(Sum(In, i => Wh[d, i] * x(n, t, i)) + Sum(Units, e => Uh[d, e] * (Reset(x, n, t, e) * Last(x, n, t, e))) + Bh[d]);

    /// <summary>Element d of the state at time t of row n, for the sequences x(n, time, element).</summary>
    [Maps(From = [nameof(Length), nameof(In)], To = [nameof(Length), nameof(Units)])]
    public float Y(Func<int, int, int, float> x, int n, int t, int d) => (1 - Update(x, n, t, d)) * Last(x, n, t, d) + Update(x, n, t, d) * New(x, n, t, d);
}
