using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Group normalisation: channels share mean and variance within their group.</summary>
[Model]
public partial class GroupNorm
{
    const float Epsilon = 1e-2f;

    [Extent] public partial int Groups { get; }
    [Extent] public partial int Each { get; }
    [Extent] public partial int L { get; }
    [Batch] public partial int N { get; }

    public int Channels => Groups * Each;

    [Input(nameof(N), nameof(Channels), nameof(L), Gradient = true)] public partial Tensor<float> X { get; }
    [Parameter(nameof(Channels), Initial = Initial.One)] public partial Tensor<float> Gain { get; }
    [Parameter(nameof(Channels))] public partial Tensor<float> Shift { get; }

    float Center(int n, int g) => Mean(Channels, L, (c, l) => c / Each == g ? X[n, c, l] * Groups : 0);
    float Variance(int n, int g) => Mean(Channels, L, (c, l) => c / Each == g ? (X[n, c, l] - Center(n, g)) * (X[n, c, l] - Center(n, g)) * Groups : 0);

    [Output(nameof(N), nameof(Channels), nameof(L))]
    public float Y(int n, int c, int l) => (X[n, c, l] - Center(n, c / Each)) / Sqrt(Variance(n, c / Each) + Epsilon) * Gain[c] + Shift[c];

    [Loss] public float Loss() => Mean(N, Channels, L, (n, c, l) => Y(n, c, l) * Y(n, c, l) * Y(n, c, l));
}
