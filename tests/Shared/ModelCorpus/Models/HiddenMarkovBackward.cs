using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Reduce;

namespace Corpus;

/// <summary>The backward probabilities of a hidden Markov model, as logarithms: a recurrence from the last time that reads what is given one time later.</summary>
[Model]
public partial class HiddenMarkovBackward
{
    [Extent] public partial int Times { get; }
    [Extent] public partial int Kinds { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Times), nameof(Kinds), Gradient = true)] public partial Tensor<double> Evidence { get; }
    [Parameter(nameof(Kinds), nameof(Kinds))] public partial Tensor<double> A { get; }

    [Output(nameof(N), nameof(Times), nameof(Kinds))]
    public double Beta(int n, int t, int k) => t < Times - 1 ? LogSumExp(Kinds, j => A[k, j] + Evidence[n, t + 1, j] + Beta(n, t + 1, j)) : 0;

    [Loss] public double Loss() => Mean(N, n => Sum(Kinds, k => Evidence[n, 0, k] * Beta(n, 0, k)));
}
