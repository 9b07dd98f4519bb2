using System.Numerics.Tensors;
using Ansatz;
using Layers;

namespace Corpus;

/// <summary>Convolutions of images, their flattening, and a second output beside the network's own.</summary>
[Network(Loss = LossFunction.Squared)]
public partial class ImageNetwork
{
    [Layer(After = Activation.Silu)] public Filter First { get; } = new(Channels: 2, Filters: 3, Height: 6, Width: 4);
    [Layer] public Halved Pool { get; } = new(Channels: 3, Height: 6, Width: 4);
    [Layer(Dropout = 0.5, After = Activation.Softplus)] public Filter Second { get; } = new(Channels: 3, Filters: 2, Height: 3, Width: 2);
    [Layer] public Dense Head { get; } = new(In: 2 * 3 * 2, Out: 3);

    [Output(nameof(N))] public int Predicted(int n) => ReduceF.ArgMax(3, i => Result(n, i));
}
