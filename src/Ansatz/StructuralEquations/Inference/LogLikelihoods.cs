namespace Ansatz.StructuralEquations;

/// <summary>Log-likelihoods under normality, without the part of fixed exogenous variables.</summary>
internal static class LogLikelihoods
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>ln L of the saturated model, that is of the sample at its own moments.</summary>
    public static double Saturated(IReadOnlyList<GroupSample> samples, ParameterTable table)
    {
        var isFixed = SampleSelection.FixedVariables(table);
        var p = isFixed.Length;
        var sum = 0.0;
        foreach (var sample in samples)
        {
            var s = sample.Moments;
            if (sample.Patterns.Count > 0)
            {
                var own = new FullInformation(p, [.. sample.Patterns]);
                own.SetSample(s.Count, s.Covariance, s.Mean);
                sum += s.Count * own.Saturated + sample.Patterns.Sum(k => k.Count * k.Observed.Length * LogTwoPi);
            }
            else
            {
                sum += MinusTwo(s, [.. Enumerable.Range(0, p)]);
            }

            int[] x = [.. Enumerable.Range(0, p).Where(i => isFixed[i])];
            if (x.Length > 0) sum -= MinusTwo(s, x);
        }

        return -0.5 * sum;
    }

    /// <summary>−2 ln L of complete cases at their own moments: N(k ln 2π + ln det S + k).</summary>
    private static double MinusTwo(SampleMoments s, int[] variables)
    {
        int p = s.Variables.Count, k = variables.Length;
        var factor = new double[k * k];
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j < k; j++) factor[i * k + j] = s.Covariance[variables[i] * p + variables[j]];
        }

        return Dense.Cholesky(factor, k, out var logDeterminant) >= 0 ? double.NaN : s.Count * (k * LogTwoPi + logDeterminant + k);
    }
}
