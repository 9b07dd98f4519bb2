using MathNet.Numerics;

namespace Ansatz.StructuralEquations;

/// <summary>The noncentral χ² distribution, of which the interval of the root mean square error of approximation is made.</summary>
/// <remarks>
/// A mixture of central distributions with df + 2k degrees of freedom and Poisson weights of mean λ/2. The sum starts at the largest weight and goes both ways; the central
/// probabilities follow by recurrence, so that two incomplete gamma functions are all that is evaluated. All terms are positive; absolute error about 1e-15.
/// </remarks>
public static class NoncentralChiSquare
{
    private const double Negligible = 1e-18;

    /// <summary>P(X ≤ x).</summary>
    /// <param name="x">The value.</param>
    /// <param name="degrees">The degrees of freedom, &gt; 0; need not be whole.</param>
    /// <param name="noncentrality">λ ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range, or not a number.</exception>
    public static double Probability(double x, double degrees, double noncentrality) => Mixture(x, degrees, noncentrality, upper: false);

    /// <summary>P(X &gt; x), with full relative precision in the tail.</summary>
    /// <inheritdoc cref="Probability"/>
    public static double UpperProbability(double x, double degrees, double noncentrality) => Mixture(x, degrees, noncentrality, upper: true);

    /// <summary>The noncentrality λ at which P(X ≤ x) is <paramref name="probability"/>; 0 if it is below that for every λ.</summary>
    /// <param name="x">The value.</param>
    /// <param name="degrees">The degrees of freedom.</param>
    /// <param name="probability">The probability, between 0 and 1.</param>
    public static double Noncentrality(double x, double degrees, double probability)
    {
        if (Probability(x, degrees, 0) <= probability) return 0;

        // P falls in λ. Newton's steps on log P, kept inside a bracket.
        double low = 0, high = Math.Max(x, 1);
        while (Probability(x, degrees, high) > probability) (low, high) = (high, 2 * high);
        var at = 0.5 * (low + high);
        for (var step = 0; step < 200; step++)
        {
            var p = Probability(x, degrees, at);
            if (p > probability) low = at;
            else high = at;
            var slope = 0.5 * (Probability(x, degrees + 2, at) - p);
            var next = slope < 0 && p > 0 ? at - p * Math.Log(p / probability) / slope : double.NaN;
            if (!(next > low && next < high)) next = 0.5 * (low + high);
            if (Math.Abs(next - at) <= 1e-14 * at || high - low <= 1e-15 * high) return next;
            at = next;
        }

        return at;
    }

    private static double Mixture(double x, double degrees, double noncentrality, bool upper)
    {
        if (!(degrees > 0) || double.IsInfinity(degrees)) throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "The degrees of freedom must be positive.");
        if (!(noncentrality >= 0) || double.IsInfinity(noncentrality)) throw new ArgumentOutOfRangeException(nameof(noncentrality), noncentrality, "The noncentrality must be 0 or more.");
        if (double.IsNaN(x)) throw new ArgumentOutOfRangeException(nameof(x), x, "The value must be a number.");
        if (x <= 0) return upper ? 1 : 0;
        if (double.IsPositiveInfinity(x)) return upper ? 0 : 1;
        double half = 0.5 * x, a = 0.5 * degrees, mean = 0.5 * noncentrality;
        if (mean == 0) return upper ? SpecialFunctions.GammaUpperRegularized(a, half) : SpecialFunctions.GammaLowerRegularized(a, half);

        var mode = (int)Math.Floor(mean);
        var weight = Math.Exp(mode * Math.Log(mean) - mean - SpecialFunctions.GammaLn(mode + 1.0));
        var (central, term) = Central(a + mode, half, upper);
        var sum = weight * central;

        // Upwards: P(a+1) = P(a) − t(a), Q(a+1) = Q(a) + t(a), with t(a) = xᵃe⁻ˣ/Γ(a+1).
        double w = weight, c = central, t = term;
        for (var k = mode + 1; ; k++)
        {
            c = upper ? Math.Min(1, c + t) : Math.Max(0, c - t);
            t *= half / (a + k);
            w *= mean / k;
            var add = w * c;
            sum += add;
            if (k > mean && w * (k + 1) <= Negligible * (k + 1 - mean) * Math.Max(sum, Negligible)) break;
        }

        w = weight;
        c = central;
        t = term;
        for (var k = mode - 1; k >= 0; k--)
        {
            t *= (a + k + 1) / half;
            c = upper ? Math.Max(0, c - t) : Math.Min(1, c + t);
            w *= (k + 1) / mean;
            sum += w * c;
            if (w <= Negligible * sum && (mode - k) * w <= Negligible) break;
        }

        return Math.Min(1, sum);
    }

    private static (double Probability, double Term) Central(double a, double x, bool upper) =>
        (upper ? SpecialFunctions.GammaUpperRegularized(a, x) : SpecialFunctions.GammaLowerRegularized(a, x), Math.Exp(a * Math.Log(x) - x - SpecialFunctions.GammaLn(a + 1)));
}
