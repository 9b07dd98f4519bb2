using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class TensorTrainEmbedding
{
    /// <summary>A new layer in place of a dense one: two cores, by a singular value decomposition.</summary>
    /// <remarks>See <see cref="BlockTensorTrainDecomposition"/>.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="rowModes">The two numbers that Rows is the product of; the second runs fastest.</param>
    /// <param name="widthModes">The two numbers that Width is the product of.</param>
    /// <param name="rank">Of the bond between the cores.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static TensorTrainEmbedding From(Embedding dense, (int First, int Second) rowModes, (int First, int Second) widthModes, int rank)
    {
        var layer = new TensorTrainEmbedding(Rows1: rowModes.First, Rows2: rowModes.Second, Width1: widthModes.First, Width2: widthModes.Second, Rank: rank);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents: two cores, by a singular value decomposition.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Embedding dense)
    {
        var error = Approximate(dense.E);
        return error;
    }

    /// <summary>Takes the place of dense weights: two cores, by a singular value decomposition.</summary>
    /// <param name="weights">Rows × Width.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var train = BlockTensorTrainDecomposition.BySvd(LayerWeights.Matrix(weights, Rows, Width), [Rows1, Rows2], [Width1, Width2], [Rank]);
        LayerWeights.Set(G1, train.CoreArrays[0].Values);
        LayerWeights.Set(G2, train.CoreArrays[1].Reshape(Rank, Rows2, Width2).Permute(1, 0, 2).Values);
        return train.RelativeError;
    }
}
