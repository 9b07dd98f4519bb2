using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>Bayesian personalised ranking: what a user chose above what was not chosen, by matrix factors.</summary>
[Model]
public partial class BayesianRanking
{
    [Extent] public partial int Users { get; }
    [Extent] public partial int Items { get; }
    [Extent] public partial int Rank { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N))] public partial Tensor<int> User { get; }
    [Input(nameof(N))] public partial Tensor<int> Chosen { get; }
    [Input(nameof(N))] public partial Tensor<int> Other { get; }

    [Parameter(nameof(Users), nameof(Rank))] public partial Tensor<float> P { get; }
    [Parameter(nameof(Items), nameof(Rank))] public partial Tensor<float> Q { get; }
    [Parameter(nameof(Items))] public partial Tensor<float> B { get; }

    [Output(nameof(Users), nameof(Items))] public float Score(int u, int i) => B[i] + Sum(Rank, r => P[u, r] * Q[i, r]);

    float Margin(int n) => B[Chosen[n]] - B[Other[n]] + Sum(Rank, r => P[User[n], r] * (Q[Chosen[n], r] - Q[Other[n], r]));

    [Loss] public float Loss() => -Mean(N, n => LogSigmoid(Margin(n))) + 0.01f * Mean(N, n => Sum(Rank, r => P[User[n], r] * P[User[n], r] + Q[Chosen[n], r] * Q[Chosen[n], r]));
}
