using System.Globalization;

namespace Ansatz;

/// <summary>An axis of a chart: its ends, and round numbers between them.</summary>
internal sealed class AxisTicks
{
    private AxisTicks(double low, double high, bool isLogarithmic, IReadOnlyList<double> ticks) => (Low, High, IsLogarithmic, Ticks) = (low, high, isLogarithmic, ticks);

    public double Low { get; }

    public double High { get; }

    public bool IsLogarithmic { get; }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis that has all values: logarithmic where they are positive and spread over more than two powers of ten.</summary>
    public static AxisTicks Of(IEnumerable<double> values, bool mayBeLogarithmic)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        var (low, high) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
        if (mayBeLogarithmic && low > 0 && high / low > 100) return Logarithmic(low, high);
        if (low == high) (low, high) = low == 0 ? (0, 1) : (Math.Min(0, 2 * low), Math.Max(0, 2 * low));
        var step = RoundStep((high - low) / 5);
        var (first, last) = (Math.Floor(low / step + 1e-9), Math.Ceiling(high / step - 1e-9));
        return new AxisTicks(first * step, last * step, false, [.. Enumerable.Range(0, (int)(last - first) + 1).Select(k => (first + k) * step)]);
    }

    /// <summary>An axis of whole numbers.</summary>
    public static AxisTicks OfCounts(int first, int last)
    {
        if (first == last) return new AxisTicks(first - 0.5, first + 0.5, false, [first]);
        var step = Math.Max(1, (int)RoundStep((last - first) / 8.0));
        return new AxisTicks(first, last, false, [.. Enumerable.Range(first, last - first + 1).Where(k => k == first || (k % step == 0 && k - first >= step / 2.0))]);
    }

    /// <summary>Where a value lies between the ends: 0 at the lower one, 1 at the upper.</summary>
    public double Place(double value) => IsLogarithmic ? (Math.Log(value) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low)) : (value - Low) / (High - Low);

    /// <summary>A value in few characters.</summary>
    public static string Text(double value) => value.ToString(Math.Abs(value) is >= 1e5 or (< 1e-4 and > 0) ? "0.##e0" : "G4", CultureInfo.InvariantCulture);

    private static AxisTicks Logarithmic(double low, double high)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high)));
        var every = Math.Max(1, (last - first + 5) / 6);
        return new AxisTicks(Math.Pow(10, first), Math.Pow(10, last), true, [.. Enumerable.Range(first, last - first + 1).Where(e => (e - first) % every == 0).Select(e => Math.Pow(10, e))]);
    }

    // 1, 2 or 5 times a power of ten, at least as large.
    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch
        {
            <= 1.0000001 => power,
            <= 2.0000001 => 2 * power,
            <= 5.0000001 => 5 * power,
            _ => 10 * power,
        };
    }
}
