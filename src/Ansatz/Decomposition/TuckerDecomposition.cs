using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>
/// A tensor as a small core times a matrix along each mode: X[i, j, …] ≈ Σ_{p, q, …} G[p, q, …]·U₁[i, p]·U₂[j, q]·…, with factors of orthonormal columns.
/// </summary>
/// <remarks>
/// Factors are eigenvectors of Gram matrices of the unfoldings, extent × extent, so that no unfolding is decomposed or even copied. What that loses: directions
/// whose singular value is below about 1e-8 of the greatest are not told apart. Sources: De Lathauwer, De Moor and Vandewalle, A multilinear singular value
/// decomposition, and On the best rank-1 and rank-(R₁, …, R_N) approximation of higher-order tensors (both 2000).
/// </remarks>
public sealed class TuckerDecomposition
{
    private readonly DenseMatrix[] _factors;
    private readonly DenseArray _core;

    private TuckerDecomposition(DenseArray tensor, DenseMatrix[] factors, DenseArray core, IReadOnlyList<double> trace)
    {
        (_factors, _core, ErrorTrace) = (factors, core, trace);
        Core = core.ToTensor();
        Factors = [.. factors.Select(f => f.ToTensor())];
        RelativeError = tensor.RelativeErrorOf(Expanded().Values);
    }

    /// <summary>G: rank of each mode.</summary>
    public Tensor<double> Core { get; }

    /// <summary>One factor of each mode, extent × rank, with orthonormal columns; the identity where the rank is the extent.</summary>
    public IReadOnlyList<Tensor<double>> Factors { get; }

    /// <summary>‖X − X̂‖ / ‖X‖ in the Frobenius norm, from the residual itself.</summary>
    public double RelativeError { get; }

    /// <summary>The relative error before the first sweep and after each, by ‖X‖² − ‖G‖², which is exact to about 1e-8 only.</summary>
    public IReadOnlyList<double> ErrorTrace { get; }

    /// <summary>The truncated higher-order singular value decomposition: each factor from the whole tensor's unfolding. Its error is at most √modes times the least possible.</summary>
    /// <param name="tensor">X.</param>
    /// <param name="ranks">One of each mode: 1 to its extent, and at most the product of the others.</param>
    /// <exception cref="ArgumentException">The tensor has entries that are not finite, or a rank is out of range.</exception>
    public static TuckerDecomposition ByHosvd(scoped in ReadOnlyTensorSpan<double> tensor, params ReadOnlySpan<int> ranks) => ByHooi(DenseArray.Copy(tensor), ranks, 0, 0);

    /// <inheritdoc cref="ByHosvd(in ReadOnlyTensorSpan{double}, ReadOnlySpan{int})"/>
    public static TuckerDecomposition ByHosvd(scoped in ReadOnlyTensorSpan<float> tensor, params ReadOnlySpan<int> ranks) => ByHooi(DenseArray.Copy(tensor), ranks, 0, 0);

    /// <summary>Higher-order orthogonal iteration: from the truncated HOSVD on, each factor in turn is the best for the others. The error never rises.</summary>
    /// <param name="tensor">X.</param>
    /// <param name="ranks">One of each mode: 1 to its extent, and at most the product of the others.</param>
    /// <param name="maxSweeps">How many times all factors are renewed, at most.</param>
    /// <param name="tolerance">The iteration ends when the relative error changes by less from one sweep to the next.</param>
    /// <exception cref="ArgumentException">The tensor has entries that are not finite, or a rank is out of range.</exception>
    public static TuckerDecomposition ByHooi(scoped in ReadOnlyTensorSpan<double> tensor, ReadOnlySpan<int> ranks, int maxSweeps = 50, double tolerance = 1e-10) =>
        ByHooi(DenseArray.Copy(tensor), ranks, maxSweeps, tolerance);

    /// <inheritdoc cref="ByHooi(in ReadOnlyTensorSpan{double}, ReadOnlySpan{int}, int, double)"/>
    public static TuckerDecomposition ByHooi(scoped in ReadOnlyTensorSpan<float> tensor, ReadOnlySpan<int> ranks, int maxSweeps = 50, double tolerance = 1e-10) =>
        ByHooi(DenseArray.Copy(tensor), ranks, maxSweeps, tolerance);

    /// <summary>The core times all factors, of the tensor's shape.</summary>
    public Tensor<double> Reconstruct() => Expanded().ToTensor();

