namespace Ansatz.StructuralEquations;

// Root mean squares of residuals: raw (RMR), divided by the sample's standard deviations (SRMR, Bentler), of correlations (CRMR, Bollen), and Mplus' mixture.
public sealed partial class FitMeasures
{
    private void AddResiduals()
    {
        Span<double> sums = stackalloc double[8], part = stackalloc double[8];
        foreach (var group in from.Groups)
        {
            var share = group.Count / (double)from.CaseCount;
            RootMeanSquares(group, part);
            for (var k = 0; k < 8; k++) sums[k] += share * part[k];
        }

        Add("rmr", sums[0]);
        Add("rmr_nomean", sums[1]);
        Add("srmr", sums[2]);
        Add("srmr_bentler", sums[2]);
        Add("srmr_bentler_nomean", sums[3]);
        Add("crmr", sums[4]);
        Add("crmr_nomean", sums[5]);
        Add("srmr_mplus", sums[6]);
        Add("srmr_mplus_nomean", sums[7]);
    }

    private static void RootMeanSquares(GroupMoments group, Span<double> result)
    {
        var (s, sigma) = (group.Covariance, group.Implied);
        var p = (int)Math.Sqrt(s.Length);
        double raw = 0, standardized = 0, correlation = 0, variance = 0, rawMean = 0, standardizedMean = 0, ownMean = 0;
        for (var i = 0; i < p; i++)
        {
            var (si, ti) = (s[i * p + i], sigma[i * p + i]);
            for (var j = 0; j <= i; j++)
            {
                var (sj, tj) = (s[j * p + j], sigma[j * p + j]);
                raw += Square(s[i * p + j] - sigma[i * p + j]);
                standardized += Square((s[i * p + j] - sigma[i * p + j]) / Math.Sqrt(si * sj));
                if (j < i) correlation += Square(s[i * p + j] / Math.Sqrt(si * sj) - sigma[i * p + j] / Math.Sqrt(ti * tj));
            }

            variance += Square((si - ti) / si);
            if (group.Mean.Length == 0) continue;
            var (m, mu) = (group.Mean[i], group.ImpliedMean[i]);
            rawMean += Square(m - mu);
            standardizedMean += Square((m - mu) / Math.Sqrt(si));
            ownMean += Square(m / Math.Sqrt(si) - mu / Math.Sqrt(ti));
        }

        double pairs = p * (p - 1) / 2.0, moments = p * (p + 1) / 2.0, means = group.Mean.Length;
        result[0] = Math.Sqrt((raw + rawMean) / (moments + means));
        result[1] = Math.Sqrt(raw / moments);
        result[2] = Math.Sqrt((standardized + standardizedMean) / (moments + means));
        result[3] = Math.Sqrt(standardized / moments);
        result[4] = pairs + means == 0 ? 0 : Math.Sqrt((correlation + standardizedMean) / (pairs + means));
        result[5] = pairs == 0 ? 0 : Math.Sqrt(correlation / pairs);
        result[6] = Math.Sqrt((correlation + ownMean + variance) / (moments + means));
        result[7] = Math.Sqrt((correlation + variance) / moments);
    }

    private static double Square(double x) => x * x;
}
