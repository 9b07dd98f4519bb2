using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// A factorization machine for rows that have Fields features out of very many: the weights of those that a row has, and the products of their vectors in
/// pairs, Y[n] = B + Σ_f W[token(n, f)] + Σ_{f &lt; g} ⟨V[token(n, f)], V[token(n, g)]⟩. It has 1 + Rows·(1 + Rank) parameters; a gradient takes the time of the
/// rows that are read.
/// Rendle, <i>Factorization machines</i>, 2010.
/// </summary>
[Model]
public partial class SparseFactorizationMachine
{
    /// <summary>How many different features there are.</summary>
    [Extent] public partial int Rows { get; }

    /// <summary>How many a row has.</summary>
    [Extent] public partial int Fields { get; }

    /// <summary>Length of a feature's vector.</summary>
    [Extent] public partial int Rank { get; }

    /// <summary>The constant: 1.</summary>
    [Parameter(1)] public partial Tensor<float> B { get; }

    /// <summary>The weights of the features: Rows.</summary>
    [Parameter(nameof(Rows))] public partial Tensor<float> W { get; }

    /// <summary>The vectors of the features: Rows × Rank.</summary>
    [Parameter(nameof(Rows), nameof(Rank), Initial = Initial.Normal)] public partial Tensor<float> V { get; }

    float Total(Func<int, int, int> token, int n, int r) => Sum(Fields, f => V[token(n, f), r]);

    float Squares(Func<int, int, int> token, int n, int r) => Sum(Fields, f => V[token(n, f), r] * V[token(n, f), r]);

    /// <summary>The weight of the product of features i and j.</summary>
    public float Dense(int i, int j) => Sum(Rank, r => V[i, r] * V[j, r]);

    /// <summary>The value of row n.</summary>
    /// <param name="token">The feature of each row and field: at least 0 and less than Rows.</param>
    /// <param name="n">The row.</param>
    [Maps(From = [nameof(Fields)], To = [])]
    public float Y(Func<int, int, int> token, int n) =>
        B[0] + Sum(Fields, f => W[token(n, f)]) + 0.5f * Sum(Rank, r => Total(token, n, r) * Total(token, n, r) - Squares(token, n, r));
}
