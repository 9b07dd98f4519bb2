using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Layers;

/// <summary>y = W x + b.</summary>
[Model]
public partial class Linear
{
    [Extent] public partial int In { get; }
    [Extent] public partial int Out { get; }

    [Parameter(nameof(Out), nameof(In), Initial = Initial.GlorotUniform)] public partial Tensor<float> W { get; }
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    public float Y(Func<int, int, float> x, int n, int o) => Sum(In, i => W[o, i] * x(n, i)) + B[o];
}
