using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>Weights of dense layers on their way into the tensors of factorized ones.</summary>
internal static class LayerWeights
{
    /// <summary>A copy in double precision, of the shape that the layer asks for.</summary>
    /// <exception cref="ShapeMismatchException">It has another shape.</exception>
    /// <exception cref="ArgumentException">It has entries that are not finite.</exception>
    public static DenseArray Copy(scoped in ReadOnlyTensorSpan<float> weights, params ReadOnlySpan<int> shape)
    {
        RequireShape(weights.Lengths, shape);
        return DenseArray.Copy(weights);
    }

    /// <inheritdoc cref="Copy(in ReadOnlyTensorSpan{float}, ReadOnlySpan{int})"/>
    public static DenseArray Copy(scoped in ReadOnlyTensorSpan<double> weights, params ReadOnlySpan<int> shape)
    {
        RequireShape(weights.Lengths, shape);
        return DenseArray.Copy(weights);
    }

    /// <summary>A copy as a matrix.</summary>
    /// <inheritdoc cref="Copy(in ReadOnlyTensorSpan{float}, ReadOnlySpan{int})"/>
    public static DenseMatrix Matrix(scoped in ReadOnlyTensorSpan<float> weights, int rows, int columns) => Copy(weights, rows, columns).AsMatrix(rows, columns);

    /// <inheritdoc cref="Matrix(in ReadOnlyTensorSpan{float}, int, int)"/>
    public static DenseMatrix Matrix(scoped in ReadOnlyTensorSpan<double> weights, int rows, int columns) => Copy(weights, rows, columns).AsMatrix(rows, columns);

    /// <summary>Sets a layer's tensor, rounded to its type.</summary>
    public static void Set(Tensor<float> into, double[] values)
    {
        var rounded = new float[values.Length];
        TensorPrimitives.ConvertTruncating<double, float>(values, rounded);
        Tensor.Create(rounded, into.Lengths).AsReadOnlyTensorSpan().CopyTo(into.AsTensorSpan());
    }

    /// <inheritdoc cref="Set(Tensor{float}, double[])"/>
    public static void Set(Tensor<double> into, double[] values) => Tensor.Create(values, into.Lengths).AsReadOnlyTensorSpan().CopyTo(into.AsTensorSpan());

    private static void RequireShape(ReadOnlySpan<nint> found, ReadOnlySpan<int> shape)
    {
        var expected = new nint[shape.Length];
        for (var k = 0; k < shape.Length; k++) expected[k] = shape[k];
        if (!found.SequenceEqual(expected)) throw new ShapeMismatchException("weights", expected, found.ToArray(), onlyLayout: false);
    }
}
