namespace Ansatz.StructuralEquations;

/// <summary>Moments of incomplete cases from what is there: each mean of the values of its variable, each covariance of the cases that have both.</summary>
internal static class AvailableMoments
{
    /// <summary>The moments; covariances of m pairs are divided by m − 1 and multiplied by (n − 1)/n, as if all were divided by n.</summary>
    /// <param name="cases">The cases, row by row; NaN where a value is missing.</param>
    /// <param name="p">The number of variables.</param>
    public static (double[] Covariance, double[] Mean) Of(ReadOnlySpan<double> cases, int p)
    {
        var n = cases.Length / p;
        double[] covariance = new double[p * p], mean = new double[p];
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                double count = 0, left = 0, right = 0, product = 0;
                for (var c = 0; c < n; c++)
                {
                    var (x, y) = (cases[c * p + i], cases[c * p + j]);
                    if (double.IsNaN(x) || double.IsNaN(y)) continue;
                    count++;
                    left += x;
                    right += y;
                }

                (left, right) = (left / count, right / count);
                for (var c = 0; c < n; c++)
                {
                    var (x, y) = (cases[c * p + i], cases[c * p + j]);
                    if (!double.IsNaN(x) && !double.IsNaN(y)) product += (x - left) * (y - right);
                }

                covariance[i * p + j] = covariance[j * p + i] = product / (count - 1) * (n - 1) / n;
                if (i == j) mean[i] = left;
            }
        }

        return (covariance, mean);
    }
}
