using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>An array of any number of modes, in double precision and row-major order: what is decomposed.</summary>
internal sealed class DenseArray(int[] shape, double[] values)
{
    public int[] Shape { get; } = shape;

    public double[] Values { get; } = values;

    public int Modes => Shape.Length;

    /// <summary>A copy of a tensor's numbers.</summary>
    /// <exception cref="ArgumentException">It has no elements, or one that is not finite.</exception>
    public static DenseArray Copy(scoped in ReadOnlyTensorSpan<float> tensor)
    {
        var single = new float[tensor.FlattenedLength];
        tensor.FlattenTo(single);
        var values = new double[single.Length];
        TensorPrimitives.ConvertChecked<float, double>(single, values);
        return Checked(tensor.Lengths, values);
    }

    /// <inheritdoc cref="Copy(in ReadOnlyTensorSpan{float})"/>
    public static DenseArray Copy(scoped in ReadOnlyTensorSpan<double> tensor)
    {
        var values = new double[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return Checked(tensor.Lengths, values);
    }

    /// <summary>A copy as a matrix.</summary>
    /// <exception cref="ArgumentException">It has another number of dimensions than two.</exception>
    public static DenseMatrix CopyMatrix(scoped in ReadOnlyTensorSpan<float> tensor) => Copy(tensor).RequireMatrix();

    /// <inheritdoc cref="CopyMatrix(in ReadOnlyTensorSpan{float})"/>
    public static DenseMatrix CopyMatrix(scoped in ReadOnlyTensorSpan<double> tensor) => Copy(tensor).RequireMatrix();

    public double Norm() => DenseMatrix.FrobeniusNorm(Values);

    /// <summary>The same numbers as a matrix.</summary>
    public DenseMatrix AsMatrix(int rows, int columns) => new(rows, columns, Values);

    /// <summary>The same numbers under other extents.</summary>
    public DenseArray Reshape(params int[] shape) => new(shape, Values);

    public Tensor<double> ToTensor() => Tensor.Create(Values, [.. Shape.Select(n => (nint)n)]);

    /// <summary>Product of the extents of modes first .. end - 1.</summary>
    public int Extent(int first, int end)
    {
        var product = 1;
        for (var k = first; k < end; k++) product = checked(product * Shape[k]);
        return product;
    }

    /// <summary>The array with its modes in another order: mode k of the result is mode order[k] of this one.</summary>
    public DenseArray Permute(params ReadOnlySpan<int> order)
    {
        var modes = Modes;
        var strides = new int[modes];
        for (int k = modes - 1, stride = 1; k >= 0; stride *= Shape[k--]) strides[k] = stride;
        var shape = new int[modes];
        var steps = new int[modes];
        for (var k = 0; k < modes; k++) (shape[k], steps[k]) = (Shape[order[k]], strides[order[k]]);

        var result = new double[Values.Length];
        var index = new int[modes];
        for (int to = 0, from = 0; to < result.Length; to++)
        {
            result[to] = Values[from];
            for (var k = modes - 1; k >= 0; k--)
            {
                from += steps[k];
                if (++index[k] < shape[k]) break;
                from -= steps[k] * shape[k];
                index[k] = 0;
            }
        }
        return new DenseArray(shape, result);
    }

    /// <summary>The product with a matrix along one mode: Y[.., j, ..] = Σ_i M[j, i]·X[.., i, ..].</summary>
    public DenseArray ModeProduct(int mode, DenseMatrix matrix)
    {
        int left = Extent(0, mode), n = Shape[mode], right = Extent(mode + 1, Modes);
        int[] shape = [.. Shape];
        shape[mode] = matrix.Rows;
        if (right == 1) return new DenseArray(shape, AsMatrix(left, n).TimesTransposed(matrix).Values);
        var result = new double[checked(left * matrix.Rows * right)];
        for (var l = 0; l < left; l++)
        {
            for (var j = 0; j < matrix.Rows; j++)
            {
                var into = result.AsSpan((l * matrix.Rows + j) * right, right);
                for (var i = 0; i < n; i++) DenseMatrix.AddScaled(matrix[j, i], Values.AsSpan((l * n + i) * right, right), into);
            }
        }
        return new DenseArray(shape, result);
    }

    /// <summary>X(n)·X(n)', extent × extent, of the unfolding X(n) along one mode, without making the unfolding.</summary>
    public DenseMatrix Gram(int mode)
    {
        int left = Extent(0, mode), n = Shape[mode], right = Extent(mode + 1, Modes);
        if (right == 1)
        {
            var matrix = AsMatrix(left, n);
            return matrix.TransposedTimes(matrix);
        }
        var gram = new DenseMatrix(n, n);
        for (var l = 0; l < left; l++)
        {
            for (var i = 0; i < n; i++)
            {
                var row = Values.AsSpan((l * n + i) * right, right);
                for (var j = 0; j <= i; j++) gram[i, j] += TensorPrimitives.Dot<double>(row, Values.AsSpan((l * n + j) * right, right));
            }
        }
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++) gram[j, i] = gram[i, j];
        }
        return gram;
    }

    /// <summary>‖this − approximation‖ / ‖this‖; 0 for an array of zeros that is met exactly.</summary>
    public double RelativeErrorOf(ReadOnlySpan<double> approximation) => RelativeError(Values, approximation);

    /// <inheritdoc cref="RelativeErrorOf"/>
    public static double RelativeError(ReadOnlySpan<double> exact, ReadOnlySpan<double> approximation)
    {
        var difference = new double[exact.Length];
        TensorPrimitives.Subtract(exact, approximation, difference);
        return Ratio(DenseMatrix.FrobeniusNorm(difference), DenseMatrix.FrobeniusNorm(exact));
    }

    /// <summary>error / norm, where nothing of nothing is 0.</summary>
    public static double Ratio(double error, double norm) => error == 0 ? 0 : error / norm;

    private static DenseArray Checked(ReadOnlySpan<nint> lengths, double[] values)
    {
        if (values.Length == 0) throw new ArgumentException("There is nothing to decompose: the tensor has no elements.");
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i])) throw new ArgumentException($"What is decomposed must be finite, but element {i} (in row-major order) is {values[i]}.");
        }
        var shape = new int[lengths.Length];
        for (var k = 0; k < shape.Length; k++) shape[k] = checked((int)lengths[k]);
        return new DenseArray(shape, values);
    }

    private DenseMatrix RequireMatrix() => Modes == 2 ? AsMatrix(Shape[0], Shape[1])
        : throw new ArgumentException($"A matrix is needed, but the tensor has the shape [{string.Join(", ", Shape)}].");
}
