using Ansatz;
using Layers;

namespace Corpus;

/// <summary>Words to a table, and yes or no.</summary>
[Network(Loss = LossFunction.BinaryCrossEntropy)]
public partial class WordNetwork
{
    [Layer(After = Activation.Relu)] public Words Table { get; } = new(Length: 3, Count: 11, Out: 5);
    [Layer] public Dense Head { get; } = new(In: 5, Out: 1);
}
