namespace Ansatz.StructuralEquations;

/// <summary>The discrepancies of a fit, one for each group, with the matrices of fourth moments that weigh some of them.</summary>
internal sealed class Discrepancies
{
    private readonly IReadOnlyList<GroupSample> samples;
    private readonly SemEstimator kind;
    private readonly int p;
    private readonly bool hasMeans;
    private readonly double[]?[] weights;

    public Discrepancies(SemEstimator kind, IReadOnlyList<GroupSample> samples, ParameterTable table)
    {
        (this.kind, this.samples, p, hasMeans) = (kind, samples, table.Observed.Count, table.HasMeans);
        Gammas = new double[]?[samples.Count];
        weights = new double[]?[samples.Count];
        var isFixed = SampleSelection.FixedVariables(table);
        for (var g = 0; g < samples.Count && kind is SemEstimator.WLS or SemEstimator.DWLS; g++)
        {
            Gammas[g] = FourthMoments.Gamma(samples[g].Cases!, p, isFixed, hasMeans);
            weights[g] = kind == SemEstimator.WLS ? Inverse(Gammas[g]!) : Diagonal(Gammas[g]!);
            if (weights[g] is null) SingularGroup ??= g;
        }
    }

    /// <summary>The asymptotic covariances of the moments of each group, where they are known.</summary>
    public double[]?[] Gammas { get; }

    /// <summary>The first group whose weight matrix is singular, so that the estimator does not exist: too few cases.</summary>
    public int? SingularGroup { get; }

    /// <summary>The weights of a group's moments that come from fourth moments: a matrix, or its diagonal; null for other estimators, or where there are none.</summary>
    public double[]? Weights(int group) => weights[group];

    /// <summary>A discrepancy for a group.</summary>
    public Discrepancy Of(int group) => kind switch
    {
        _ when samples[group].Patterns.Count > 0 => new FullInformation(p, [.. samples[group].Patterns]),
        SemEstimator.GLS => new GeneralisedLeastSquares(p, hasMeans),
        SemEstimator.ULS => WeightedLeastSquares.Diagonal(p, hasMeans, [.. Enumerable.Repeat(1.0, NormalMoments.Count(p, hasMeans))]),
        SemEstimator.WLS => WeightedLeastSquares.Full(p, hasMeans, weights[group]!),
        SemEstimator.DWLS => WeightedLeastSquares.Diagonal(p, hasMeans, weights[group]!),
        _ => new MaximumLikelihood(p, hasMeans),
    };

    /// <summary>The inverse over moments that vary; 0 elsewhere.</summary>
    private static double[]? Inverse(double[] gamma)
    {
        var m = (int)Math.Sqrt(gamma.Length);
        int[] free = [.. Enumerable.Range(0, m).Where(k => gamma[k * m + k] > 0)];
        var n = free.Length;
        double[] factor = SaturatedInformation.Part(gamma, m, free), triangle = new double[n * n], inverse = new double[n * n];
        if (Dense.Cholesky(factor, n, out _) >= 0) return null;
        for (var i = 0; i < n; i++)
        {
            if (factor[i * n + i] * factor[i * n + i] < 1e-12 * gamma[free[i] * m + free[i]]) return null;
        }

        Dense.InvertTriangle(factor, triangle, n);
        Dense.InverseOfTriangles(triangle, inverse, n);
        var result = new double[m * m];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) result[free[i] * m + free[j]] = inverse[i * n + j];
        }

        return result;
    }

    private static double[] Diagonal(double[] gamma)
    {
        var m = (int)Math.Sqrt(gamma.Length);
        return [.. Enumerable.Range(0, m).Select(k => gamma[k * m + k] > 0 ? 1 / gamma[k * m + k] : 0)];
    }
}
