using System.Globalization;

namespace Ansatz.Testing;

/// <summary>Comparison of tensors relative to their largest entry.</summary>
public static class Agreement
{
    /// <summary>What differs, or null.</summary>
    /// <param name="what">Named in the message.</param>
    /// <param name="actual">The values to check.</param>
    /// <param name="expected">The reference.</param>
    /// <param name="tolerance">The largest difference allowed, in units of the largest entry.</param>
    /// <param name="floor">The least unit.</param>
    public static string? Difference(string what, ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double tolerance, double floor = 0)
    {
        if (actual.Length != expected.Length) return $"{what}: {actual.Length} values instead of {expected.Length}.";
        var unit = Math.Max(Largest(expected), floor);
        var (worst, position, count) = (0.0, -1, 0);
        for (var i = 0; i < actual.Length; i++)
        {
            if (actual[i].Equals(expected[i])) continue;
            var difference = Math.Abs(actual[i] - expected[i]);
            if (difference <= tolerance * unit) continue;
            count++;
            if (position >= 0 && difference <= worst) continue;
            (worst, position) = (difference, i);
        }

        return position < 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {count} of {actual.Length} values differ, worst at element {position}: {actual[position]:R} instead of {expected[position]:R} ({worst / unit:E1} of the largest entry, allowed {tolerance:E0}).");
    }

    /// <summary>The largest finite magnitude.</summary>
    public static double Largest(ReadOnlySpan<double> values)
    {
        var largest = 0.0;
        foreach (var value in values)
        {
            if (double.IsFinite(value)) largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
