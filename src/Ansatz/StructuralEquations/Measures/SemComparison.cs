using System.Globalization;
using System.Text;

namespace Ansatz.StructuralEquations;

/// <summary>One model in a comparison.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Fit">The fit.</param>
public sealed record ComparedModel(string Name, SemFit Fit)
{
    /// <summary>By how much χ² is larger than that of the model before, which has fewer restrictions; scaled if the tests are. Null for the first, or where the difference has no valid scale.</summary>
    public double? Difference { get; init; }

    /// <summary>The degrees of freedom of <see cref="Difference"/>.</summary>
    public int? Degrees { get; init; }

    /// <summary>The probability of a larger difference if the restrictions hold; null where it has no known distribution, as with unweighted least squares.</summary>
    public double? PValue { get; init; }
}

/// <summary>
/// Likelihood-ratio tests between nested models, the one with the most parameters first. With scaled tests the difference is scaled as in A. Satorra and P. Bentler, A scaled difference chi-square
/// test statistic for moment structure analysis, Psychometrika 2001: with d the degrees of freedom and c the scaling factors, (T₀ − T₁)/((d₀c₀ − d₁c₁)/(d₀ − d₁)).
/// </summary>
public sealed class SemComparison
{
    private SemComparison(IReadOnlyList<ComparedModel> models, IReadOnlyList<string> remarks, bool scaled) => (Models, Remarks, IsScaled) = (models, remarks, scaled);

    /// <summary>The models, by degrees of freedom.</summary>
    public IReadOnlyList<ComparedModel> Models { get; }

    /// <summary>What speaks against the comparison: equal degrees of freedom, a χ² that falls with more restrictions, other data.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>Whether the differences are scaled.</summary>
    public bool IsScaled { get; }

    /// <summary>Compares models.</summary>
    internal static SemComparison Of(IReadOnlyList<(string Name, SemFit Fit)> fits)
    {
        if (fits.Count < 2) throw new ArgumentException("A comparison needs 2 models at least.", nameof(fits));
        foreach (var (name, fit) in fits)
        {
            if (fit.Test is null) throw new ArgumentException($"Model '{name}' has no test.", nameof(fits));
        }

        var sorted = fits.OrderBy(f => f.Fit.DegreesOfFreedom).ToArray();
        var scaled = sorted.Any(f => f.Fit.ScaledTest is not null);
        var remarks = new List<string>();
        var first = sorted[0];
        var models = new List<ComparedModel> { new(first.Name, first.Fit) };
        if (scaled && sorted.Any(f => f.Fit.ScaledTest is { Kind: not (SemTestKind.SatorraBentler or SemTestKind.YuanBentler) })) remarks.Add("Differences of tests that are adjusted by mean and variance are taken as if they were scaled by the mean.");
        if (scaled && sorted.Any(f => f.Fit.ScaledTest is null && f.Fit.DegreesOfFreedom > 0)) remarks.Add("Some tests are scaled and others are not.");
        if (sorted.Any(f => !HasDistribution(f.Fit))) remarks.Add("The test statistic of unweighted least squares has no known distribution, so that its differences have no p-values.");
        foreach (var (name, fit) in sorted)
        {
            if (!fit.Converged) remarks.Add($"'{name}' did not converge.");
            if (fit.Count != first.Fit.Count) remarks.Add($"'{name}' has {fit.Count} cases, '{first.Name}' {first.Fit.Count}: the models were fitted to different data.");
            else if (!fit.Table.Observed.ToHashSet().SetEquals(first.Fit.Table.Observed)) remarks.Add($"'{name}' and '{first.Name}' have different observed variables: they are not nested.");
            if (fit.Options.Estimator != first.Fit.Options.Estimator) remarks.Add($"'{name}' was estimated by {fit.Options.Estimator}, '{first.Name}' by {first.Fit.Options.Estimator}.");
        }

        for (var k = 1; k < sorted.Length; k++)
        {
            var (larger, smaller) = (sorted[k - 1], sorted[k]);
            var degrees = smaller.Fit.DegreesOfFreedom - larger.Fit.DegreesOfFreedom;
            var raw = smaller.Fit.Test!.Statistic - larger.Fit.Test!.Statistic;
            if (degrees == 0)
            {
                remarks.Add($"'{smaller.Name}' and '{larger.Name}' have the same degrees of freedom ({smaller.Fit.DegreesOfFreedom}): neither restricts the other.");
                models.Add(new(smaller.Name, smaller.Fit) { Difference = raw, Degrees = 0 });
                continue;
            }

            if (raw < -1e-6 * Math.Max(1, larger.Fit.Test.Statistic)) remarks.Add($"χ² falls from '{larger.Name}' to '{smaller.Name}' although the latter has more degrees of freedom: they are not nested, or one is not at its minimum.");
            double? difference = raw;
            if (scaled)
            {
                var factor = (Weighted(smaller.Fit) - Weighted(larger.Fit)) / degrees;
                difference = factor > 0 ? raw / factor : null;
                if (difference is null) remarks.Add($"The difference between '{smaller.Name}' and '{larger.Name}' has no scale: its factor would be {factor.ToString("G4", CultureInfo.InvariantCulture)}.");
            }

            models.Add(new(smaller.Name, smaller.Fit) { Difference = difference, Degrees = degrees, PValue = difference is { } d && HasDistribution(smaller.Fit) && HasDistribution(larger.Fit) ? SemTest.UpperTail(d, degrees) : null });
        }

        return new(models, remarks, scaled);
    }

