using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Reduce;

namespace Corpus;

/// <summary>Reads at index data under conditions within conditions, and under several: words beyond the table count nothing.</summary>
[Model]
public partial class GuardedWords
{
    [Extent] public partial int Words { get; }
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    public int Top => Words + 3;

    [Input(nameof(N))] public partial Tensor<int> Word { get; }
    [Input(nameof(N))] public partial Tensor<double> Mask { get; }
    [Parameter(nameof(Words), nameof(D))] public partial Tensor<double> E { get; }
    [Parameter(nameof(D))] public partial Tensor<double> C { get; }

    double Later(int n, int d) => n > 0 ? (Word[n] < Words ? E[Word[n], d] * C[d] : 0) : 0;
    double Squared(int n, int d) => (Word[n] < Words ? E[Word[n], d] : 0) * (Word[n] < Words && Mask[n] > 0 ? E[Word[n], d] : 1);

    [Output(nameof(N), nameof(D))] public double Y(int n, int d) => Later(n, d) + Squared(n, d);
    [Loss] public double Loss() => Sum(N, D, (n, d) => Y(n, d) * Y(n, d));
}
