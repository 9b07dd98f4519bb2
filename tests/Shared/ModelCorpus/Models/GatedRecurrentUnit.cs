using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;
using static System.MathF;

namespace Corpus;

/// <summary>Gated recurrent unit (Cho et al. 2014), the sequence read backwards.</summary>
[Model]
public partial class GatedRecurrentUnit
{
    [Extent] public partial int In { get; }
    [Extent] public partial int Units { get; }
    [Extent] public partial int Length { get; }

    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Length), nameof(In))] public partial Tensor<float> X { get; }

    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wz { get; }
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wr { get; }
    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> Wh { get; }
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Uz { get; }
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Ur { get; }
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> Uh { get; }

    float Last(int n, int t, int d) => t < Length - 1 ? H(n, t + 1, d) : 0;

    float Z(int n, int t, int d) => Sigmoid(Sum(In, i => Wz[d, i] * X[n, t, i]) + Sum(Units, e => Uz[d, e] * Last(n, t, e)));
    float R(int n, int t, int d) => Sigmoid(Sum(In, i => Wr[d, i] * X[n, t, i]) + Sum(Units, e => Ur[d, e] * Last(n, t, e)));
    float New(int n, int t, int d) => Tanh(Sum(In, i => Wh[d, i] * X[n, t, i]) + Sum(Units, e => Uh[d, e] * (R(n, t, e) * Last(n, t, e))));

    float H(int n, int t, int d) => (1 - Z(n, t, d)) * Last(n, t, d) + Z(n, t, d) * New(n, t, d);

    [Output(nameof(N), nameof(Units))] public float Code(int n, int d) => H(n, 0, d);

    [Loss] public float Loss() => Mean(N, n => Sum(Units, d => Code(n, d) * Code(n, d)));
}
