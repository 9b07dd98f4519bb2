using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>
/// The nearest Monarch matrix to a matrix: W[(o₁, o₂), (i₁, i₂)] ≈ L[o₂, o₁, i₁]·R[i₁, o₂, i₂], two block-diagonal matrices with a transposition between.
/// </summary>
/// <remarks>
/// For each pair (o₂, i₁) the entries over (o₁, i₂) are of rank one, independently of all other pairs: their leading singular vectors give the best
/// approximation. Source: Dao and others, Monarch: expressive structured matrices for efficient and accurate training (2022), theorem 1.
/// </remarks>
public sealed class MonarchProjection
{
    private readonly DenseArray _l, _r;
    private readonly int[] _rowDigits, _columnDigits;

    private MonarchProjection(DenseArray l, DenseArray r, int[] rowDigits, int[] columnDigits, double relativeError) =>
        (_l, _r, _rowDigits, _columnDigits, RelativeError) = (l, r, rowDigits, columnDigits, relativeError);

    /// <summary>L: second row digit × first row digit × first column digit.</summary>
    public Tensor<double> L => _l.ToTensor();

    /// <summary>R: first column digit × second row digit × second column digit.</summary>
    public Tensor<double> R => _r.ToTensor();

    /// <summary>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm, from the singular values that are not kept.</summary>
    public double RelativeError { get; }

    /// <summary>Projects a matrix.</summary>
    /// <param name="matrix">W: (o₁·o₂) × (i₁·i₂), the second digits fastest.</param>
    /// <param name="rowDigits">o₁ and o₂.</param>
    /// <param name="columnDigits">i₁ and i₂.</param>
    /// <exception cref="ArgumentException">The matrix has another shape or entries that are not finite.</exception>
    public static MonarchProjection Of(scoped in ReadOnlyTensorSpan<double> matrix, (int First, int Second) rowDigits, (int First, int Second) columnDigits) =>
        Of(DenseArray.CopyMatrix(matrix), rowDigits, columnDigits);

    /// <inheritdoc cref="Of(in ReadOnlyTensorSpan{double}, ValueTuple{int, int}, ValueTuple{int, int})"/>
    public static MonarchProjection Of(scoped in ReadOnlyTensorSpan<float> matrix, (int First, int Second) rowDigits, (int First, int Second) columnDigits) =>
        Of(DenseArray.CopyMatrix(matrix), rowDigits, columnDigits);

    /// <summary>The Monarch matrix, of the matrix's shape.</summary>
    public Tensor<double> Reconstruct()
    {
        int o1 = _rowDigits[0], o2 = _rowDigits[1], i1 = _columnDigits[0], i2 = _columnDigits[1];
        var result = new DenseMatrix(o1 * o2, i1 * i2);
        for (var o = 0; o < o1; o++)
        {
            for (var p = 0; p < o2; p++)
            {
                for (var i = 0; i < i1; i++)
                {
                    var into = result.Row(o * o2 + p).Slice(i * i2, i2);
                    DenseMatrix.AddScaled(_l.Values[(p * o1 + o) * i1 + i], _r.Values.AsSpan((i * o2 + p) * i2, i2), into);
                }
            }
        }
        return result.ToTensor();
    }

    internal DenseArray LArray => _l;

    internal DenseArray RArray => _r;

    internal static MonarchProjection Of(DenseMatrix matrix, (int First, int Second) rowDigits, (int First, int Second) columnDigits)
    {
        int[] rows = [rowDigits.First, rowDigits.Second], columns = [columnDigits.First, columnDigits.Second];
        int o1 = rows[0], o2 = rows[1], i1 = columns[0], i2 = columns[1];
        // Modes (o₁, o₂, i₁, i₂) to (o₂, i₁, o₁, i₂): a block for each pair.
        var blocks = MatrixDigits.Split(matrix, rows, columns).Permute(1, 2, 0, 3);
        DenseArray l = new([o2, o1, i1], new double[o2 * o1 * i1]), r = new([i1, o2, i2], new double[i1 * o2 * i2]);
        var lost = new List<double>();
        for (var p = 0; p < o2; p++)
        {
            for (var i = 0; i < i1; i++)
            {
                var svd = TruncatedSvd.Of(new DenseMatrix(o1, i2, blocks.Values.AsSpan((p * i1 + i) * o1 * i2, o1 * i2).ToArray()), 1);
                var (left, right) = svd.BalancedFactors();
                for (var o = 0; o < o1; o++) l.Values[(p * o1 + o) * i1 + i] = left[o, 0];
                right.Values.CopyTo(r.Values, (i * o2 + p) * i2);
                lost.AddRange(svd.SingularValues.Skip(1));
            }
        }
        return new MonarchProjection(l, r, rows, columns, DenseArray.Ratio(DenseMatrix.FrobeniusNorm(lost.ToArray()), matrix.Norm()));
    }
}
