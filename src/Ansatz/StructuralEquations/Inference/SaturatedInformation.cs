namespace Ansatz.StructuralEquations;

/// <summary>What one case tells of the moments of one group (lower triangle of Σ row by row, then μ) when nothing restricts them.</summary>
internal static class SaturatedInformation
{
    /// <summary>The expected information of complete normal cases: the inverse of N times the covariances of their sample moments; null where Σ is not positive definite.</summary>
    /// <param name="sigma">Σ, p × p.</param>
    /// <param name="p">How many variables.</param>
    /// <param name="hasMeans">Whether means are moments.</param>
    public static double[]? Normal(ReadOnlySpan<double> sigma, int p, bool hasMeans)
    {
        var discrepancy = new MaximumLikelihood(p, hasMeans);
        return discrepancy.Evaluate(sigma, new double[hasMeans ? p : 0], out _) ? Half(discrepancy, false, p, hasMeans) : null;
    }

    /// <summary>The information of a sample at its own moments; null where these are not positive definite.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="hasMeans">Whether means are moments.</param>
    /// <param name="observed">Whether it is the observed information, which differs for incomplete cases only.</param>
    public static double[]? Of(GroupSample sample, bool hasMeans, bool observed)
    {
        var s = sample.Moments;
        var p = s.Variables.Count;
        Discrepancy own = sample.Patterns.Count > 0 ? new FullInformation(p, [.. sample.Patterns]) : new MaximumLikelihood(p, hasMeans);
        return own.SetSample(s.Count, s.Covariance, s.Mean) && own.Evaluate(s.Covariance, hasMeans ? s.Mean : [], out _) ? Half(own, observed, p, hasMeans) : null;
    }

    /// <summary>The expected information of a sample's cases, incomplete ones included, at given moments; null where these are not positive definite.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="sigma">Σ.</param>
    /// <param name="mu">μ; empty where means are no moments.</param>
    public static double[]? At(GroupSample sample, ReadOnlySpan<double> sigma, ReadOnlySpan<double> mu)
    {
        var p = sample.Moments.Variables.Count;
        if (sample.Patterns.Count == 0) return Normal(sigma, p, mu.Length > 0);
        var own = new FullInformation(p, [.. sample.Patterns]);
        return own.Evaluate(sigma, mu, out _) ? Half(own, false, p, true) : null;
    }

    /// <summary>The moments that are not those of fixed variables alone; given these variables, the others have no distribution.</summary>
    /// <param name="isFixed">Which variables are fixed.</param>
    /// <param name="hasMeans">Whether means are moments.</param>
    public static int[] FreeMoments(bool[] isFixed, bool hasMeans)
    {
        var free = new List<int>();
        var k = 0;
        for (var i = 0; i < isFixed.Length; i++)
        {
            for (var j = 0; j <= i; j++, k++)
            {
                if (!isFixed[i] || !isFixed[j]) free.Add(k);
            }
        }

        for (var i = 0; hasMeans && i < isFixed.Length; i++, k++)
        {
            if (!isFixed[i]) free.Add(k);
        }

        return [.. free];
    }

    /// <summary>Rows and columns of a square matrix.</summary>
    public static double[] Part(ReadOnlySpan<double> matrix, int size, ReadOnlySpan<int> chosen)
    {
        var n = chosen.Length;
        var part = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) part[i * n + j] = matrix[chosen[i] * size + chosen[j]];
        }

        return part;
    }

    private static double[] Half(Discrepancy discrepancy, bool observed, int p, bool hasMeans)
    {
        var m = NormalMoments.Count(p, hasMeans);
        var information = new double[m * m];
        discrepancy.MomentHessian(observed, information);
        for (var k = 0; k < information.Length; k++) information[k] *= 0.5;
        return information;
    }
}
