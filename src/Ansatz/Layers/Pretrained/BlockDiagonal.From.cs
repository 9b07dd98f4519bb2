using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class BlockDiagonal
{
    /// <summary>A new layer in place of a dense one, with its bias: its blocks along the diagonal.</summary>
    /// <remarks>What lies outside of the blocks is lost.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="blocks">A divisor of In and of Out.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static BlockDiagonal From(Linear dense, int blocks)
    {
        var layer = new BlockDiagonal(Blocks: blocks, BlockIn: dense.In / blocks, BlockOut: dense.Out / blocks);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias: its blocks along the diagonal.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Linear dense)
    {
        var error = Approximate(dense.W);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return error;
    }

    /// <summary>Takes the place of dense weights: its blocks along the diagonal. The bias stays as it is.</summary>
    /// <param name="weights">Out × In.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var projection = BlockDiagonalProjection.Of(LayerWeights.Matrix(weights, Out, In), Blocks);
        LayerWeights.Set(W, projection.BlockArray.Values);
        return projection.RelativeError;
    }
}
