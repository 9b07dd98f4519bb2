using System.Numerics.Tensors;
using Ansatz;
using Layers;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>A trained head on a frozen layer, with one frozen parameter of its own.</summary>
[Network(Loss = LossFunction.Squared)]
public partial class FrozenLayers
{
    [Layer(After = Activation.Tanh), Frozen] public Thin Body { get; } = new(In: 5, Rank: 2, Out: 4);
    [Layer(From = nameof(Scaled))] public Dense Head { get; } = new(In: 4, Out: 3);

    [Frozen, Parameter(4, Initial = Initial.One)] public partial Tensor<float> Scale { get; }
    [Parameter(4, Initial = Initial.One)] public partial Tensor<float> Gain { get; }

    float Scaled(int n, int i) => Scale[i] * Gain[i] * AfterBody(n, i);
}
