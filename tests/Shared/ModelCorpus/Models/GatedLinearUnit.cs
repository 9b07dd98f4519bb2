using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>A gated convolution: one projection whose second half gates the first (GLU).</summary>
[Model]
public partial class GatedLinearUnit
{
    [Extent] public partial int Width { get; }
    [Extent] public partial int Half { get; }
    [Batch] public partial int N { get; }

    public int Both => 2 * Half;

    [Input(nameof(N), nameof(Width), Gradient = true)] public partial Tensor<float> X { get; }
    [Parameter(nameof(Both), nameof(Width))] public partial Tensor<float> W { get; }
    [Parameter(nameof(Both))] public partial Tensor<float> B { get; }

    float Projected(int n, int o) => Sum(Width, i => W[o, i] * X[n, i]) + B[o];

    [Output(nameof(N), nameof(Half))] public float Y(int n, int o) => Projected(n, o) * Sigmoid(Projected(n, o + Half));

    [Loss] public float Loss() => Mean(N, Half, (n, o) => Y(n, o) * Y(n, o));
}
