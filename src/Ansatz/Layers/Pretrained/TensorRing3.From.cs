using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class TensorRing3
{
    /// <summary>A new layer in place of a dense one, with its bias: a ring of cores, by singular value decompositions.</summary>
    /// <remarks>See <see cref="TensorRingDecomposition"/>.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="inModes">The modes that In is the product of; the last runs fastest.</param>
    /// <param name="outModes">The modes that Out is the product of.</param>
    /// <param name="rank1">Of the bond behind core 1.</param>
    /// <param name="rank2">Of the bond behind core 2.</param>
    /// <param name="rank3">Of the bond behind core 3.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static TensorRing3 From(Linear dense, (int First, int Second, int Third) inModes, (int First, int Second, int Third) outModes, int rank1, int rank2, int rank3)
    {
        var layer = new TensorRing3(In1: inModes.First, In2: inModes.Second, In3: inModes.Third, Out1: outModes.First, Out2: outModes.Second, Out3: outModes.Third, Rank1: rank1, Rank2: rank2, Rank3: rank3);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias: a ring of cores, by singular value decompositions.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Linear dense)
    {
        var error = Approximate(dense.W);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return error;
    }

    /// <summary>Takes the place of dense weights: a ring of cores, by singular value decompositions. The bias stays as it is.</summary>
    /// <param name="weights">Out × In.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var matrix = LayerWeights.Matrix(weights, Out, In);
        var ring = TensorRingDecomposition.BySvd(MatrixDigits.Pair(matrix, [Out1, Out2, Out3], [In1, In2, In3]), [Rank3, Rank1, Rank2]);
        LayerWeights.Set(G1, ring.CoreArrays[0].Values);
        LayerWeights.Set(G2, ring.CoreArrays[1].Values);
        LayerWeights.Set(G3, ring.CoreArrays[2].Values);
        return ring.RelativeError;
    }
}
