using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>A factorization machine over categorical fields: one index of a feature for each field.</summary>
[Model]
public partial class SparseFactorizationMachine
{
    [Extent] public partial int Features { get; }
    [Extent] public partial int Fields { get; }
    [Extent] public partial int Rank { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Fields))] public partial Tensor<int> Feature { get; }
    [Input(nameof(N))] public partial Tensor<float> Click { get; }

    [Parameter(1)] public partial Tensor<float> Bias { get; }
    [Parameter(nameof(Features))] public partial Tensor<float> W { get; }
    [Parameter(nameof(Features), nameof(Rank))] public partial Tensor<float> V { get; }

    float Total(int n, int r) => Sum(Fields, f => V[Feature[n, f], r]);
    float Squares(int n, int r) => Sum(Fields, f => V[Feature[n, f], r] * V[Feature[n, f], r]);

    [Output(nameof(N))]
    public float Z(int n) => Bias[0] + Sum(Fields, f => W[Feature[n, f]]) + 0.5f * Sum(Rank, r => Total(n, r) * Total(n, r) - Squares(n, r));

    [Loss] public float Loss() => Mean(N, n => Softplus(Z(n)) - Click[n] * Z(n));
}
