using System.Numerics.Tensors;
using static Ansatz.Functions;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// A gated recurrent unit whose reset gate acts after the product with the state, the form of most pretrained weights:
/// h[t] = (1 − z[t])·n[t] + z[t]·h[t − 1], n[t] = tanh(Wn·x[t] + bn + r[t]·(Un·h[t − 1] + cn)), from h = 0. It has Units·(3·In + 3·Units + 4) parameters.
/// Here z keeps the state; in <see cref="GatedRecurrentUnit"/> it lets it go.
/// Cho, van Merriënboer, Gulcehre, Bahdanau, Bougares, Schwenk, Bengio, <i>Learning phrase representations using RNN encoder–decoder for statistical machine
/// translation</i>, 2014; the form is that of torch.nn.GRU and of ONNX with linear_before_reset.
/// </summary>
[Model]
public partial class ResetAfterGatedRecurrentUnit
{
    /// <summary>How many times there are.</summary>
    [Extent] public partial int Length { get; }

    /// <summary>Length of the vector that comes in at each time.</summary>
    [Extent] public partial int In { get; }

    /// <summary>Length of the state.</summary>
    [Extent] public partial int Units { get; }

    /// <summary>From the input to the reset gate: Units × In.</summary>
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wr { get; }

    /// <summary>From the state to the reset gate: Units × Units.</summary>
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Ur { get; }

    /// <summary>Added in the reset gate: Units.</summary>
    [Parameter(nameof(Units))] public partial Tensor<float> Br { get; }

    /// <summary>From the input to the update gate: Units × In.</summary>
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wz { get; }

    /// <summary>From the state to the update gate: Units × Units.</summary>
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Uz { get; }

    /// <summary>Added in the update gate: Units.</summary>
    [Parameter(nameof(Units))] public partial Tensor<float> Bz { get; }

    /// <summary>From the input to the new state: Units × In.</summary>
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wn { get; }

    /// <summary>From the state to the new state: Units × Units.</summary>
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Un { get; }

    /// <summary>Added to the input's part of the new state: Units.</summary>
    [Parameter(nameof(Units))] public partial Tensor<float> Bn { get; }

    /// <summary>Added to the state's part of the new state, which is reset with it: Units.</summary>
    [Parameter(nameof(Units))] public partial Tensor<float> Cn { get; }

    float Last(Func<int, int, int, float> x, int n, int t, int d) => t > 0 ? Y(x, n, t - 1, d) : 0;

    float Reset(Func<int, int, int, float> x, int n, int t, int d) =>
        Sigmoid(Sum(In, i => Wr[d, i] * x(n, t, i)) + Sum(Units, e => Ur[d, e] * Last(x, n, t, e)) + Br[d]);

    float Update(Func<int, int, int, float> x, int n, int t, int d) =>
        Sigmoid(Sum(In, i => Wz[d, i] * x(n, t, i)) + Sum(Units, e => Uz[d, e] * Last(x, n, t, e)) + Bz[d]);

    float New(Func<int, int, int, float> x, int n, int t, int d) =>
        Tanh(Sum(In, i => Wn[d, i] * x(n, t, i)) + Bn[d] + Reset(x, n, t, d) * (Sum(Units, e => Un[d, e] * Last(x, n, t, e)) + Cn[d]));

    /// <summary>Element d of the state at time t of row n, for the sequences x(n, time, element).</summary>
    [Maps(From = [nameof(Length), nameof(In)], To = [nameof(Length), nameof(Units)])]
    public float Y(Func<int, int, int, float> x, int n, int t, int d) => (1 - Update(x, n, t, d)) * New(x, n, t, d) + Update(x, n, t, d) * Last(x, n, t, d);
}
