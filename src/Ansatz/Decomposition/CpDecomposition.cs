using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>
/// A tensor as a sum of outer products: X[i, j, k, …] ≈ Σ_r λ[r]·A₁[i, r]·A₂[j, r]·A₃[k, r]·…, with factors of unit columns. Also called CANDECOMP or PARAFAC.
/// </summary>
/// <remarks>Sources: Harshman, Foundations of the PARAFAC procedure (1970); Kolda and Bader, Tensor decompositions and applications (2009), section 3.</remarks>
public sealed class CpDecomposition
{
    private readonly DenseMatrix[] _factors;
    private readonly double[] _weights;
    private readonly int[] _shape;

    private CpDecomposition(DenseArray tensor, DenseMatrix[] factors, double[] trace, bool converged)
    {
        (_factors, _shape, ErrorTrace, HasConverged) = (factors, tensor.Shape, trace, converged);
        RelativeError = tensor.RelativeErrorOf(Khatri.Expand(factors, []).Values);
        _weights = Normalize(factors);
        Factors = [.. factors.Select(f => f.ToTensor())];
    }

    /// <summary>How many outer products there are.</summary>
    public int Rank => _weights.Length;

    /// <summary>One factor of each mode, extent × rank. Each column has the norm 1, or is 0 where its weight is.</summary>
    public IReadOnlyList<Tensor<double>> Factors { get; }

    /// <summary>λ: the norm of each outer product, greatest first.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>‖X − X̂‖ / ‖X‖ in the Frobenius norm, from the residual itself.</summary>
    public double RelativeError { get; }

    /// <summary>The relative error after each iteration, by ‖X‖² − 2⟨X, X̂⟩ + ‖X̂‖², which is exact to about 1e-8 only: below that it is rounding.</summary>
    public IReadOnlyList<double> ErrorTrace { get; }

    /// <summary>Whether the error stopped changing before the iterations ended.</summary>
    public bool HasConverged { get; }

    /// <summary>Fits by alternating least squares: each factor in turn is the exact minimiser for the others.</summary>
    /// <param name="tensor">X, of two modes or more.</param>
    /// <param name="rank">1 or more; it may exceed the extents.</param>
    /// <param name="options">Start and end of the iteration; null: the defaults.</param>
    /// <exception cref="ArgumentException">The tensor has one mode or entries that are not finite, or rank or options are out of range.</exception>
    public static CpDecomposition ByAls(scoped in ReadOnlyTensorSpan<double> tensor, int rank, AlternatingOptions? options = null) => ByAls(DenseArray.Copy(tensor), rank, options ?? new());

    /// <inheritdoc cref="ByAls(in ReadOnlyTensorSpan{double}, int, AlternatingOptions?)"/>
    public static CpDecomposition ByAls(scoped in ReadOnlyTensorSpan<float> tensor, int rank, AlternatingOptions? options = null) => ByAls(DenseArray.Copy(tensor), rank, options ?? new());

    /// <summary>The sum of outer products, of the tensor's shape.</summary>
    public Tensor<double> Reconstruct() => new DenseArray(_shape, Khatri.Expand(_factors, _weights).Values).ToTensor();

    internal static CpDecomposition ByAls(DenseArray tensor, int rank, AlternatingOptions options)
    {
        if (tensor.Modes < 2) throw new ArgumentException($"A tensor of two modes or more is needed, but it has the shape [{string.Join(", ", tensor.Shape)}].", nameof(tensor));
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        options.Check();
        var factors = Start(tensor, rank, options);
        DenseMatrix[] grams = [.. factors.Select(f => f.TransposedTimes(f))];
        var norm = tensor.Norm();
        var trace = new List<double>();
        var converged = false;
        while (trace.Count < options.MaxIterations && !converged)
        {
            DenseMatrix products = factors[0];
            for (var mode = 0; mode < tensor.Modes; mode++)
            {
                products = Khatri.MatricizedProduct(tensor, factors, mode);
                factors[mode] = NormalEquations.Solve(products, Khatri.Hadamard(grams, mode, rank));
                grams[mode] = factors[mode].TransposedTimes(factors[mode]);
            }
            var inner = TensorPrimitives.Dot<double>(products.Values, factors[^1].Values);
            var model = TensorPrimitives.Sum<double>(Khatri.Hadamard(grams, -1, rank).Values);
            trace.Add(DenseArray.Ratio(Math.Sqrt(Math.Abs(norm * norm - 2 * inner + model)), norm));
            converged = trace.Count > 1 && Math.Abs(trace[^2] - trace[^1]) < options.Tolerance;
        }
        return new CpDecomposition(tensor, factors, [.. trace], converged);
    }

    /// <summary>The factors with the weights spread evenly over them: their outer products add up to X̂ without further weights.</summary>
    internal DenseMatrix[] BalancedFactors()
    {
        double[] roots = [.. _weights.Select(w => Math.Pow(w, 1.0 / _factors.Length))];
        return [.. _factors.Select(f => f.ScaleColumns(roots))];
    }

    // Leading singular vectors of each unfolding, and where there are not enough of them normal numbers; or what the options give.
    private static DenseMatrix[] Start(DenseArray tensor, int rank, AlternatingOptions options)
    {
        var factors = new DenseMatrix[tensor.Modes];
        if (options.Start is { } given)
        {
            if (given.Count != tensor.Modes) throw new ArgumentException($"The start needs one factor of each of {tensor.Modes} modes, but has {given.Count}.");
            for (var k = 0; k < factors.Length; k++)
            {
                factors[k] = DenseArray.CopyMatrix(given[k].AsReadOnlyTensorSpan());
                if (factors[k].Rows != tensor.Shape[k] || factors[k].Columns != rank)
                    throw new ArgumentException($"Factor {k} of the start must be {tensor.Shape[k]} × {rank}, but is {factors[k].Rows} × {factors[k].Columns}.");
            }
            return factors;
        }
        for (var k = 0; k < factors.Length; k++)
        {
            var extent = tensor.Shape[k];
            var vectors = EconomySvd.Of(tensor.Gram(k)).Left;
            factors[k] = new DenseMatrix(extent, rank);
            for (var i = 0; i < extent; i++)
            {
                for (var r = 0; r < rank; r++)
                    factors[k][i, r] = r < extent ? vectors[r, i] : CounterRandom.Normal(options.Seed, k, i * rank + r) / Math.Sqrt(extent);
            }
        }
        return factors;
    }

    // Columns to unit norm, the greatest product first; equal ones stay in their order.
    private static double[] Normalize(DenseMatrix[] factors)
    {
        var rank = factors[0].Columns;
        var weights = new double[rank];
        Array.Fill(weights, 1);
        var norms = new double[factors.Length, rank];
        for (var k = 0; k < factors.Length; k++)
        {
            var columns = factors[k].Transpose();
            for (var r = 0; r < rank; r++) weights[r] *= norms[k, r] = DenseMatrix.FrobeniusNorm(columns.Row(r));
        }
        var order = Enumerable.Range(0, rank).OrderByDescending(r => weights[r]).ToArray();
        for (var k = 0; k < factors.Length; k++)
        {
            var sorted = new DenseMatrix(factors[k].Rows, rank);
            for (var i = 0; i < sorted.Rows; i++)
            {
                for (var r = 0; r < rank; r++) sorted[i, r] = DenseArray.Ratio(factors[k][i, order[r]], norms[k, order[r]]);
            }
            factors[k] = sorted;
        }
        return [.. order.Select(r => weights[r])];
    }
}