    // A scaled test makes up for the weights that the estimator has not.
    private static bool HasDistribution(SemFit fit) => EstimatorRules.Of(fit.Options).Discrepancy != SemEstimator.ULS || fit.ScaledTest is not null;

    private static double Weighted(SemFit fit) => fit.ScaledTest is { } test ? fit.DegreesOfFreedom * test.ScalingFactor : fit.DegreesOfFreedom;

    /// <summary>A table of the models.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(IsScaled ? "Scaled Chi-Squared Difference Test\n\n" : "Chi-Squared Difference Test\n\n");
        string[][] rows = [["", "Df", "AIC", "BIC", "Chisq", "Chisq diff", "Df diff", "Pr(>Chisq)"], .. Models.Select(m => new[]
        {
            m.Name, m.Fit.DegreesOfFreedom.ToString(CultureInfo.InvariantCulture), Number(m.Fit.Measures?.Aic, 1), Number(m.Fit.Measures?.Bic, 1), Number(m.Fit.Test!.Statistic, 3), Number(m.Difference, 3),
            m.Degrees?.ToString(CultureInfo.InvariantCulture) ?? "", Number(m.PValue, 4),
        })];
        var widths = Enumerable.Range(0, 8).Select(c => rows.Max(r => r[c].Length)).ToArray();
        foreach (var row in rows) text.Append(string.Join("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd()).Append('\n');
        foreach (var remark in Remarks) text.Append('\n').Append(remark);
        return Remarks.Count > 0 ? text.Append('\n').ToString() : text.ToString();
    }

    private static string Number(double? value, int decimals) => value?.ToString("F" + decimals, CultureInfo.InvariantCulture) ?? "";
}

public sealed partial class SemFit
{
    /// <summary>Compares nested models by the differences of their tests.</summary>
    /// <param name="fits">Two models or more, with their names, in any order.</param>
    public static SemComparison Compare(params (string Name, SemFit Fit)[] fits) => SemComparison.Of(fits);

    /// <summary>Compares nested models, named 1, 2 and so on, by the differences of their tests.</summary>
    /// <param name="fits">Two models or more, in any order.</param>
    public static SemComparison Compare(params SemFit[] fits) => SemComparison.Of([.. fits.Select((f, k) => ((k + 1).ToString(CultureInfo.InvariantCulture), f))]);
}
