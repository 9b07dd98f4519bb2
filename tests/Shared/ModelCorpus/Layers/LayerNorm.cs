using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Layers;

/// <summary>Each row shifted and scaled to mean 0 and variance 1, then by a learned gain and shift.</summary>
[Model]
public partial class LayerNorm
{
    public const float Epsilon = 1e-3f;

    [Extent] public partial int Width { get; }

    [Parameter(nameof(Width), Initial = Initial.One)] public partial Tensor<float> Gain { get; }
    [Parameter(nameof(Width))] public partial Tensor<float> Shift { get; }

    float Center(Func<int, int, float> x, int n) => Mean(Width, i => x(n, i));

    float Variance(Func<int, int, float> x, int n) => Mean(Width, i => (x(n, i) - Center(x, n)) * (x(n, i) - Center(x, n)));

    public float Y(Func<int, int, float> x, int n, int i) =>
        (x(n, i) - Center(x, n)) / Sqrt(Variance(x, n) + Epsilon) * Gain[i] + Shift[i];
}
