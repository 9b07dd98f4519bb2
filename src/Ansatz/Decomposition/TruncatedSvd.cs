using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>
/// The best approximation of a matrix by one of lower rank: A ≈ U·diag(σ)·V' with the greatest singular values. No matrix of that rank is nearer, in the
/// Frobenius norm and in the spectral norm.
/// </summary>
/// <remarks>
/// Source: Eckart and Young, The approximation of one matrix by another of lower rank (1936). Computed in double precision without a Gram matrix: each
/// singular value has an error of about σ₁·1e-16. Memory: a few times that of the matrix; time: about min(m, n)²·(max(m, n) + 10·min(m, n)) multiplications.
/// </remarks>
public sealed class TruncatedSvd
{
    private readonly EconomySvd _svd;

    private TruncatedSvd(EconomySvd svd, int rank)
    {
        (_svd, Rank) = (svd, rank);
        SingularValues = svd.Values;
        RelativeError = ErrorAt(rank);
    }

    /// <summary>How many singular values are kept.</summary>
    public int Rank { get; }

    /// <summary>U: m × rank, with orthonormal columns. In each, the entry of greatest magnitude is positive.</summary>
    public Tensor<double> LeftVectors => Leading(_svd.Left).Transpose().ToTensor();

    /// <summary>V: n × rank, with orthonormal columns.</summary>
    public Tensor<double> RightVectors => Leading(_svd.Right).Transpose().ToTensor();

    /// <summary>All min(m, n) singular values of the matrix, greatest first, also those that are not kept.</summary>
    public IReadOnlyList<double> SingularValues { get; }

    /// <summary>‖A − U·diag(σ)·V'‖ / ‖A‖ in the Frobenius norm: the root of the sum of squares of the singular values that are not kept, over that of all.</summary>
    public double RelativeError { get; }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">A: m × n.</param>
    /// <param name="rank">1 to min(m, n).</param>
    /// <exception cref="ArgumentException">It is no matrix, has entries that are not finite, or the rank is out of range.</exception>
    public static TruncatedSvd Of(scoped in ReadOnlyTensorSpan<float> matrix, int rank) => Of(DenseArray.CopyMatrix(matrix), rank);

    /// <inheritdoc cref="Of(in ReadOnlyTensorSpan{float}, int)"/>
    public static TruncatedSvd Of(scoped in ReadOnlyTensorSpan<double> matrix, int rank) => Of(DenseArray.CopyMatrix(matrix), rank);

    /// <summary>The relative error that another rank would have.</summary>
    /// <param name="rank">0 to min(m, n).</param>
    public double ErrorAt(int rank) => DenseArray.Ratio(DenseMatrix.FrobeniusNorm(_svd.Values.AsSpan(rank)), DenseMatrix.FrobeniusNorm(_svd.Values));

    /// <summary>The smallest rank whose relative error is at most this.</summary>
    /// <param name="relativeError">From 0; to keep a share t of the energy Σσ², √(1 − t).</param>
    public int RankFor(double relativeError)
    {
        var rank = 1;
        while (rank < _svd.Values.Length && ErrorAt(rank) > relativeError) rank++;
        return rank;
    }

    /// <summary>A balanced pair of factors: Left·Right ≈ A, with Left = U·diag(√σ), m × rank, and Right = diag(√σ)·V', rank × n.</summary>
    /// <remarks>Both factors have the same scale, which gradient steps at one rate for both ask for.</remarks>
    public (Tensor<double> Left, Tensor<double> Right) Factors()
    {
        var (left, right) = BalancedFactors();
        return (left.ToTensor(), right.ToTensor());
    }

    /// <summary>The same decomposition, cut at another rank.</summary>
    /// <param name="rank">1 to min(m, n).</param>
    public TruncatedSvd WithRank(int rank) => new(_svd, Ranks.Require(rank, _svd.Values.Length, "a matrix", _svd.Left.Columns, _svd.Right.Columns));

    /// <summary>U·diag(σ)·V': m × n.</summary>
    public Tensor<double> Reconstruct()
    {
        var (left, right) = BalancedFactors();
        return left.Times(right).ToTensor();
    }

    internal static TruncatedSvd Of(DenseMatrix matrix, int rank)
    {
        Ranks.Require(rank, Math.Min(matrix.Rows, matrix.Columns), "a matrix", matrix.Rows, matrix.Columns);
        return new TruncatedSvd(EconomySvd.Of(matrix), rank);
    }

    internal (DenseMatrix Left, DenseMatrix Right) BalancedFactors()
    {
        double[] roots = [.. _svd.Values.Take(Rank).Select(Math.Sqrt)];
        return (Leading(_svd.Left).ScaleRows(roots).Transpose(), Leading(_svd.Right).ScaleRows(roots));
    }

    /// <summary>V', rank × n, and U·diag(σ), m × rank.</summary>
    internal (DenseMatrix Left, DenseMatrix Right) OrthonormalRight() =>
        (Leading(_svd.Left).ScaleRows(_svd.Values.AsSpan(0, Rank)).Transpose(), Leading(_svd.Right));

    /// <summary>U, m × rank, and diag(σ)·V', rank × n.</summary>
    internal (DenseMatrix Left, DenseMatrix Right) OrthonormalLeft() =>
        (Leading(_svd.Left).Transpose(), Leading(_svd.Right).ScaleRows(_svd.Values.AsSpan(0, Rank)));

    private DenseMatrix Leading(DenseMatrix rows) => new(Rank, rows.Columns, rows.Values.AsSpan(0, Rank * rows.Columns).ToArray());
}
