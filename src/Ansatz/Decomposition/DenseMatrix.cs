using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>A matrix in double precision, row by row: what factorizations are computed with.</summary>
/// <remarks>Inner loops are whole rows, which the platform's primitives vectorise; nothing here is meant for the hot path of a model.</remarks>
internal sealed class DenseMatrix(int rows, int columns, double[] values)
{
    public DenseMatrix(int rows, int columns) : this(rows, columns, new double[checked(rows * columns)]) { }

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    /// <summary>Rows × Columns numbers, row by row.</summary>
    public double[] Values { get; } = values;

    public ref double this[int row, int column] => ref Values[row * Columns + column];

    public Span<double> Row(int row) => Values.AsSpan(row * Columns, Columns);

    public static DenseMatrix Identity(int order)
    {
        var identity = new DenseMatrix(order, order);
        for (var i = 0; i < order; i++) identity[i, i] = 1;
        return identity;
    }

    /// <summary>The square root of the sum of squares.</summary>
    public double Norm() => FrobeniusNorm(Values);

    public DenseMatrix Transpose()
    {
        var result = new DenseMatrix(Columns, Rows);
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++) result[j, i] = this[i, j];
        }
        return result;
    }

    /// <summary>The first columns only.</summary>
    public DenseMatrix LeadingColumns(int count)
    {
        var result = new DenseMatrix(Rows, count);
        for (var i = 0; i < Rows; i++) Row(i)[..count].CopyTo(result.Row(i));
        return result;
    }

    /// <summary>this · other.</summary>
    public DenseMatrix Times(DenseMatrix other)
    {
        var result = new DenseMatrix(Rows, other.Columns);
        for (var i = 0; i < Rows; i++)
        {
            for (var k = 0; k < Columns; k++) AddScaled(this[i, k], other.Row(k), result.Row(i));
        }
        return result;
    }

    /// <summary>this · other'.</summary>
    public DenseMatrix TimesTransposed(DenseMatrix other)
    {
        var result = new DenseMatrix(Rows, other.Rows);
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < other.Rows; j++) result[i, j] = TensorPrimitives.Dot(Row(i), other.Row(j));
        }
        return result;
    }

    /// <summary>this' · other.</summary>
    public DenseMatrix TransposedTimes(DenseMatrix other)
    {
        var result = new DenseMatrix(Columns, other.Columns);
        for (var k = 0; k < Rows; k++)
        {
            for (var i = 0; i < Columns; i++) AddScaled(this[k, i], other.Row(k), result.Row(i));
        }
        return result;
    }

    /// <summary>Each column times its factor.</summary>
    public DenseMatrix ScaleColumns(ReadOnlySpan<double> factors)
    {
        var result = new DenseMatrix(Rows, Columns);
        for (var i = 0; i < Rows; i++) TensorPrimitives.Multiply(Row(i), factors, result.Row(i));
        return result;
    }

    /// <summary>Each row times its factor.</summary>
    public DenseMatrix ScaleRows(ReadOnlySpan<double> factors)
    {
        var result = new DenseMatrix(Rows, Columns);
        for (var i = 0; i < Rows; i++) TensorPrimitives.Multiply(Row(i), factors[i], result.Row(i));
        return result;
    }

    public Tensor<double> ToTensor() => Tensor.Create(Values, [Rows, Columns]);

    /// <summary>into += factor · row.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> row, Span<double> into)
    {
        if (factor != 0) TensorPrimitives.MultiplyAdd(row, factor, into, into);
    }

    /// <summary>The square root of the sum of squares, without overflow.</summary>
    public static double FrobeniusNorm(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) return 0;
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude(values));
        // Squares of what is in this range neither overflow nor vanish beside the largest.
        if (largest is 0 or (> 1e-140 and < 1e140)) return TensorPrimitives.Norm(values);
        var sum = 0.0;
        foreach (var value in values) sum += value / largest * (value / largest);
        return largest * Math.Sqrt(sum);
    }
}
