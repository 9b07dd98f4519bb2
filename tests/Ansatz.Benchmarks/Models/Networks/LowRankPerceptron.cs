using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace Ansatz.Benchmarks.Models.Networks;

/// <summary>512 → 512 → 512 → 10 in three low-rank layers.</summary>
[Model]
public partial class LowRankPerceptron
{
    public const int Width = 512, Classes = 10;

    [Batch] public partial int N { get; }
    [Input(nameof(N), Width)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }

    public LowRank First { get; } = new(In: Width, Rank: 32, Out: Width);
    public LowRank Second { get; } = new(In: Width, Rank: 32, Out: Width);
    public LowRank Head { get; } = new(In: Width, Rank: 32, Out: Classes);

    float H1(int n, int o) => Gelu(First.Y((r, i) => X[r, i], n, o));
    float H2(int n, int o) => Gelu(Second.Y(H1, n, o));
    [Output(nameof(N), Classes)] public float Logit(int n, int k) => Head.Y(H2, n, k);
    [Loss] public float Loss() => Mean(N, n => LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n]));
}

/// <summary>784 → 256 → 256 → 10 in low-rank layers, for one image at a time.</summary>
[Model(Onnx = true)]
public partial class SmallPerceptron
{
    public const int Pixels = 784, Width = 256, Rank = 32, Classes = 10;

    [Batch] public partial int N { get; }
    [Input(nameof(N), Pixels)] public partial Tensor<float> X { get; }

    public LowRank First { get; } = new(In: Pixels, Rank: Rank, Out: Width);
    public LowRank Second { get; } = new(In: Width, Rank: Rank, Out: Width);
    public Linear Head { get; } = new(In: Width, Out: Classes);

    float H1(int n, int o) => Relu(First.Y((r, i) => X[r, i], n, o));
    float H2(int n, int o) => Relu(Second.Y(H1, n, o));
    [Output(nameof(N), Classes)] public float Logit(int n, int k) => Head.Y(H2, n, k);
}
