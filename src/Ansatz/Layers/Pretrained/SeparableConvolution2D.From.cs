using System.Numerics.Tensors;
using Ansatz.Decomposition;

namespace Ansatz.Layers;

public partial class SeparableConvolution2D
{
    /// <summary>A new layer in place of a dense one, with its bias: for each channel the nearest kernel that all filters share, by its leading singular vectors.</summary>
    /// <remarks>Each channel is a matrix of filters × window, of which rank one is kept: the nearest in the Frobenius norm.</remarks>
    /// <param name="dense">The layer that it stands for; it stays as it is.</param>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public static SeparableConvolution2D From(Convolution2D dense)
    {
        var layer = new SeparableConvolution2D(Channels: dense.Channels, Height: dense.Height, Width: dense.Width, Filters: dense.Filters, Kernel: dense.Kernel, Stride: dense.Stride, Padding: dense.Padding, Dilation: dense.Dilation);
        layer.Approximate(dense);
        return layer;
    }

    /// <summary>Takes the place of a dense layer of the same extents, with its bias: for each channel the nearest kernel that all filters share, by its leading singular vectors.</summary>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ArgumentException">Extents do not fit, a rank is out of range, or a weight is not finite.</exception>
    public double Approximate(Convolution2D dense)
    {
        var error = Approximate(dense.F);
        dense.B.AsReadOnlyTensorSpan().CopyTo(B.AsTensorSpan());
        return error;
    }

    /// <summary>Takes the place of dense weights: for each channel the nearest kernel that all filters share, by its leading singular vectors. The bias stays as it is.</summary>
    /// <param name="weights">Filters × Channels × Kernel × Kernel.</param>
    /// <returns>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, before rounding.</returns>
    /// <exception cref="ShapeMismatchException">The weights have other extents than the layer.</exception>
    /// <exception cref="ArgumentException">A rank is out of range, or a weight is not finite.</exception>
    public double Approximate(scoped in ReadOnlyTensorSpan<float> weights)
    {
        var kernels = LayerWeights.Copy(weights, Filters, Channels, Kernel, Kernel);
        var depthwise = new double[Channels * Window];
        var pointwise = new double[Filters * Channels];
        var lost = new List<double>();
        for (var c = 0; c < Channels; c++)
        {
            var channel = new DenseMatrix(Filters, Window);
            for (var o = 0; o < Filters; o++) kernels.Values.AsSpan((o * Channels + c) * Window, Window).CopyTo(channel.Row(o));
            var svd = TruncatedSvd.Of(channel, 1);
            var (left, right) = svd.BalancedFactors();
            right.Values.CopyTo(depthwise, c * Window);
            for (var o = 0; o < Filters; o++) pointwise[o * Channels + c] = left[o, 0];
            lost.AddRange(svd.SingularValues.Skip(1));
        }
        LayerWeights.Set(D, depthwise);
        LayerWeights.Set(U, pointwise);
        return DenseArray.Ratio(DenseMatrix.FrobeniusNorm(lost.ToArray()), kernels.Norm());
    }
}
