using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;
using static System.MathF;

namespace Corpus;

/// <summary>Root mean square normalisation and a gated unit (SwiGLU) in a residual block, as in recent language models.</summary>
[Model]
public partial class RmsNormalized
{
    const float Epsilon = 1e-3f;

    [Extent] public partial int Width { get; }
    [Extent] public partial int Hidden { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Width), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(Width), Initial = Initial.One)] public partial Tensor<float> Gain { get; }
    [Parameter(nameof(Hidden), nameof(Width))] public partial Tensor<float> Gate { get; }
    [Parameter(nameof(Hidden), nameof(Width))] public partial Tensor<float> Up { get; }
    [Parameter(nameof(Width), nameof(Hidden))] public partial Tensor<float> Down { get; }

    float Scale(int n) => 1 / Sqrt(Mean(Width, i => X[n, i] * X[n, i]) + Epsilon);
    float Normal(int n, int i) => X[n, i] * Scale(n) * Gain[i];
    float Gated(int n, int h) => Silu(Sum(Width, i => Gate[h, i] * Normal(n, i))) * Sum(Width, i => Up[h, i] * Normal(n, i));

    [Output(nameof(N), nameof(Width))] public float Y(int n, int i) => X[n, i] + Sum(Hidden, h => Down[i, h] * Gated(n, h));

    [Loss] public float Loss() => Mean(N, Width, (n, i) => Y(n, i) * Y(n, i));
}
