namespace Ansatz.StructuralEquations;

/// <summary>Matrices over the moments of one group (lower triangle of Σ row by row, then μ) that come from its cases.</summary>
internal static class FourthMoments
{
    /// <summary>
    /// Γ: the asymptotic covariances of √N times the sample moments, without assuming normality (Browne 1984). Of exogenous variables that are fixed, what they explain of each product is taken
    /// off first, so that their own moments have no variance.
    /// </summary>
    /// <param name="cases">The cases, N × p.</param>
    /// <param name="p">The number of variables.</param>
    /// <param name="isFixed">Which variables are fixed.</param>
    /// <param name="hasMeans">Whether means are moments.</param>
    public static double[] Gamma(double[] cases, int p, bool[] isFixed, bool hasMeans)
    {
        var n = cases.Length / p;
        var m = NormalMoments.Count(p, hasMeans);
        var centred = Centred(cases, p, out var mean);
        var fitted = isFixed.Any(f => f) ? Fitted(centred, p, isFixed) : null;
        var rows = new double[n * m];
        var average = new double[m];
        for (var c = 0; c < n; c++)
        {
            var row = rows.AsSpan(c * m, m);
            for (int i = 0, k = 0; i < p; i++)
            {
                for (var j = 0; j <= i; j++, k++) row[k] = centred[c * p + i] * centred[c * p + j] - (fitted is null ? 0 : fitted[c * p + i] * fitted[c * p + j]);
            }

            if (hasMeans)
            {
                for (var i = 0; i < p; i++) row[p * (p + 1) / 2 + i] = centred[c * p + i] - (fitted is null ? 0 : fitted[c * p + i]);
            }

            for (var k = 0; k < m; k++) average[k] += row[k] / n;
        }

        for (var c = 0; c < n; c++)
        {
            for (var k = 0; k < m; k++) rows[c * m + k] -= average[k];
        }

        var gamma = CrossProducts(rows, n, m);
        if (fitted is null) return gamma;

        // What is fixed has no variance; rounding would leave some.
        for (int i = 0, k = 0; i < p; i++)
        {
            for (var j = 0; j <= i; j++, k++)
            {
                if (isFixed[i] && isFixed[j]) Clear(gamma, m, k);
            }

            if (hasMeans && isFixed[i]) Clear(gamma, m, p * (p + 1) / 2 + i);
        }

        return gamma;
    }

    /// <summary>The mean cross products of the casewise scores of the log-likelihood by the moments, at given moments.</summary>
    /// <param name="sample">The cases.</param>
    /// <param name="sigma">Σ.</param>
    /// <param name="mu">μ.</param>
    /// <param name="hasMeans">Whether means are moments.</param>
    public static double[] FirstOrder(GroupSample sample, ReadOnlySpan<double> sigma, ReadOnlySpan<double> mu, bool hasMeans)
    {
        var p = sample.Moments.Variables.Count;
        var m = NormalMoments.Count(p, hasMeans);
        var cases = sample.Cases!;
        var n = cases.Length / p;
        var rows = new double[n * m];
        var patterns = sample.Patterns.Count > 0 ? sample.Patterns : [new MissingPattern([.. Enumerable.Range(0, p)], [.. Enumerable.Range(0, n)], [], [])];
        var d = new double[p];
        foreach (var pattern in patterns)
        {
            var o = pattern.Observed;
            var k = o.Length;
            var inverse = Dense.Inverse(SaturatedInformation.Part(sigma, p, o), k) ?? [.. Enumerable.Repeat(double.NaN, k * k)];
            foreach (var c in pattern.Cases)
            {
                var row = rows.AsSpan(c * m, m);
                for (var i = 0; i < k; i++)
                {
                    d[i] = 0;
                    for (var j = 0; j < k; j++) d[i] += inverse[i * k + j] * (cases[c * p + o[j]] - mu[o[j]]);
                }

                for (var i = 0; i < k; i++)
                {
                    for (var j = 0; j <= i; j++) row[NormalMoments.Place(o[i], o[j])] = (i == j ? 0.5 : 1) * (d[i] * d[j] - inverse[i * k + j]);
                    if (hasMeans) row[p * (p + 1) / 2 + o[i]] = d[i];
                }
            }
        }

        return CrossProducts(rows, n, m);
    }

    private static double[] CrossProducts(double[] rows, int n, int m)
    {
        var result = new double[m * m];
        for (var c = 0; c < n; c++)
        {
            var row = rows.AsSpan(c * m, m);
            for (var k = 0; k < m; k++)
            {
                if (row[k] != 0) Dense.MultiplyAdd(row[..(k + 1)], row[k], result.AsSpan(k * m, k + 1));
            }
        }

        for (var k = 0; k < m; k++)
        {
            for (var l = 0; l <= k; l++) result[k * m + l] = result[l * m + k] = result[k * m + l] / n;
        }

        return result;
    }

    private static double[] Centred(double[] cases, int p, out double[] mean)
    {
        var n = cases.Length / p;
        mean = new double[p];
        for (var c = 0; c < n; c++)
        {
            for (var i = 0; i < p; i++) mean[i] += cases[c * p + i];
        }

        for (var i = 0; i < p; i++) mean[i] /= n;
        var centred = new double[cases.Length];
        for (var c = 0; c < n; c++)
        {
            for (var i = 0; i < p; i++) centred[c * p + i] = cases[c * p + i] - mean[i];
        }

        return centred;
    }

    /// <summary>The centred cases as the fixed variables explain them by least squares; these themselves as they are.</summary>
    private static double[] Fitted(double[] centred, int p, bool[] isFixed)
    {
        var n = centred.Length / p;
        int[] x = [.. Enumerable.Range(0, p).Where(i => isFixed[i])];
        var k = x.Length;
        var products = new double[k * k];
        var cross = new double[p * k];
        for (var c = 0; c < n; c++)
        {
            for (var a = 0; a < k; a++)
            {
                for (var b = 0; b < k; b++) products[a * k + b] += centred[c * p + x[a]] * centred[c * p + x[b]];
                for (var i = 0; i < p; i++) cross[i * k + a] += centred[c * p + x[a]] * centred[c * p + i];
            }
        }

        var fitted = (double[])centred.Clone();
        if (Dense.Cholesky(products, k, out _) >= 0) return fitted;
        for (var i = 0; i < p; i++)
        {
            if (isFixed[i]) continue;
            var slope = cross.AsSpan(i * k, k);
            Dense.Solve(products, slope, k);
            for (var c = 0; c < n; c++)
            {
                var value = 0.0;
                for (var a = 0; a < k; a++) value += slope[a] * centred[c * p + x[a]];
                fitted[c * p + i] = value;
            }
        }

        return fitted;
    }

    private static void Clear(double[] matrix, int m, int k)
    {
        for (var l = 0; l < m; l++) matrix[k * m + l] = matrix[l * m + k] = 0;
    }
}
