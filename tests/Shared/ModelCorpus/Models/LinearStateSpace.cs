using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;
using static System.MathF;

namespace Corpus;

/// <summary>A diagonal linear state space layer (as in S4D, Gu et al. 2022, with real poles).</summary>
[Model]
public partial class LinearStateSpace
{
    [Extent] public partial int Channels { get; }
    [Extent] public partial int States { get; }
    [Extent] public partial int Length { get; }

    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Length), nameof(Channels), Gradient = true)] public partial Tensor<float> U { get; }

    [Parameter(nameof(Channels), nameof(States))] public partial Tensor<float> Pole { get; }
    [Parameter(nameof(Channels), nameof(States))] public partial Tensor<float> In { get; }
    [Parameter(nameof(Channels), nameof(States))] public partial Tensor<float> Out { get; }
    [Parameter(nameof(Channels))] public partial Tensor<float> Skip { get; }

    float Decay(int c, int s) => Exp(-Softplus(Pole[c, s]));

    float X(int n, int t, int c, int s) => (t > 0 ? Decay(c, s) * X(n, t - 1, c, s) : 0) + In[c, s] * U[n, t, c];

    [Output(nameof(N), nameof(Length), nameof(Channels))] public float Y(int n, int t, int c) => Sum(States, s => Out[c, s] * X(n, t, c, s)) + Skip[c] * U[n, t, c];

    [Loss] public float Loss() => Mean(N, Length, Channels, (n, t, c) => Y(n, t, c) * Y(n, t, c));
}
