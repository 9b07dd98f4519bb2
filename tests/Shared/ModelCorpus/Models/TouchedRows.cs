using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;
using static System.MathF;

namespace Corpus;

/// <summary>
/// Tables whose rows index data choose, in all the ways there are: through a table of indices, at two places, under a condition, clamped, with more
/// dimensions or none behind the rows; and one that is also read in full.
/// </summary>
[Model]
public partial class TouchedRows
{
    [Extent] public partial int Words { get; }
    [Extent] public partial int Stems { get; }
    [Extent] public partial int D { get; }
    [Extent] public partial int Length { get; }
    [Batch] public partial int N { get; }

    public const int Parts = 3;

    [Input(nameof(N), nameof(Length))] public partial Tensor<int> Word { get; }
    [Input(nameof(N))] public partial Tensor<int> Next { get; }
    [Input(nameof(N))] public partial Tensor<int> Count { get; }
    [Input(nameof(Words))] public partial Tensor<int> StemOf { get; }

    [Parameter(nameof(Stems), nameof(D))] public partial Tensor<float> Stem { get; }
    [Parameter(nameof(Words), nameof(D))] public partial Tensor<float> E { get; }
    [Parameter(nameof(Words))] public partial Tensor<float> Bias { get; }
    [Parameter(nameof(Words), Parts, nameof(D))] public partial Tensor<float> Form { get; }
    [Parameter(nameof(Words), nameof(D))] public partial Tensor<float> Read { get; }
    [Parameter(nameof(Words), nameof(D))] public partial Tensor<float> Left { get; }
    [Parameter(nameof(Stems), nameof(D))] public partial Tensor<float> Right { get; }

    float Bag(int n, int d) => Sum(Length, t => t <= Count[n] ? E[Word[n, t], d] * Stem[StemOf[Word[n, t]], d] : 0);
    float Pairs(int n, int d) => Sum(Length, t => Left[Word[n, t], d] * Right[StemOf[Word[n, t]], d]);
    float Forms(int n, int d) => Sum(Parts, p => Tanh(Form[Next[n], p, d])) + E[Clamp(Next[n] - 1, 0, Words - 1), d];
    float Spread(int d) => Mean(Words, w => Read[w, d] * Read[w, d]);

    [Output(nameof(N))] public float Z(int n) => Sum(D, d => (Bag(n, d) + Pairs(n, d)) * (Forms(n, d) + Read[Next[n], d])) + Bias[Next[n]] * Sum(Length, t => Bias[Word[n, t]]);

    [Loss] public float Loss() => Mean(N, n => Softplus(Z(n))) + 0.1f * Sum(D, d => Spread(d));
}
