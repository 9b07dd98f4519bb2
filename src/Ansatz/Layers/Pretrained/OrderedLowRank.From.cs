using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class OrderedLowRank
{
    /// <summary>A new layer in place of a dense one, with its bias: the leading components of the singular value decomposition, greatest first.</summary>
    /// <remarks>See <see cref="TruncatedSvd"/>. U and V have the same scale.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="rank">1 to the smaller of In and Out; with the latter the layer computes what the dense one does.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static OrderedLowRank From(Linear dense, int rank)
    {
        var layer = new OrderedLowRank(In: dense.In, Rank: rank, Out: dense.Out);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias: the leading components of the singular value decomposition.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Linear dense)
    {
        var svd = TruncatedSvd.Of(LayerWeights.Matrix(dense.W, Out, In), Rank);
        var (left, right) = svd.BalancedFactors();
        LayerWeights.Set(U, left.Values);
        LayerWeights.Set(V, right.Values);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return svd.RelativeError;
    }
}
