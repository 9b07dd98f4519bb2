namespace Ansatz.StructuralEquations;

/// <summary>Means and covariances of cases.</summary>
internal static class CaseMoments
{
    /// <summary>Means and covariances (divided by the number of cases) of some variables over some cases.</summary>
    /// <param name="cases">The cases, row by row.</param>
    /// <param name="p">The number of variables of a case.</param>
    /// <param name="rows">The cases that count.</param>
    /// <param name="columns">The variables that count.</param>
    /// <param name="mean">Takes the means.</param>
    /// <param name="covariance">Takes the covariances, both halves.</param>
    public static void Compute(ReadOnlySpan<double> cases, int p, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, Span<double> mean, Span<double> covariance)
    {
        var k = columns.Length;
        mean.Clear();
        covariance.Clear();
        foreach (var row in rows)
        {
            for (var a = 0; a < k; a++) mean[a] += cases[row * p + columns[a]];
        }

        for (var a = 0; a < k; a++) mean[a] /= rows.Length;
        Span<double> d = k <= 64 ? stackalloc double[k] : new double[k];
        foreach (var row in rows)
        {
            for (var a = 0; a < k; a++) d[a] = cases[row * p + columns[a]] - mean[a];
            for (var a = 0; a < k; a++) Dense.MultiplyAdd(d[..(a + 1)], d[a], covariance.Slice(a * k, a + 1));
        }

        for (var a = 0; a < k; a++)
        {
            for (var b = 0; b <= a; b++) covariance[a * k + b] = covariance[b * k + a] = covariance[a * k + b] / rows.Length;
        }
    }

    /// <summary>A p × p matrix with, on its diagonal, the variance of the values that each variable has: divided by one less than their number, and scaled by (N − 1)/N of all cases.</summary>
    public static double[] Variances(ReadOnlySpan<double> cases, int p)
    {
        var result = new double[p * p];
        for (var j = 0; j < p; j++)
        {
            double sum = 0, squares = 0;
            var n = 0;
            for (var k = j; k < cases.Length; k += p)
            {
                if (double.IsNaN(cases[k])) continue;
                sum += cases[k];
                n++;
            }

            for (var k = j; k < cases.Length; k += p)
            {
                if (!double.IsNaN(cases[k])) squares += (cases[k] - sum / n) * (cases[k] - sum / n);
            }

            result[j * (p + 1)] = squares / (n - 1) * (cases.Length / p - 1) / (cases.Length / p);
        }

        return result;
    }
}