    /// <summary>The singular values of the unfolding along one mode, greatest first, by the Gram matrix: what a rank is chosen by. Values below about 1e-8 of the first are rounding.</summary>
    public static double[] ModeSingularValues(scoped in ReadOnlyTensorSpan<double> tensor, int mode) => ModeSingularValues(DenseArray.Copy(tensor), mode);

    /// <inheritdoc cref="ModeSingularValues(in ReadOnlyTensorSpan{double}, int)"/>
    public static double[] ModeSingularValues(scoped in ReadOnlyTensorSpan<float> tensor, int mode) => ModeSingularValues(DenseArray.Copy(tensor), mode);

    internal DenseMatrix[] FactorMatrices => _factors;

    internal DenseArray CoreArray => _core;

    // A rank equal to the extent leaves its mode as it is: the factor is the identity.
    internal static TuckerDecomposition ByHooi(DenseArray tensor, ReadOnlySpan<int> ranks, int maxSweeps, double tolerance)
    {
        if (ranks.Length != tensor.Modes) throw new ArgumentException($"A tensor of {tensor.Modes} modes needs as many ranks, but there are {ranks.Length}.", nameof(ranks));
        for (var k = 0; k < ranks.Length; k++)
        {
            var others = 1L;
            for (var other = 0; other < ranks.Length; other++) others = other == k ? others : Math.Min(others * ranks[other], int.MaxValue);
            Ranks.Require(ranks[k], (int)Math.Min(tensor.Shape[k], Math.Max(others, 1)), $"mode {k} (at most its extent, and the product of the other ranks) of a tensor", tensor.Shape);
        }

        var transposed = new DenseMatrix[tensor.Modes];
        for (var k = 0; k < tensor.Modes; k++) transposed[k] = LeadingVectors(tensor, k, ranks[k]);
        var core = Project(tensor, transposed, -1);
        var norm = tensor.Norm();
        List<double> trace = [ErrorByCore(norm, core)];
        for (var sweep = 0; sweep < maxSweeps; sweep++)
        {
            for (var k = 0; k < tensor.Modes; k++)
            {
                core = Project(tensor, transposed, k);
                transposed[k] = LeadingVectors(core, k, ranks[k]);
            }
            if (transposed[^1].Rows != transposed[^1].Columns) core = core.ModeProduct(tensor.Modes - 1, transposed[^1]);
            trace.Add(ErrorByCore(norm, core));
            if (Math.Abs(trace[^2] - trace[^1]) < tolerance) break;
        }
        return new TuckerDecomposition(tensor, [.. transposed.Select(t => t.Transpose())], core, trace);
    }

    private static double[] ModeSingularValues(DenseArray tensor, int mode)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mode);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(mode, tensor.Modes);
        return [.. EconomySvd.Of(tensor.Gram(mode)).Values.Select(Math.Sqrt)];
    }

    private static DenseMatrix LeadingVectors(DenseArray tensor, int mode, int rank)
    {
        if (rank == tensor.Shape[mode]) return DenseMatrix.Identity(rank);
        var vectors = EconomySvd.Of(tensor.Gram(mode)).Left;
        return new DenseMatrix(rank, vectors.Columns, vectors.Values[..(rank * vectors.Columns)]);
    }

    // The tensor times the transposed factor of every mode but one; those that shrink it most come first. A square factor is the identity.
    private static DenseArray Project(DenseArray tensor, DenseMatrix[] transposed, int except)
    {
        var result = tensor;
        foreach (var mode in Enumerable.Range(0, tensor.Modes).OrderBy(m => (double)transposed[m].Rows / transposed[m].Columns))
        {
            if (mode != except && transposed[mode].Rows != transposed[mode].Columns) result = result.ModeProduct(mode, transposed[mode]);
        }
        return result;
    }

    private static double ErrorByCore(double norm, DenseArray core)
    {
        var kept = core.Norm();
        return DenseArray.Ratio(Math.Sqrt(Math.Max((norm - kept) * (norm + kept), 0)), norm);
    }

    private DenseArray Expanded()
    {
        var result = _core;
        for (var mode = 0; mode < _factors.Length; mode++)
        {
            if (_factors[mode].Rows != _factors[mode].Columns) result = result.ModeProduct(mode, _factors[mode]);
        }
        return result;
    }
}
