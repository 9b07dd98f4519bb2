using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class BlockTensorTrain2
{
    /// <summary>A new layer in place of a dense one, with its bias: a train of cores, by singular value decompositions.</summary>
    /// <remarks>See <see cref="BlockTensorTrainDecomposition"/>.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="inModes">The modes that In is the product of; the last runs fastest.</param>
    /// <param name="outModes">The modes that Out is the product of.</param>
    /// <param name="rank">Of the bond between the cores.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static BlockTensorTrain2 From(Linear dense, (int First, int Second) inModes, (int First, int Second) outModes, int rank)
    {
        var layer = new BlockTensorTrain2(In1: inModes.First, In2: inModes.Second, Out1: outModes.First, Out2: outModes.Second, Rank: rank);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias: a train of cores, by singular value decompositions.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Linear dense)
    {
        var error = Approximate(dense.W);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return error;
    }

    /// <summary>Takes the place of dense weights: a train of cores, by singular value decompositions. The bias stays as it is.</summary>
    /// <param name="weights">Out × In.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var train = BlockTensorTrainDecomposition.BySvd(LayerWeights.Matrix(weights, Out, In), [Out1, Out2], [In1, In2], [Rank]);
        LayerWeights.Set(G1, train.CoreArrays[0].Values);
        LayerWeights.Set(G2, train.CoreArrays[1].Values);
        return train.RelativeError;
    }
}
