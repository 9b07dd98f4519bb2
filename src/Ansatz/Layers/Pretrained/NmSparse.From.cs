using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class NmSparse
{
    /// <summary>A new layer in place of a dense one, with its bias: all weights, of which the layer uses the greatest of each group.</summary>
    /// <remarks>See <see cref="NmMask"/>. Weights that are not used are kept: training may bring them back.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="kept">N: how many of a group are used.</param>
    /// <param name="group">M.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static NmSparse From(Linear dense, int kept, int group)
    {
        var layer = new NmSparse(In: dense.In, Group: group, Kept: kept, Out: dense.Out);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias: all weights, of which the layer uses the greatest of each group.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Linear dense)
    {
        var error = Approximate(dense.W);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return error;
    }

    /// <summary>Takes the place of dense weights: all weights, of which the layer uses the greatest of each group. The bias stays as it is.</summary>
    /// <param name="weights">Out × In.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var matrix = LayerWeights.Matrix(weights, Out, In);
        LayerWeights.Set(W, matrix.Values);
        return NmMask.Of(matrix, Kept, Group).RelativeError;
    }
}
