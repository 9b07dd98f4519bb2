using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>
/// An estimate of how much the loss depends on each weight of a matrix, from gradients: the empirical Fisher information, the mean of (∂loss/∂W_ij)².
/// </summary>
/// <remarks>Add the gradient of each minibatch, or better of each example, at the weights that are to be compressed; then ask for the weights.</remarks>
public sealed class FisherInformation
{
    private readonly DenseMatrix _squares;
    private readonly double[] _gradient;

    /// <summary>No gradients yet.</summary>
    /// <param name="rows">Rows of the weight matrix: outputs.</param>
    /// <param name="columns">Its columns: inputs.</param>
    public FisherInformation(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        (_squares, _gradient) = (new DenseMatrix(rows, columns), new double[columns]);
    }

    /// <summary>How many gradients there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one gradient, rows × columns.</summary>
    /// <exception cref="ArgumentException">It has another shape.</exception>
    public void Add(scoped in ReadOnlyTensorSpan<float> gradient) => Add(DenseArray.CopyMatrix(gradient));

    /// <inheritdoc cref="Add(in ReadOnlyTensorSpan{float})"/>
    public void Add(scoped in ReadOnlyTensorSpan<double> gradient) => Add(DenseArray.CopyMatrix(gradient));

    /// <summary>Of each row, the sum over its columns of the mean of squares.</summary>
    /// <exception cref="InvalidOperationException">No gradient was added.</exception>
    public double[] RowWeights()
    {
        if (Count == 0) throw new InvalidOperationException("Add at least one gradient first.");
        var weights = new double[_squares.Rows];
        for (var i = 0; i < weights.Length; i++) weights[i] = TensorPrimitives.Sum<double>(_squares.Row(i)) / Count;
        return weights;
    }

    private void Add(DenseMatrix gradient)
    {
        if (gradient.Rows != _squares.Rows || gradient.Columns != _squares.Columns)
            throw new ArgumentException($"The gradient must be {_squares.Rows} × {_squares.Columns}, but is {gradient.Rows} × {gradient.Columns}.", nameof(gradient));
        for (var i = 0; i < gradient.Rows; i++)
        {
            TensorPrimitives.Multiply(gradient.Row(i), gradient.Row(i), _gradient);
            TensorPrimitives.Add(_squares.Row(i), _gradient, _squares.Row(i));
        }
        Count++;
    }
}
