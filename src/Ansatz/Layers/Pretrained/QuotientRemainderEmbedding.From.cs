using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class QuotientRemainderEmbedding
{
    /// <summary>A new layer in place of a dense one: for each column the nearest product of a quotient's and a remainder's number, by leading singular vectors.</summary>
    /// <remarks>Where the last quotient has fewer rows, what it lacks is filled with the product found so far, and the vectors are found again, 50 times (expectation and maximisation).</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="buckets">How many remainders there are.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static QuotientRemainderEmbedding From(Embedding dense, int buckets)
    {
        var layer = new QuotientRemainderEmbedding(Rows: dense.Rows, Buckets: buckets, Width: dense.Width);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents: for each column the nearest product of a quotient's and a remainder's number, by leading singular vectors.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Embedding dense)
    {
        var error = Approximate(dense.E);
        return error;
    }

    /// <summary>Takes the place of dense weights: for each column the nearest product of a quotient's and a remainder's number, by leading singular vectors.</summary>
    /// <param name="weights">Rows × Width.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var matrix = LayerWeights.Matrix(weights, Rows, Width);
        var lacking = Quotients * Buckets - Rows;
        DenseMatrix p = new(Quotients, Width), q = new(Buckets, Width);
        for (var d = 0; d < Width; d++)
        {
            var column = new DenseMatrix(Quotients, Buckets);
            for (var row = 0; row < Rows; row++) column.Values[row] = matrix[row, d];
            for (var round = 0; round < (lacking == 0 ? 1 : 50); round++)
            {
                var (left, right) = TruncatedSvd.Of(column, 1).BalancedFactors();
                for (var k = 0; k < Quotients; k++) p[k, d] = left[k, 0];
                for (var k = 0; k < Buckets; k++) q[k, d] = right[0, k];
                for (var k = Buckets - lacking; k < Buckets; k++) column[Quotients - 1, k] = left[Quotients - 1, 0] * right[0, k];
            }
        }
        LayerWeights.Set(P, p.Values);
        LayerWeights.Set(Q, q.Values);
        var approximation = new DenseMatrix(Rows, Width);
        for (var row = 0; row < Rows; row++) TensorPrimitives.Multiply(p.Row(row / Buckets), q.Row(row % Buckets), approximation.Row(row));
        return DenseArray.RelativeError(matrix.Values, approximation.Values);
    }
}
