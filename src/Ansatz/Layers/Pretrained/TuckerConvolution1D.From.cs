using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class TuckerConvolution1D
{
    /// <summary>A new layer in place of a dense one, with its bias: a smaller convolution between two maps of channels, by higher-order orthogonal iteration.</summary>
    /// <remarks>See <see cref="TuckerDecomposition"/>. The maps have orthonormal columns; the kernel keeps its size.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="inRank">Channels that the smaller convolution takes.</param>
    /// <param name="outRank">Channels that it gives.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static TuckerConvolution1D From(Convolution1D dense, int inRank, int outRank)
    {
        var layer = new TuckerConvolution1D(Channels: dense.Channels, Length: dense.Length, Filters: dense.Filters, InRank: inRank, OutRank: outRank, Kernel: dense.Kernel, Stride: dense.Stride, Padding: dense.Padding, Dilation: dense.Dilation);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias: a smaller convolution between two maps of channels, by higher-order orthogonal iteration.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Convolution1D dense)
    {
        var error = Approximate(dense.F);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return error;
    }

    /// <summary>Takes the place of dense weights: a smaller convolution between two maps of channels, by higher-order orthogonal iteration. The bias stays as it is.</summary>
    /// <param name="weights">Filters × Channels × Kernel.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var tucker = TuckerDecomposition.ByHooi(LayerWeights.Copy(weights, Filters, Channels, Kernel), [OutRank, InRank, Kernel], maxSweeps: 50, tolerance: 1e-10);
        LayerWeights.Set(U, tucker.FactorMatrices[0].Values);
        LayerWeights.Set(V, tucker.FactorMatrices[1].Transpose().Values);
        LayerWeights.Set(G, tucker.CoreArray.Values);
        return tucker.RelativeError;
    }
}
