using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class LowRank
{
    /// <summary>A new layer in place of a dense one, with its bias: the nearest matrix of rank Rank, by the singular value decomposition.</summary>
    /// <remarks>See <see cref="TruncatedSvd"/>. U and V have the same scale.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="rank">1 to the smaller of In and Out.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static LowRank From(Linear dense, int rank)
    {
        var layer = new LowRank(In: dense.In, Rank: rank, Out: dense.Out);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias: the nearest matrix of rank Rank, by the singular value decomposition.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Linear dense)
    {
        var error = Approximate(dense.W);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return error;
    }

    /// <summary>Takes the place of dense weights: the nearest matrix of rank Rank, by the singular value decomposition. The bias stays as it is.</summary>
    /// <param name="weights">Out × In.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var svd = TruncatedSvd.Of(LayerWeights.Matrix(weights, Out, In), Rank);
        var (left, right) = svd.BalancedFactors();
        LayerWeights.Set(U, left.Values);
        LayerWeights.Set(V, right.Values);
        return svd.RelativeError;
    }

    /// <summary>A new layer of the first components of an ordered one, with its bias.</summary>
    /// <param name="ordered">The layer that is cut; it stays as it is.</param>
    /// <param name="rank">How many components are kept: 1 to those that there are.</param>
    /// <exception cref="ArgumentException">The rank is out of range.</exception>
    public static LowRank From(OrderedLowRank ordered, int rank)
    {
        var layer = new LowRank(In: ordered.In, Rank: rank, Out: ordered.Out);
        layer.Approximate(ordered);
        return layer;
    }

    /// <summary>Takes over the first components of an ordered layer of the same extents, and its bias.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, W the matrix of all components.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, or there are fewer components.</exception>
    public double Approximate(OrderedLowRank ordered)
    {
        var (u, v) = (LayerWeights.Matrix(ordered.U, Out, ordered.Rank), LayerWeights.Matrix(ordered.V, ordered.Rank, In));
        Ranks.Require(Rank, ordered.Rank, "an ordered layer", Out, In);
        double[] left = [.. u.Values.Where((_, at) => at % ordered.Rank < Rank)], right = v.Values[..(Rank * In)];
        LayerWeights.Set(U, left);
        LayerWeights.Set(V, right);
        ordered.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        var all = u.Times(v).Values;
        return DenseArray.RelativeError(all, new DenseMatrix(Out, Rank, left).Times(new DenseMatrix(Rank, In, right)).Values);
    }

    /// <summary>A new layer in place of a dense one, with its bias, where errors in a row count by its weight: by the weighted singular value decomposition.</summary>
    /// <remarks>See <see cref="FisherWeightedSvd"/>. V has orthonormal rows.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="rank">1 to the smaller of In and Out.</param>
    /// <param name="rowWeights">Of each output, as <see cref="FisherInformation.RowWeights"/> gives them.</param>
    /// <exception cref="ArgumentException">The rank or a weight is out of range, or not finite.</exception>
    public static LowRank From(Linear dense, int rank, ReadOnlySpan<double> rowWeights)
    {
        var layer = new LowRank(In: dense.In, Rank: rank, Out: dense.Out);
        layer.Approximate(dense, rowWeights);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias, where errors in a row count by its weight.</summary>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="rowWeights">Of each output, as <see cref="FisherInformation.RowWeights"/> gives them.</param>
    /// <returns>The weighted error over the weighted norm of W, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, or the rank or a weight is out of range, or not finite.</exception>
    public double Approximate(Linear dense, ReadOnlySpan<double> rowWeights)
    {
        var svd = FisherWeightedSvd.ByRows(LayerWeights.Matrix(dense.W, Out, In), rowWeights, Rank);
        LayerWeights.Set(U, svd.LeftMatrix.Values);
        LayerWeights.Set(V, svd.RightMatrix.Values);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return svd.RelativeWeightedError;
    }
}
