namespace Ansatz.StructuralEquations;

/// <summary>
/// Maximum likelihood means and covariances of incomplete cases under normality, without a model: some steps of the EM algorithm over patterns of missing values (Little and Rubin, Statistical
/// Analysis with Missing Data, section 11.2), then Newton's; EM again where Newton's step does not lower the discrepancy.
/// </summary>
internal sealed class SaturatedMoments
{
    private const int MostSteps = 5_000, FirstSteps = 6;
    private readonly MissingPattern[] patterns;
    private readonly int p, m, count;
    private readonly FullInformation discrepancy;
    private readonly double[] mean, covariance, nextMean, nextCovariance, hessian, gradient, trialMean, trialCovariance, factor;

    private SaturatedMoments(MissingPattern[] patterns, int p)
    {
        (this.patterns, this.p) = (patterns, p);
        m = NormalMoments.Count(p, true);
        count = patterns.Sum(k => k.Count);
        discrepancy = new FullInformation(p, patterns);
        mean = new double[p];
        covariance = new double[p * p];
        nextMean = new double[p];
        nextCovariance = new double[p * p];
        trialMean = new double[p];
        trialCovariance = new double[p * p];
        factor = new double[p * p];
        hessian = new double[m * m];
        gradient = new double[m];
    }

    /// <summary>The moments; whether they settled.</summary>
    /// <param name="patterns">The patterns.</param>
    /// <param name="p">The number of variables.</param>
    /// <param name="mean">Takes the means.</param>
    /// <param name="covariance">Takes the covariances.</param>
    public static bool Estimate(MissingPattern[] patterns, int p, Span<double> mean, Span<double> covariance)
    {
        // Around the first known means: where these are many standard deviations, differences from them would have no digits left to settle.
        var centre = new double[p];
        for (var k = patterns.Length - 1; k >= 0; k--)
        {
            for (var i = 0; i < patterns[k].Observed.Length; i++) centre[patterns[k].Observed[i]] = patterns[k].Mean[i];
        }

        var task = new SaturatedMoments([.. patterns.Select(k => new MissingPattern(k.Observed, k.Cases, [.. k.Mean.Select((m, i) => m - centre[k.Observed[i]])], k.Covariance))], p);
        var settled = task.Run();
        for (var i = 0; i < p; i++) mean[i] = centre[i] + task.mean[i];
        task.covariance.CopyTo(covariance);
        return settled;
    }

    private bool Run()
    {
        Start();
        if (!discrepancy.Evaluate(covariance, mean, out var value)) return false;
        for (var step = 0; step < MostSteps; step++)
        {
            if (step >= FirstSteps && Newton(ref value, out var decrement))
            {
                if (decrement < 1e-22) return true;
                continue;
            }

            if (!Expect() || !discrepancy.Evaluate(nextCovariance, nextMean, out var next)) return false;
            var change = value - next;
            nextMean.CopyTo(mean, 0);
            nextCovariance.CopyTo(covariance, 0);
            value = next;
            if (step > FirstSteps && Math.Abs(change) < 1e-15 * (1 + Math.Abs(value))) return true;
        }

        return false;
    }

    /// <summary>Means and variances of the values that there are, no covariances.</summary>
    private void Start()
    {
        Span<double> counts = stackalloc double[p];
        counts.Clear();
        foreach (var k in patterns)
        {
            for (var i = 0; i < k.Observed.Length; i++)
            {
                counts[k.Observed[i]] += k.Count;
                mean[k.Observed[i]] += k.Count * k.Mean[i];
            }
        }

        for (var i = 0; i < p; i++) mean[i] /= counts[i];
        foreach (var k in patterns)
        {
            var n = k.Observed.Length;
            for (var i = 0; i < n; i++)
            {
                var j = k.Observed[i];
                covariance[j * p + j] += k.Count * (k.Covariance[i * n + i] + (k.Mean[i] - mean[j]) * (k.Mean[i] - mean[j])) / counts[j];
            }
        }
    }

