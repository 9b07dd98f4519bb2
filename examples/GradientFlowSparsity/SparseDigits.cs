using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.Functions;
using static Ansatz.ReduceF;
using static System.MathF;

namespace GradientFlowSparsity;

/// <summary>How the weights that will not be used leave a layer.</summary>
internal static class Decay
{
    /// <summary>They stay: a dense network.</summary>
    public const int Never = 0;

    /// <summary>At once.</summary>
    public const int AtOnce = 1;

    /// <summary>Multiplied by what falls from 1 to 0 linearly.</summary>
    public const int Linear = 2;

    /// <summary>Multiplied by what falls from 1 exponentially.</summary>
    public const int Exponential = 3;

    /// <summary>Fewer and fewer of each group of M are used: M, M - 1, M / 2, M / 4 … N.</summary>
    public const int Stepwise = 4;
}

/// <summary>Tells the digit in an image, with two hidden layers that become N:M sparse while they are trained.</summary>
[Model]
public partial class SparseDigits
{
    public const int Pixels = 64, Wide = 128, Classes = 10;
    public const float ExponentialRate = 6;

    [Extent] public partial int Group { get; }
    [Extent] public partial int Kept { get; }
    [Batch] public partial int N { get; }
    [Input(nameof(N), Pixels)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }

    /// <summary>One of <see cref="Decay"/>.</summary>
    [Input] public partial int Kind { get; }

    /// <summary>After how many steps only the N largest of M weights are left.</summary>
    [Input] public partial float Length { get; }

    /// <summary>The factor of the decay of weights that are not used: 2e-4 in SR-STE, otherwise 0.</summary>
    [Input] public partial float Penalty { get; }

    public NmSparse First { get => field ??= new(In: Pixels, Group: Group, Kept: Kept, Out: Wide); }
    public NmSparse Second { get => field ??= new(In: Wide, Group: Group, Kept: Kept, Out: Wide); }
    public Linear Head { get; } = new(In: Wide, Out: Classes);

    /// <summary>How many steps there were.</summary>
    [State(1)] public partial Tensor<float> Steps { get; }
    [Update(nameof(Steps))] float NextStep(int i) => Steps[i] + 1;

    float Time() => Steps[0] / Length;

    // The share of the weights that will not be used.
    float Rest() => Kind == Decay.Never ? 1 : Time() >= 1 ? 0 : Kind == Decay.Linear ? 1 - Time() : Kind == Decay.Exponential ? Exp(-ExponentialRate * Time()) : 0;

    // Stepwise: M, M - 1, M / 2, M / 4 … N, for equally long.
    float Stages() => 2 + Log2((float)Group / Kept);
    float Stage() => Floor(Time() * Stages());
    float Used() => Kind != Decay.Stepwise || Time() >= 1 ? Kept : Stage() == 0 ? Group : Stage() == 1 ? Group - 1 : Round(Group * Pow(0.5f, Stage() - 1));

    float Ink(int n, int i) => X[n, i] / 16;
    float H(int n, int o) => Relu(First.Decaying(Ink, Used(), Rest(), n, o));
    float G(int n, int o) => Relu(Second.Decaying(H, Used(), Rest(), n, o));

    /// <summary>What is trained.</summary>
    [Output(nameof(N), Classes)] public float Logit(int n, int k) => Head.Y(G, n, k);

    [Loss] public float Loss() => Mean(N, n => LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n])) + Penalty * (First.Unused() + Second.Unused());
}
