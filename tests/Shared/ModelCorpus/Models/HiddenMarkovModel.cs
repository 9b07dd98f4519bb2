using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;
using static System.MathF;

namespace Corpus;

/// <summary>The log-likelihood of a hidden Markov model with Gaussian emissions, by the forward algorithm in logarithms.</summary>
[Model]
public partial class HiddenMarkovModel
{
    [Extent] public partial int States { get; }
    [Extent] public partial int Length { get; }

    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Length), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(States))] public partial Tensor<float> Start { get; }
    [Parameter(nameof(States), nameof(States))] public partial Tensor<float> Transition { get; }
    [Parameter(nameof(States))] public partial Tensor<float> Mean0 { get; }
    [Parameter(nameof(States))] public partial Tensor<float> LogScale { get; }

    float LogStart(int k) => Start[k] - LogSumExp(States, j => Start[j]);
    float LogTransition(int j, int k) => Transition[j, k] - LogSumExp(States, l => Transition[j, l]);
    float LogEmission(int n, int t, int k) => -0.5f * Pow((X[n, t] - Mean0[k]) * Exp(-LogScale[k]), 2) - LogScale[k] - 0.9189385f;

    float Alpha(int n, int t, int k) =>
        (t == 0 ? LogStart(k) : LogSumExp(States, j => Alpha(n, t - 1, j) + LogTransition(j, k))) + LogEmission(n, t, k);

    [Output(nameof(N))] public float LogLikelihood(int n) => LogSumExp(States, k => Alpha(n, Length - 1, k));

    [Loss] public float Loss() => -Mean(N, n => LogLikelihood(n));
}
