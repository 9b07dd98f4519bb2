using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class MixedDimensionEmbedding
{
    /// <summary>A new layer in place of a dense one: the first rows as they are, the others of rank Short, by the singular value decomposition.</summary>
    /// <remarks>See <see cref="TruncatedSvd"/>. Rows are taken in their order: the frequent ones must come first.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="head">How many rows stay as they are.</param>
    /// <param name="shortWidth">Width of the others before they are mapped to that of all.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static MixedDimensionEmbedding From(Embedding dense, int head, int shortWidth)
    {
        var layer = new MixedDimensionEmbedding(Head: head, Tail: dense.Rows - head, Short: shortWidth, Width: dense.Width);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents: the first rows as they are, the others of rank Short, by the singular value decomposition.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Embedding dense)
    {
        var error = Approximate(dense.E);
        return error;
    }

    /// <summary>Takes the place of dense weights: the first rows as they are, the others of rank Short, by the singular value decomposition.</summary>
    /// <param name="weights">Rows × Width.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var matrix = LayerWeights.Matrix(weights, Rows, Width);
        var svd = TruncatedSvd.Of(new DenseMatrix(Tail, Width, matrix.Values[(Head * Width)..]), Short);
        var (left, right) = svd.BalancedFactors();
        LayerWeights.Set(E, matrix.Values[..(Head * Width)]);
        LayerWeights.Set(S, left.Values);
        LayerWeights.Set(P, right.Transpose().Values);
        return DenseArray.Ratio(DenseMatrix.FrobeniusNorm(svd.SingularValues.Skip(Short).ToArray()), matrix.Norm());
    }
}
