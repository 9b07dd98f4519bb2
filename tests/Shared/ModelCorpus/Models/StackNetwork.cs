using Ansatz;
using Layers;

namespace Corpus;

/// <summary>A stack with everything that a layer can say.</summary>
[Network(Loss = LossFunction.SoftmaxCrossEntropy, LabelSmoothing = 0.1)]
public partial class StackNetwork
{
    public const int Classes = 3;

    [Layer(After = Activation.Gelu, Dropout = 0.2)] public Thin Hidden { get; } = new(In: 5, Rank: 2, Out: 7);
    [Layer(After = Activation.Tanh, Residual = true)] public Dense Mix { get; } = new(In: 7, Out: 7);
    [Layer] public Dense Head { get; } = new(In: 7, Out: Classes);
}
