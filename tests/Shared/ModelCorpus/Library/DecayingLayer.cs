using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>A sparse layer on the way there: more weights than those that will be used, a share of the others, and what makes them smaller.</summary>
[Model]
public partial class DecayingLayer
{
    public const int In = 10, Out = 5;

    [Batch] public partial int N { get; }

    [Input(nameof(N), In, Gradient = true)] public partial Tensor<float> X { get; }
    [Input] public partial float Used { get; }
    [Input] public partial float Rest { get; }

    public NmSparse Layer { get; } = new(In: In, Group: 4, Kept: 1, Out: Out);

    [Output(nameof(N), Out)] public float Y(int n, int o) => Layer.Decaying((b, i) => X[b, i], Used, Rest, n, o);

    [Loss] public float Loss() => Mean(N, Out, (n, o) => Y(n, o) * Y(n, o)) + 0.1f * Layer.Unused();
}
