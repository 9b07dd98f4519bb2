using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// A line and all products of pairs of features, whose weights are a matrix of rank Rank:
/// Y[n] = B + Σ_i W[i]·x[n, i] + Σ_{i &lt; j} ⟨V[i], V[j]⟩·x[n, i]·x[n, j], computed in Rank·In steps as ½ Σ_r ((Σ_i V[i, r]·x_i)² − Σ_i V[i, r]²·x_i²). It has
/// 1 + In·(1 + Rank) parameters.
/// Rendle, <i>Factorization machines</i>, 2010.
/// </summary>
[Model]
public partial class FactorizationMachine
{
    /// <summary>How many features a row has.</summary>
    [Extent] public partial int In { get; }

    /// <summary>Length of a feature's vector.</summary>
    [Extent] public partial int Rank { get; }

    /// <summary>The constant: 1.</summary>
    [Parameter(1)] public partial Tensor<float> B { get; }

    /// <summary>The weights of the features: In.</summary>
    [Parameter(nameof(In))] public partial Tensor<float> W { get; }

    /// <summary>The vectors of the features: In × Rank.</summary>
    [Parameter(nameof(In), nameof(Rank), Initial = Initial.Normal)] public partial Tensor<float> V { get; }

    float Total(Func<int, int, float> x, int n, int r) => Sum(In, i => V[i, r] * x(n, i));

    float Squares(Func<int, int, float> x, int n, int r) => Sum(In, i => V[i, r] * V[i, r] * x(n, i) * x(n, i));

    /// <summary>The weight of the product of features i and j.</summary>
    public float Dense(int i, int j) => Sum(Rank, r => V[i, r] * V[j, r]);

    /// <summary>The value of row n, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [])]
    public float Y(Func<int, int, float> x, int n) =>
        B[0] + Sum(In, i => W[i] * x(n, i)) + 0.5f * Sum(Rank, r => Total(x, n, r) * Total(x, n, r) - Squares(x, n, r));
}
