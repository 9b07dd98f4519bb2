using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class DenseSparse
{
    /// <summary>A new layer in place of a dense one, with its bias: rows that combine few rows of a small matrix, by orthogonal matching pursuit and least squares.</summary>
    /// <remarks>See <see cref="DenseSparseFactorization"/>, of the transposed matrix.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="atoms">Rows of the small matrix: 1 to Out.</param>
    /// <param name="nonZeros">How many of them make a row.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static DenseSparse From(Linear dense, int atoms, int nonZeros)
    {
        var layer = new DenseSparse(In: dense.In, Atoms: atoms, NonZeros: nonZeros, Out: dense.Out);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias: rows that combine few rows of a small matrix, by orthogonal matching pursuit and least squares.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Linear dense)
    {
        var error = Approximate(dense.W);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return error;
    }

    /// <summary>Takes the place of dense weights: rows that combine few rows of a small matrix, by orthogonal matching pursuit and least squares. The bias stays as it is.</summary>
    /// <param name="weights">Out × In.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var factorization = DenseSparseFactorization.Of(LayerWeights.Matrix(weights, Out, In).Transpose(), Atoms, NonZeros, rounds: 10, seed: 0);
        LayerWeights.Set(D, factorization.DictionaryMatrix.Transpose().Values);
        LayerWeights.Set(S, factorization.SparseCode.Values);
        Tensor.Create(factorization.SparseCode.Indices, Place.Lengths).AsReadOnlyTensorSpan().CopyTo(Place.AsTensorSpan());
        return factorization.RelativeError;
    }
}
