using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>
/// A matrix whose row and column index are split into digits, as a tensor train whose cores carry one digit of each:
/// W[(o₁, …, o_d), (i₁, …, i_d)] ≈ Σ G₁[1, o₁, i₁, s₁]·…·G_d[s_{d-1}, o_d, i_d, 1]. Also called block tensor train, or matrix product operator.
/// </summary>
/// <remarks>
/// Rows are numbered (o₁, …, o_d) with the last digit fastest, columns alike. Source: Novikov, Podoprikhin, Osokin and Vetrov, Tensorizing neural networks (2015).
/// </remarks>
public sealed class BlockTensorTrainDecomposition
{
    private readonly DenseArray[] _cores;
    private readonly int[] _rowDigits, _columnDigits;

    private BlockTensorTrainDecomposition(TensorTrainDecomposition train, int[] rowDigits, int[] columnDigits)
    {
        (_rowDigits, _columnDigits, Ranks, RelativeError) = (rowDigits, columnDigits, train.Ranks, train.RelativeError);
        _cores = [.. train.CoreArrays.Select((core, k) => core.Reshape(core.Shape[0], rowDigits[k], columnDigits[k], core.Shape[2]))];
        Cores = [.. _cores.Select(c => c.ToTensor())];
    }

    /// <summary>One core for each pair of digits: rank before × row digit × column digit × rank behind.</summary>
    public IReadOnlyList<Tensor<double>> Cores { get; }

    /// <summary>The ranks of the bonds between neighbours.</summary>
    public IReadOnlyList<int> Ranks { get; }

    /// <summary>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, from the residual itself.</summary>
    public double RelativeError { get; }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">W: product of <paramref name="rowDigits"/> × product of <paramref name="columnDigits"/>.</param>
    /// <param name="rowDigits">Extents of the row's digits, two or more.</param>
    /// <param name="columnDigits">Extents of the column's digits, as many.</param>
    /// <param name="ranks">One of each bond.</param>
    /// <exception cref="ArgumentException">The matrix has another shape or entries that are not finite, or a rank is out of range.</exception>
    public static BlockTensorTrainDecomposition BySvd(scoped in ReadOnlyTensorSpan<double> matrix, ReadOnlySpan<int> rowDigits, ReadOnlySpan<int> columnDigits, ReadOnlySpan<int> ranks) =>
        BySvd(DenseArray.CopyMatrix(matrix), rowDigits, columnDigits, ranks);

    /// <inheritdoc cref="BySvd(in ReadOnlyTensorSpan{double}, ReadOnlySpan{int}, ReadOnlySpan{int}, ReadOnlySpan{int})"/>
    public static BlockTensorTrainDecomposition BySvd(scoped in ReadOnlyTensorSpan<float> matrix, ReadOnlySpan<int> rowDigits, ReadOnlySpan<int> columnDigits, ReadOnlySpan<int> ranks) =>
        BySvd(DenseArray.CopyMatrix(matrix), rowDigits, columnDigits, ranks);

    /// <summary>The product of the cores, of the matrix's shape.</summary>
    public Tensor<double> Reconstruct()
    {
        var chain = TensorTrainDecomposition.Chain([.. _cores.Select(c => c.Reshape(c.Shape[0], c.Shape[1] * c.Shape[2], c.Shape[3]))]);
        return MatrixDigits.Restore(chain.Values, _rowDigits, _columnDigits).ToTensor();
    }

    internal DenseArray[] CoreArrays => _cores;

    internal static BlockTensorTrainDecomposition BySvd(DenseMatrix matrix, ReadOnlySpan<int> rowDigits, ReadOnlySpan<int> columnDigits, ReadOnlySpan<int> ranks) =>
        new(TensorTrainDecomposition.BySvd(MatrixDigits.Pair(matrix, rowDigits, columnDigits), ranks, 0), rowDigits.ToArray(), columnDigits.ToArray());
}
