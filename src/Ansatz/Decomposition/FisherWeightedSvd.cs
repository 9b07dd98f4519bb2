using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>
/// The approximation of a weight matrix by one of lower rank that harms the loss least: W ≈ A·B, where errors count by the Fisher information of the
/// weights that they change, not all alike.
/// </summary>
/// <remarks>
/// The plain error is larger than that of <see cref="TruncatedSvd"/>; the weighted one is the least possible. Sources: Hsu, Hua, Chang, Lou, Shen and Jin,
/// Language model compression with weighted low-rank factorization (2022), for a weight per row; Chekalina and others, Generalized Fisher-weighted SVD
/// (2025), for a Kronecker factorization of the whole Fisher information.
/// </remarks>
public sealed class FisherWeightedSvd
{
    private readonly DenseMatrix _left, _right;

    private FisherWeightedSvd(DenseMatrix matrix, DenseMatrix left, DenseMatrix right, double[] weighted, int rank)
    {
        (_left, _right, Rank) = (left, right, rank);
        WeightedSingularValues = weighted;
        WeightedError = DenseMatrix.FrobeniusNorm(weighted.AsSpan(rank));
        RelativeWeightedError = DenseArray.Ratio(WeightedError, DenseMatrix.FrobeniusNorm(weighted));
        RelativeError = DenseArray.RelativeError(matrix.Values, left.Times(right).Values);
    }

    /// <summary>The inner extent of the product.</summary>
    public int Rank { get; }

    /// <summary>A: m × rank.</summary>
    public Tensor<double> Left => _left.ToTensor();

    /// <summary>B: rank × n.</summary>
    public Tensor<double> Right => _right.ToTensor();

    /// <summary>All singular values of the weighted matrix, greatest first.</summary>
    public IReadOnlyList<double> WeightedSingularValues { get; }

    /// <summary>‖D·(W − A·B)‖ of <see cref="ByRows(in ReadOnlyTensorSpan{double}, ReadOnlySpan{double}, int)"/>, or ‖L'·(W − A·B)·K‖ of the Kronecker form: the
    /// root of the sum of squares of the weighted singular values that are not kept.</summary>
    public double WeightedError { get; }

    /// <summary>The weighted error over the weighted norm of W.</summary>
    public double RelativeWeightedError { get; }

    /// <summary>‖W − A·B‖ / ‖W‖, unweighted.</summary>
    public double RelativeError { get; }

    /// <summary>Minimises Σ_i I_i·‖row i of (W − A·B)‖², by the singular vectors of diag(√I)·W. B has orthonormal rows.</summary>
    /// <param name="matrix">W: m × n.</param>
    /// <param name="rowWeights">I: of each of the m rows, not negative and not all 0; as <see cref="FisherInformation.RowWeights"/> gives them.</param>
    /// <param name="rank">1 to min(m, n).</param>
    /// <exception cref="ArgumentException">It is no matrix, has entries that are not finite, or weights or rank are out of range.</exception>
    public static FisherWeightedSvd ByRows(scoped in ReadOnlyTensorSpan<double> matrix, ReadOnlySpan<double> rowWeights, int rank) =>
        ByRows(DenseArray.CopyMatrix(matrix), rowWeights, rank);

    /// <inheritdoc cref="ByRows(in ReadOnlyTensorSpan{double}, ReadOnlySpan{double}, int)"/>
    public static FisherWeightedSvd ByRows(scoped in ReadOnlyTensorSpan<float> matrix, ReadOnlySpan<double> rowWeights, int rank) =>
        ByRows(DenseArray.CopyMatrix(matrix), rowWeights, rank);

