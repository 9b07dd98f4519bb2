using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class CompressedNmSparse
{
    /// <summary>A new layer that computes what a layer trained with a mask does, with its bias: the weights that it uses, and their places.</summary>
    /// <param name="trained">The layer that it stands for; it stays as it is.</param>
    /// <exception cref="ArgumentException">A weight is not finite.</exception>
    public static CompressedNmSparse From(NmSparse trained)
    {
        var layer = new CompressedNmSparse(In: trained.In, Group: trained.Group, Kept: trained.Kept, Out: trained.Out);
        layer.Approximate(trained.W);
        trained.B.AsReadOnlyTensorSpan().CopyTo(layer.B.AsTensorSpan());
        return layer;
    }

    /// <summary>A new layer in place of a dense one, with its bias: the greatest weights of each group.</summary>
    /// <remarks>See <see cref="NmMask"/>.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="kept">N: how many of a group are kept.</param>
    /// <param name="group">M.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a number is out of range, or a weight is not finite.</exception>
    public static CompressedNmSparse From(Linear dense, int kept, int group)
    {
        var layer = new CompressedNmSparse(In: dense.In, Group: group, Kept: kept, Out: dense.Out);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias: the greatest weights of each group.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a number is out of range, or a weight is not finite.</exception>
    public double Approximate(Linear dense)
    {
        var error = Approximate(dense.W);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return error;
    }

    /// <summary>Takes the place of dense weights: the greatest of each group. The bias stays as it is.</summary>
    /// <param name="weights">Out × In.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A number is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var matrix = LayerWeights.Matrix(weights, Out, In);
        var mask = NmMask.Of(matrix, Kept, Group);
        var (values, places) = mask.Compressed(Kept, Group);
        LayerWeights.Set(Value, values);
        Tensor.Create(places, Place.Lengths).AsReadOnlyTensorSpan().CopyTo(Place.AsTensorSpan());
        return mask.RelativeError;
    }
}
