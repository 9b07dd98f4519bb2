using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>An embedding bag and factorization machines, of features that a row has and of numbers.</summary>
[Model]
public partial class ClickModel
{
    public const int Rows = 7, Fields = 3, Numbers = 5;

    [Batch] public partial int N { get; }

    [Input(nameof(N), Fields)] public partial Tensor<int> Token { get; }
    [Input(nameof(N), Numbers, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Clicked { get; }

    public EmbeddingBag Bag { get; } = new(Rows: Rows, Fields: Fields, Width: 4);
    public Linear Head { get; } = new(In: 4, Out: 1);
    public SparseFactorizationMachine Pairs { get; } = new(Rows: Rows, Fields: Fields, Rank: 3);
    public FactorizationMachine Products { get; } = new(In: Numbers, Rank: 2);
    public Ansatz.Layers.Losses.BinaryCrossEntropy Entropy { get; } = new();

    [Output(nameof(N))]
    public float Y(int n) => Pairs.Y((b, f) => Token[b, f], n) + Products.Y((b, i) => X[b, i], n) + Head.Y((b, d) => Bag.Y((a, f) => Token[a, f], b, d), n, 0);

    [Output(nameof(N))]
    public float YByDense(int n) => Pairs.B[0] + Sum(Fields, f => Pairs.W[Token[n, f]])
        + Sum(Fields, Fields, (f, g) => f < g ? Sum(3, r => Pairs.V[Token[n, f], r] * Pairs.V[Token[n, g], r]) : 0)
        + Products.B[0] + Sum(Numbers, i => Products.W[i] * X[n, i]) + Sum(Numbers, Numbers, (i, j) => i < j ? Products.Dense(i, j) * X[n, i] * X[n, j] : 0)
        + Head.B[0] + Mean(Fields, f => Sum(4, d => Head.W[0, d] * Bag.E[Token[n, f], d]));

    [Loss] public float Loss() => Mean(N, n => Entropy.Loss(Y(n), Clicked[n]));
}
