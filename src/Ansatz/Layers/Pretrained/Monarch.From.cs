using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class Monarch
{
    /// <summary>A new layer in place of a dense one, with its bias: the nearest Monarch matrix, by the leading singular vectors of each block.</summary>
    /// <remarks>See <see cref="MonarchProjection"/>.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="inModes">The modes that In is the product of; the last runs fastest.</param>
    /// <param name="outModes">The modes that Out is the product of.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static Monarch From(Linear dense, (int First, int Second) inModes, (int First, int Second) outModes)
    {
        var layer = new Monarch(In1: inModes.First, In2: inModes.Second, Out1: outModes.First, Out2: outModes.Second);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias: the nearest Monarch matrix, by the leading singular vectors of each block.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Linear dense)
    {
        var error = Approximate(dense.W);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return error;
    }

    /// <summary>Takes the place of dense weights: the nearest Monarch matrix, by the leading singular vectors of each block. The bias stays as it is.</summary>
    /// <param name="weights">Out × In.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var monarch = MonarchProjection.Of(LayerWeights.Matrix(weights, Out, In), (Out1, Out2), (In1, In2));
        LayerWeights.Set(L, monarch.LArray.Values);
        LayerWeights.Set(R, monarch.RArray.Values);
        return monarch.RelativeError;
    }
}
