using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class TuckerLinear2
{
    /// <summary>A new layer in place of a dense one, with its bias: a core with a factor for each mode, by higher-order orthogonal iteration.</summary>
    /// <remarks>See <see cref="TuckerDecomposition"/>. The factors have orthonormal columns.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="inModes">The modes that In is the product of; the last runs fastest.</param>
    /// <param name="outModes">The modes that Out is the product of.</param>
    /// <param name="inRanks">Of each mode of the input.</param>
    /// <param name="outRanks">Of each mode of the output.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static TuckerLinear2 From(Linear dense, (int First, int Second) inModes, (int First, int Second) outModes, (int First, int Second) inRanks, (int First, int Second) outRanks)
    {
        var layer = new TuckerLinear2(In1: inModes.First, In2: inModes.Second, Out1: outModes.First, Out2: outModes.Second, InRank1: inRanks.First, InRank2: inRanks.Second, OutRank1: outRanks.First, OutRank2: outRanks.Second);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias: a core with a factor for each mode, by higher-order orthogonal iteration.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Linear dense)
    {
        var error = Approximate(dense.W);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return error;
    }

    /// <summary>Takes the place of dense weights: a core with a factor for each mode, by higher-order orthogonal iteration. The bias stays as it is.</summary>
    /// <param name="weights">Out × In.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var tucker = TuckerDecomposition.ByHooi(MatrixDigits.Split(LayerWeights.Matrix(weights, Out, In), [Out1, Out2], [In1, In2]), [OutRank1, OutRank2, InRank1, InRank2], maxSweeps: 50, tolerance: 1e-10);
        var factors = tucker.FactorMatrices;
        LayerWeights.Set(U1, factors[0].Values);
        LayerWeights.Set(U2, factors[1].Values);
        LayerWeights.Set(V1, factors[2].Transpose().Values);
        LayerWeights.Set(V2, factors[3].Transpose().Values);
        LayerWeights.Set(G, tucker.CoreArray.Values);
        return tucker.RelativeError;
    }
}
