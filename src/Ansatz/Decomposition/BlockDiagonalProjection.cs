using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>The nearest block-diagonal matrix to a matrix: its blocks along the diagonal, unchanged.</summary>
public sealed class BlockDiagonalProjection
{
    private readonly DenseArray _blocks;

    private BlockDiagonalProjection(DenseArray blocks, double relativeError) => (_blocks, RelativeError) = (blocks, relativeError);

    /// <summary>Blocks × rows of each × columns of each.</summary>
    public Tensor<double> Blocks => _blocks.ToTensor();

    /// <summary>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm: the share that lies outside of the blocks.</summary>
    public double RelativeError { get; }

    /// <summary>Projects a matrix.</summary>
    /// <param name="matrix">W: m × n.</param>
    /// <param name="blocks">How many blocks: a divisor of m and of n.</param>
    /// <exception cref="ArgumentException">It is no matrix, has entries that are not finite, or cannot be divided so.</exception>
    public static BlockDiagonalProjection Of(scoped in ReadOnlyTensorSpan<double> matrix, int blocks) => Of(DenseArray.CopyMatrix(matrix), blocks);

    /// <inheritdoc cref="Of(in ReadOnlyTensorSpan{double}, int)"/>
    public static BlockDiagonalProjection Of(scoped in ReadOnlyTensorSpan<float> matrix, int blocks) => Of(DenseArray.CopyMatrix(matrix), blocks);

    internal DenseArray BlockArray => _blocks;

    internal static BlockDiagonalProjection Of(DenseMatrix matrix, int blocks)
    {
        if (blocks < 1 || matrix.Rows % blocks != 0 || matrix.Columns % blocks != 0)
            throw new ArgumentException($"A matrix of {matrix.Rows} × {matrix.Columns} cannot be divided into {blocks} blocks a side.", nameof(blocks));
        int rows = matrix.Rows / blocks, columns = matrix.Columns / blocks;
        var values = new double[blocks * rows * columns];
        var outside = new DenseMatrix(matrix.Rows, matrix.Columns, [.. matrix.Values]);
        for (var row = 0; row < matrix.Rows; row++)
        {
            var first = row / rows * columns;
            matrix.Row(row).Slice(first, columns).CopyTo(values.AsSpan(row * columns));
            outside.Row(row).Slice(first, columns).Clear();
        }
        return new BlockDiagonalProjection(new DenseArray([blocks, rows, columns], values), DenseArray.Ratio(outside.Norm(), matrix.Norm()));
    }
}