    /// <summary>One EM step from the current moments: completed means and cross products of each pattern.</summary>
    private bool Expect()
    {
        Array.Clear(nextMean);
        Array.Clear(nextCovariance);
        // Around the current means: with d the mean of a pattern and B the regression of all variables on its observed ones, completed cases have mean Bd and covariance BSBᵀ + residuals.
        double[] slope = new double[p * p], half = new double[p * p], observed = new double[p * p], shift = new double[p];
        foreach (var k in patterns)
        {
            var n = k.Observed.Length;
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j <= i; j++) observed[i * n + j] = covariance[k.Observed[i] * p + k.Observed[j]];
            }

            if (Dense.Cholesky(observed, n, out _) >= 0) return false;
            for (var v = 0; v < p; v++)
            {
                var row = slope.AsSpan(v * n, n);
                for (var i = 0; i < n; i++) row[i] = covariance[v * p + k.Observed[i]];
                Dense.Solve(observed, row, n);
                shift[v] = 0;
                for (var i = 0; i < n; i++) shift[v] += row[i] * (k.Mean[i] - mean[k.Observed[i]]);
                nextMean[v] += k.Count * shift[v];
            }

            Dense.Multiply(slope, k.Covariance, half, p, n, n);
            for (var v = 0; v < p; v++)
            {
                for (var u = 0; u <= v; u++)
                {
                    var residual = covariance[v * p + u];
                    for (var i = 0; i < n; i++) residual -= slope[v * n + i] * covariance[k.Observed[i] * p + u];
                    nextCovariance[v * p + u] += k.Count * (Dense.Dot(half.AsSpan(v * n, n), slope.AsSpan(u * n, n)) + shift[v] * shift[u] + residual);
                }
            }
        }

        for (var v = 0; v < p; v++) nextMean[v] /= count;
        for (var v = 0; v < p; v++)
        {
            for (var u = 0; u <= v; u++) nextCovariance[v * p + u] = nextCovariance[u * p + v] = nextCovariance[v * p + u] / count - nextMean[v] * nextMean[u];
        }

        for (var v = 0; v < p; v++) nextMean[v] += mean[v];
        return true;
    }

    /// <summary>One Newton step; false, with nothing changed, where the second derivative is not positive or the step does not lower the discrepancy.</summary>
    private bool Newton(ref double value, out double decrement)
    {
        decrement = 0;
        discrepancy.Evaluate(covariance, mean, out _);
        discrepancy.Derivatives(out var w, out var v);
        for (int i = 0, k = 0; i < p; i++)
        {
            for (var j = 0; j <= i; j++) gradient[k++] = (i == j ? 1 : 2) * w[i * p + j];
        }

        v.CopyTo(gradient.AsSpan(p * (p + 1) / 2));
        discrepancy.MomentHessian(true, hessian);
        if (Dense.Cholesky(hessian, m, out _) >= 0) return false;
        Span<double> step = m <= 128 ? stackalloc double[m] : new double[m];
        gradient.CopyTo(step);
        Dense.Solve(hessian, step, m);
        decrement = Dense.Dot(step, gradient);
        for (int i = 0, k = 0; i < p; i++)
        {
            for (var j = 0; j <= i; j++, k++) trialCovariance[i * p + j] = trialCovariance[j * p + i] = covariance[i * p + j] - step[k];
        }

        for (var i = 0; i < p; i++) trialMean[i] = mean[i] - step[p * (p + 1) / 2 + i];

        // Patterns see parts of the covariances only; the whole must be positive definite too.
        trialCovariance.CopyTo(factor, 0);
        if (Dense.Cholesky(factor, p, out _) >= 0) return false;
        if (!discrepancy.Evaluate(trialCovariance, trialMean, out var trial) || trial > value + 1e-14 * (1 + Math.Abs(value))) return false;
        trialMean.CopyTo(mean, 0);
        trialCovariance.CopyTo(covariance, 0);
        value = trial;
        return true;
    }
}
