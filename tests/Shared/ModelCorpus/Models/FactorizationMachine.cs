using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>A factorization machine: pairs through factors, in linear time.</summary>
[Model]
public partial class FactorizationMachine
{
    [Extent] public partial int Features { get; }
    [Extent] public partial int Rank { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Features))] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Y { get; }

    [Parameter(1)] public partial Tensor<float> Bias { get; }
    [Parameter(nameof(Features))] public partial Tensor<float> W { get; }
    [Parameter(nameof(Features), nameof(Rank))] public partial Tensor<float> V { get; }

    float Linear(int n, int r) => Sum(Features, i => V[i, r] * X[n, i]);
    float Squares(int n, int r) => Sum(Features, i => V[i, r] * V[i, r] * X[n, i] * X[n, i]);

    [Output(nameof(N))]
    public float Z(int n) =>
        Bias[0] + Sum(Features, i => W[i] * X[n, i]) + 0.5f * Sum(Rank, r => Linear(n, r) * Linear(n, r) - Squares(n, r));

    [Loss] public float Loss() => Mean(N, n => Softplus(Z(n)) - Y[n] * Z(n)) + 0.01f * Sum(Features, Rank, (i, r) => V[i, r] * V[i, r]);
}
