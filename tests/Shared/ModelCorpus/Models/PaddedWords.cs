using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Reduce;

namespace Corpus;

/// <summary>Sentences of different lengths: negative words are padding, and large ones are told apart by quotient and remainder.</summary>
[Model]
public partial class PaddedWords
{
    public const int Frequent = 3, Buckets = 2;

    [Extent] public partial int Rare { get; }
    [Extent] public partial int D { get; }
    [Extent] public partial int Length { get; }
    [Batch] public partial int N { get; }

    public int Words => Rare * Buckets + Frequent;

    [Input(nameof(N), nameof(Length))] public partial Tensor<int> Word { get; }
    [Parameter(Frequent, nameof(D))] public partial Tensor<double> E { get; }
    [Parameter(nameof(Rare), nameof(D))] public partial Tensor<double> P { get; }
    [Parameter(Buckets, nameof(D))] public partial Tensor<double> Q { get; }

    double Vector(int n, int t, int d) => Word[n, t] < 0 ? 0 : Word[n, t] < Frequent ? E[Word[n, t], d] : P[(Word[n, t] - Frequent) / Buckets, d] * Q[(Word[n, t] - Frequent) % Buckets, d];

    [Output(nameof(N), nameof(D))] public double Y(int n, int d) => Sum(Length, t => Vector(n, t, d));
    [Loss] public double Loss() => Sum(N, D, (n, d) => Y(n, d) * Y(n, d));
}
