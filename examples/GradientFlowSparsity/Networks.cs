using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;

namespace GradientFlowSparsity;

/// <summary>What is deployed: the same network with N:M sparse hidden layers and nothing else.</summary>
[Network(Loss = LossFunction.SoftmaxCrossEntropy)]
public partial class DeployedDigits
{
    public const int Pixels = 64, Wide = 128, Classes = 10;

    [Extent] public partial int Group { get; }
    [Extent] public partial int Kept { get; }
    [Batch] public partial int N { get; }
    [Input(nameof(N), Pixels)] public partial Tensor<float> X { get; }

    [Layer(From = nameof(Ink), After = Activation.Relu)] public NmSparse First { get => field ??= new(In: Pixels, Group: Group, Kept: Kept, Out: Wide); }
    [Layer(After = Activation.Relu)] public NmSparse Second { get => field ??= new(In: Wide, Group: Group, Kept: Kept, Out: Wide); }
    [Layer] public Linear Head { get; } = new(In: Wide, Out: Classes);

    float Ink(int n, int i) => X[n, i] / 16;
}

/// <summary>The same with dense layers: what the sparse ones are by definition, if their matrices are the masked ones.</summary>
[Network(Loss = LossFunction.SoftmaxCrossEntropy)]
public partial class MaskedDigits
{
    public const int Pixels = 64, Wide = 128, Classes = 10;

    [Batch] public partial int N { get; }
    [Input(nameof(N), Pixels)] public partial Tensor<float> X { get; }

    [Layer(From = nameof(Ink), After = Activation.Relu)] public Linear First { get; } = new(In: Pixels, Out: Wide);
    [Layer(After = Activation.Relu)] public Linear Second { get; } = new(In: Wide, Out: Wide);
    [Layer] public Linear Head { get; } = new(In: Wide, Out: Classes);

    float Ink(int n, int i) => X[n, i] / 16;
}
