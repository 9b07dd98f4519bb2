using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>The nearest sum of Kronecker products to a matrix: W[(o₁, o₂), (i₁, i₂)] ≈ Σ_k A[k, o₁, i₁]·C[k, o₂, i₂].</summary>
/// <remarks>
/// With its entries rearranged to rows (o₁, i₁) and columns (o₂, i₂), a Kronecker product is a matrix of rank one: the singular value decomposition of the
/// rearranged matrix gives the best sum of any number of terms. Source: Van Loan and Pitsianis, Approximation with Kronecker products (1993).
/// </remarks>
public sealed class KroneckerDecomposition
{
    private readonly DenseMatrix _left, _right;
    private readonly int[] _rowDigits, _columnDigits;

    private KroneckerDecomposition(TruncatedSvd svd, int[] rowDigits, int[] columnDigits)
    {
        (_rowDigits, _columnDigits, RelativeError, SingularValues) = (rowDigits, columnDigits, svd.RelativeError, svd.SingularValues);
        (_left, _right) = svd.BalancedFactors();
    }

    /// <summary>How many products there are.</summary>
    public int Terms => _right.Rows;

    /// <summary>A: terms × first row digit × first column digit.</summary>
    public Tensor<double> First => FirstArray.ToTensor();

    /// <summary>C: terms × second row digit × second column digit. Each product is spread evenly over its two factors.</summary>
    public Tensor<double> Second => SecondArray.ToTensor();

    /// <summary>The singular values of the rearranged matrix, greatest first, also those of products that are not kept.</summary>
    public IReadOnlyList<double> SingularValues { get; }

    /// <summary>‖W − Σ A_k ⊗ C_k‖ / ‖W‖ in the Frobenius norm, from the singular values that are not kept: no sum of as many terms has less.</summary>
    public double RelativeError { get; }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">W: (o₁·o₂) × (i₁·i₂), the second digits fastest.</param>
    /// <param name="rowDigits">o₁ and o₂.</param>
    /// <param name="columnDigits">i₁ and i₂.</param>
    /// <param name="terms">1 to min(o₁·i₁, o₂·i₂), with which any matrix is met exactly.</param>
    /// <exception cref="ArgumentException">The matrix has another shape or entries that are not finite, or the number of terms is out of range.</exception>
    public static KroneckerDecomposition Of(scoped in ReadOnlyTensorSpan<double> matrix, (int First, int Second) rowDigits, (int First, int Second) columnDigits, int terms) =>
        Of(DenseArray.CopyMatrix(matrix), rowDigits, columnDigits, terms);

    /// <inheritdoc cref="Of(in ReadOnlyTensorSpan{double}, ValueTuple{int, int}, ValueTuple{int, int}, int)"/>
    public static KroneckerDecomposition Of(scoped in ReadOnlyTensorSpan<float> matrix, (int First, int Second) rowDigits, (int First, int Second) columnDigits, int terms) =>
        Of(DenseArray.CopyMatrix(matrix), rowDigits, columnDigits, terms);

    /// <summary>Σ A_k ⊗ C_k, of the matrix's shape.</summary>
    public Tensor<double> Reconstruct() => MatrixDigits.Restore(_left.Times(_right).Values, _rowDigits, _columnDigits).ToTensor();

    internal DenseArray FirstArray => new([Terms, _rowDigits[0], _columnDigits[0]], _left.Transpose().Values);

    internal DenseArray SecondArray => new([Terms, _rowDigits[1], _columnDigits[1]], _right.Values);

    internal static KroneckerDecomposition Of(DenseMatrix matrix, (int First, int Second) rowDigits, (int First, int Second) columnDigits, int terms)
    {
        int[] rows = [rowDigits.First, rowDigits.Second], columns = [columnDigits.First, columnDigits.Second];
        var rearranged = MatrixDigits.Pair(matrix, rows, columns);
        return new KroneckerDecomposition(TruncatedSvd.Of(rearranged.AsMatrix(rearranged.Shape[0], rearranged.Shape[1]), terms), rows, columns);
    }
}
