using System.Numerics.Tensors;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// Each row shifted and scaled to mean 0 and variance 1, then by a learned gain and shift: Y[n, i] = (x[n, i] − μ[n]) / √(σ²[n] + 10⁻⁵)·Gain[i] + Shift[i].
/// Ba, Kiros, Hinton, <i>Layer normalization</i>, 2016.
/// </summary>
[Model]
public partial class LayerNorm
{
    const float Epsilon = 1e-5f;

    /// <summary>Length of the rows.</summary>
    [Extent] public partial int In { get; }

    /// <summary>Factor of each element: In.</summary>
    [Parameter(nameof(In), Initial = Initial.One)] public partial Tensor<float> Gain { get; }

    /// <summary>Added to each element: In.</summary>
    [Parameter(nameof(In))] public partial Tensor<float> Shift { get; }

    float Center(Func<int, int, float> x, int n) => Mean(In, i => x(n, i));

    float Variance(Func<int, int, float> x, int n) => Mean(In, i => (x(n, i) - Center(x, n)) * (x(n, i) - Center(x, n)));

    /// <summary>Element i of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(In)])]
    public float Y(Func<int, int, float> x, int n, int i) => (x(n, i) - Center(x, n)) / Sqrt(Variance(x, n) + Epsilon) * Gain[i] + Shift[i];
}
