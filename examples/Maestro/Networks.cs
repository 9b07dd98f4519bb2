using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.Functions;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Maestro;

/// <summary>Tells garments apart with dense layers.</summary>
[Network(Loss = LossFunction.SoftmaxCrossEntropy)]
public partial class DenseGarments
{
    public const int Pixels = 784, Wide = 128, Classes = 10;

    [Batch] public partial int N { get; }
    [Input(nameof(N), Pixels)] public partial Tensor<float> X { get; }

    [Layer(From = nameof(Light), After = Activation.Gelu)] public Linear First { get; } = new(In: Pixels, Out: Wide);
    [Layer(After = Activation.Gelu)] public Linear Second { get; } = new(In: Wide, Out: Wide);
    [Layer] public Linear Head { get; } = new(In: Wide, Out: Classes);

    float Light(int n, int i) => X[n, i] / 255;
}

/// <summary>The same with layers of low rank.</summary>
[Network(Loss = LossFunction.SoftmaxCrossEntropy)]
public partial class LowRankGarments
{
    public const int Pixels = 784, Wide = 128, Classes = 10;

    [Extent] public partial int Rank { get; }
    [Batch] public partial int N { get; }
    [Input(nameof(N), Pixels)] public partial Tensor<float> X { get; }

    [Layer(From = nameof(Light), After = Activation.Gelu)] public LowRank First { get => field ??= new(In: Pixels, Rank: Rank, Out: Wide); }
    [Layer(After = Activation.Gelu)] public LowRank Second { get => field ??= new(In: Wide, Rank: Rank, Out: Wide); }
    [Layer] public Linear Head { get; } = new(In: Wide, Out: Classes);

    float Light(int n, int i) => X[n, i] / 255;
}

/// <summary>The same with layers of ordered components: while it is trained, only the first ones take part, as many as are drawn at the step.</summary>
[Model]
public partial class OrderedGarments
{
    public const int Pixels = 784, Wide = 128, Classes = 10;
    public const float Lasso = 1e-5f;

    [Batch] public partial int N { get; }
    [Input(nameof(N), Pixels)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }
    [Input] public partial int Seed { get; }
    [Training] public partial bool Training { get; set; }

#pragma warning disable ANZ3001 // as many components as any matrix needs: more numbers than the matrix has, of which few will be kept
    public OrderedLowRank First { get; } = new(In: Pixels, Rank: Wide, Out: Wide);
    public OrderedLowRank Second { get; } = new(In: Wide, Rank: Wide, Out: Wide);
#pragma warning restore ANZ3001
    public Linear Head { get; } = new(In: Wide, Out: Classes);

    // Both layers are cut at the same rank when they are deployed, and so they are trained; the paper's code draws a rank for one layer at a time. Three steps of four are
    // made with all components: drawn evenly, ranks near the full one are trained less than a dense layer is, and fall behind it where little is cut.
    float Drawn() => Training && CounterRandomF.Uniform(Seed, 1) < 0.25f ? 1 + Floor(Wide * CounterRandomF.Uniform(Seed, 0)) : Wide;

    float Light(int n, int i) => X[n, i] / 255;
    float H(int n, int o) => Gelu(First.Leading(Light, Drawn(), n, o));
    float G(int n, int o) => Gelu(Second.Leading(H, Drawn(), n, o));

    [Output(nameof(N), Classes)] public float Logit(int n, int k) => Head.Y(G, n, k);

    [Loss] public float Loss() => Mean(N, n => LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n])) + Lasso * (First.GroupLasso() + Second.GroupLasso());
}