    /// <summary>Minimises vec(W − A·B)'·F·vec(W − A·B) for a Fisher information F that is the Kronecker product of one factor for the rows and one for the columns.</summary>
    /// <param name="matrix">W: m × n.</param>
    /// <param name="rowFactor">L·L': m × m, symmetric positive definite; of a layer's outputs.</param>
    /// <param name="columnFactor">K·K': n × n, symmetric positive definite; of a layer's inputs.</param>
    /// <param name="rank">1 to min(m, n).</param>
    /// <exception cref="ArgumentException">A matrix has the wrong shape or entries that are not finite, a factor is not positive definite, or the rank is out of range.</exception>
    public static FisherWeightedSvd ByKroneckerFactors(
        scoped in ReadOnlyTensorSpan<double> matrix, scoped in ReadOnlyTensorSpan<double> rowFactor, scoped in ReadOnlyTensorSpan<double> columnFactor, int rank) =>
        ByKroneckerFactors(DenseArray.CopyMatrix(matrix), DenseArray.CopyMatrix(rowFactor), DenseArray.CopyMatrix(columnFactor), rank);

    /// <inheritdoc cref="ByKroneckerFactors(in ReadOnlyTensorSpan{double}, in ReadOnlyTensorSpan{double}, in ReadOnlyTensorSpan{double}, int)"/>
    public static FisherWeightedSvd ByKroneckerFactors(
        scoped in ReadOnlyTensorSpan<float> matrix, scoped in ReadOnlyTensorSpan<double> rowFactor, scoped in ReadOnlyTensorSpan<double> columnFactor, int rank) =>
        ByKroneckerFactors(DenseArray.CopyMatrix(matrix), DenseArray.CopyMatrix(rowFactor), DenseArray.CopyMatrix(columnFactor), rank);

    /// <summary>A·B: m × n.</summary>
    public Tensor<double> Reconstruct() => _left.Times(_right).ToTensor();

    internal DenseMatrix LeftMatrix => _left;

    internal DenseMatrix RightMatrix => _right;

    internal static FisherWeightedSvd ByRows(DenseMatrix matrix, ReadOnlySpan<double> rowWeights, int rank)
    {
        if (rowWeights.Length != matrix.Rows) throw new ArgumentException($"A matrix of {matrix.Rows} rows needs as many weights, but there are {rowWeights.Length}.", nameof(rowWeights));
        var roots = new double[matrix.Rows];
        for (var i = 0; i < roots.Length; i++)
        {
            if (!(rowWeights[i] >= 0 && double.IsFinite(rowWeights[i]))) throw new ArgumentException($"The weight of row {i} must be finite and not negative, but is {rowWeights[i]}.", nameof(rowWeights));
            roots[i] = Math.Sqrt(rowWeights[i]);
        }
        if (DenseMatrix.FrobeniusNorm(roots) == 0) throw new ArgumentException("At least one row must have a weight above 0.", nameof(rowWeights));
        var svd = TruncatedSvd.Of(matrix.ScaleRows(roots), rank);

        // D⁻¹·U·diag(σ) = W·V: the same without a division, so that rows of weight 0 get their least squares fit.
        var right = svd.OrthonormalRight().Right;
        return new FisherWeightedSvd(matrix, matrix.TimesTransposed(right), right, [.. svd.SingularValues], rank);
    }

    private static FisherWeightedSvd ByKroneckerFactors(DenseMatrix matrix, DenseMatrix rowFactor, DenseMatrix columnFactor, int rank)
    {
        RequireOrder(rowFactor, matrix.Rows, nameof(rowFactor));
        RequireOrder(columnFactor, matrix.Columns, nameof(columnFactor));
        DenseMatrix l = CholeskyFactor.Of(rowFactor, nameof(rowFactor)), k = CholeskyFactor.Of(columnFactor, nameof(columnFactor));
        var svd = TruncatedSvd.Of(l.TransposedTimes(matrix).Times(k), rank);
        var (left, right) = svd.OrthonormalRight();
        // Â = L⁻ᵀ·U·diag(σ) and B̂ = V'·K⁻¹, whose transpose solves Kᵀ·B̂ᵀ = V.
        CholeskyFactor.SolveTransposed(l, left);
        var transposed = right.Transpose();
        CholeskyFactor.SolveTransposed(k, transposed);
        return new FisherWeightedSvd(matrix, left, transposed.Transpose(), [.. svd.SingularValues], rank);
    }

    private static void RequireOrder(DenseMatrix factor, int order, string name)
    {
        if (factor.Rows != order || factor.Columns != order)
            throw new ArgumentException($"It must be {order} × {order}, but is {factor.Rows} × {factor.Columns}.", name);
    }
}
