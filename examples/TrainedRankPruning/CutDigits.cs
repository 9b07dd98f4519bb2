using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace TrainedRankPruning;

/// <summary>The same network with hidden layers of low rank.</summary>
[Model]
public partial class CutDigits
{
    public const int Pixels = 64, Wide = 128, Classes = 10;

    [Extent] public partial int Rank { get; }
    [Batch] public partial int N { get; }
    [Input(nameof(N), Pixels)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }

    public LowRank First { get => field ??= new(In: Pixels, Rank: Rank, Out: Wide); }
    public LowRank Second { get => field ??= new(In: Wide, Rank: Rank, Out: Wide); }
    public Linear Head { get; } = new(In: Wide, Out: Classes);

    float H(int n, int o) => Relu(First.Y((b, i) => X[b, i] / 16, n, o));
    float G(int n, int o) => Relu(Second.Y(H, n, o));
    [Output(nameof(N), Classes)] public float Logit(int n, int k) => Head.Y(G, n, k);
    [Loss] public float Loss() => Mean(N, n => LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n]));
}
