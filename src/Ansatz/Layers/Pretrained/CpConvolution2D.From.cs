using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class CpConvolution2D
{
    /// <summary>A new layer in place of a dense one, with its bias: a sum of Rank outer products, by alternating least squares.</summary>
    /// <remarks>See <see cref="CpDecomposition"/>. The factors have the same scale.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <param name="rank">How many outer products.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static CpConvolution2D From(Convolution2D dense, int rank)
    {
        var layer = new CpConvolution2D(Channels: dense.Channels, Height: dense.Height, Width: dense.Width, Filters: dense.Filters, Rank: rank, Kernel: dense.Kernel, Stride: dense.Stride, Padding: dense.Padding, Dilation: dense.Dilation);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias: a sum of Rank outer products, by alternating least squares.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Convolution2D dense)
    {
        var error = Approximate(dense.F);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return error;
    }

    /// <summary>Takes the place of dense weights: a sum of Rank outer products, by alternating least squares. The bias stays as it is.</summary>
    /// <param name="weights">Filters × Channels × Kernel × Kernel.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var cp = CpDecomposition.ByAls(LayerWeights.Copy(weights, Filters, Channels, Kernel, Kernel), Rank, new AlternatingOptions());
        var factors = cp.BalancedFactors();
        LayerWeights.Set(U, factors[0].Values);
        LayerWeights.Set(V, factors[1].Transpose().Values);
        LayerWeights.Set(P, factors[2].Transpose().Values);
        LayerWeights.Set(Q, factors[3].Transpose().Values);
        return cp.RelativeError;
    }
}
