using System.Numerics.Tensors;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// Each row divided by the root of the mean of its squares, then scaled by a learned gain: Y[n, i] = x[n, i] / √(Mean_j x[n, j]² + 10⁻⁵)·Gain[i].
/// Zhang, Sennrich, <i>Root mean square layer normalization</i>, 2019.
/// </summary>
[Model]
public partial class RmsNorm
{
    const float Epsilon = 1e-5f;

    /// <summary>Length of the rows.</summary>
    [Extent] public partial int In { get; }

    /// <summary>Factor of each element: In.</summary>
    [Parameter(nameof(In), Initial = Initial.One)] public partial Tensor<float> Gain { get; }

    float Square(Func<int, int, float> x, int n) => Mean(In, i => x(n, i) * x(n, i));

    /// <summary>Element i of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(In)])]
    public float Y(Func<int, int, float> x, int n, int i) => x(n, i) / Sqrt(Square(x, n) + Epsilon) * Gain[i];
}
