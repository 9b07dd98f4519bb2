using System.Numerics.Tensors;
using static Ansatz.Functions;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// A recurrent layer with a memory c behind the state, and gates to keep it, to write to it and to read it:
/// c[t] = f[t]·c[t − 1] + i[t]·tanh(Wg·x[t] + Ug·h[t − 1] + bg), h[t] = o[t]·tanh(c[t]), from h = c = 0. It has 4·Units·(In + Units + 1) parameters. At first
/// it keeps: the bias of f is 1.
/// Hochreiter, Schmidhuber, <i>Long short-term memory</i>, 1997; Gers, Schmidhuber, Cummins, <i>Learning to forget</i>, 2000 (the gate f, its bias).
/// </summary>
[Model]
public partial class LongShortTermMemory
{
    /// <summary>How many times there are.</summary>
    [Extent] public partial int Length { get; }

    /// <summary>Length of the vector that comes in at each time.</summary>
    [Extent] public partial int In { get; }

    /// <summary>Length of the state.</summary>
    [Extent] public partial int Units { get; }

    /// <summary>From the input to the input gate: Units × In.</summary>
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wi { get; }

    /// <summary>From the state to the input gate: Units × Units.</summary>
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Ui { get; }

    /// <summary>Added in the input gate: Units.</summary>
    [Parameter(nameof(Units))] public partial Tensor<float> Bi { get; }

    /// <summary>From the input to the forget gate: Units × In.</summary>
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wf { get; }

    /// <summary>From the state to the forget gate: Units × Units.</summary>
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Uf { get; }

    /// <summary>Added in the forget gate: Units.</summary>
    [Parameter(nameof(Units), Initial = Initial.One)] public partial Tensor<float> Bf { get; }

    /// <summary>From the input to the new content: Units × In.</summary>
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wg { get; }

    /// <summary>From the state to the new content: Units × Units.</summary>
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Ug { get; }

    /// <summary>Added in the new content: Units.</summary>
    [Parameter(nameof(Units))] public partial Tensor<float> Bg { get; }

    /// <summary>From the input to the output gate: Units × In.</summary>
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wo { get; }

    /// <summary>From the state to the output gate: Units × Units.</summary>
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Uo { get; }

    /// <summary>Added in the output gate: Units.</summary>
    [Parameter(nameof(Units))] public partial Tensor<float> Bo { get; }

    float Last(Func<int, int, int, float> x, int n, int t, int d) => t > 0 ? Y(x, n, t - 1, d) : 0;

    float Write(Func<int, int, int, float> x, int n, int t, int d) =>
        Sigmoid(Sum(In, i => Wi[d, i] * x(n, t, i)) + Sum(Units, e => Ui[d, e] * Last(x, n, t, e)) + Bi[d]);

    float Keep(Func<int, int, int, float> x, int n, int t, int d) =>
        Sigmoid(Sum(In, i => Wf[d, i] * x(n, t, i)) + Sum(Units, e => Uf[d, e] * Last(x, n, t, e)) + Bf[d]);

    float New(Func<int, int, int, float> x, int n, int t, int d) =>
        Tanh(Sum(In, i => Wg[d, i] * x(n, t, i)) + Sum(Units, e => Ug[d, e] * Last(x, n, t, e)) + Bg[d]);

    float Show(Func<int, int, int, float> x, int n, int t, int d) =>
        Sigmoid(Sum(In, i => Wo[d, i] * x(n, t, i)) + Sum(Units, e => Uo[d, e] * Last(x, n, t, e)) + Bo[d]);

    float Memory(Func<int, int, int, float> x, int n, int t, int d) =>
        (t > 0 ? Keep(x, n, t, d) * Memory(x, n, t - 1, d) : 0) + Write(x, n, t, d) * New(x, n, t, d);

    /// <summary>Element d of the state at time t of row n, for the sequences x(n, time, element).</summary>
    [Maps(From = [nameof(Length), nameof(In)], To = [nameof(Length), nameof(Units)])]
    public float Y(Func<int, int, int, float> x, int n, int t, int d) => Show(x, n, t, d) * Tanh(Memory(x, n, t, d));
}
