using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace TrainedRankPruning;

/// <summary>Tells the digit in an image, with two dense hidden layers whose matrices can be pulled towards low rank.</summary>
[Model]
public partial class PrunedDigits
{
    public const int Pixels = 64, Wide = 128, Classes = 10;
    public const float Nu = 3e-4f;

    [Batch] public partial int N { get; }
    [Input(nameof(N), Pixels)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }

    public Linear First { get; } = new(In: Pixels, Out: Wide);
    public Linear Second { get; } = new(In: Wide, Out: Wide);
    public Linear Head { get; } = new(In: Wide, Out: Classes);

    /// <summary>U·V' of the truncated decompositions while the nuclear norms take part, a subgradient of them; otherwise 0.</summary>
    [State(Wide, Pixels)] public partial Tensor<float> FirstSubgradient { get; }
    [State(Wide, Wide)] public partial Tensor<float> SecondSubgradient { get; }

    float H(int n, int o) => Relu(First.Y((b, i) => X[b, i] / 16, n, o));
    float G(int n, int o) => Relu(Second.Y(H, n, o));
    [Output(nameof(N), Classes)] public float Logit(int n, int k) => Head.Y(G, n, k);

    // ⟨U·V', W⟩ is the nuclear norm of the truncated matrix, and its slope in W the subgradient.
    float NuclearNorm() => Sum(Wide, Pixels, (o, i) => FirstSubgradient[o, i] * First.W[o, i]) + Sum(Wide, Wide, (o, i) => SecondSubgradient[o, i] * Second.W[o, i]);

    [Loss] public float Loss() => Mean(N, n => LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n])) + Nu * NuclearNorm();
}
