namespace Ansatz.Testing;

/// <summary>A derivative by central differences, with an estimate of its error.</summary>
/// <param name="Value">The derivative.</param>
/// <param name="Error">About how far it may be off.</param>
public readonly record struct FiniteDifference(double Value, double Error)
{
    private const int Levels = 5;

    /// <summary>
    /// Central differences with halved steps, extrapolated to step 0 (Richardson; the stopping rule is Ridders, <i>Accurate
    /// computation of F'(x) and F'(x)F''(x)</i>, 1982). Repeated with smaller first steps, since a tie within reach of a step spoils
    /// the estimate and shows as a large error; the best estimate is returned.
    /// </summary>
    /// <param name="f">The function.</param>
    /// <param name="x">Where.</param>
    /// <param name="bends">Whether it may bend within all usual steps, so that smaller ones, which magnify rounding, are tried where those fail.</param>
    public static FiniteDifference Of(Func<double, double> f, double x, bool bends = false)
    {
        var best = new FiniteDifference(double.NaN, double.PositiveInfinity);
        foreach (var step in (ReadOnlySpan<double>)[2e-2, 1e-3, 5e-5, 2e-6, 1e-7])
        {
            if (step < 1e-5 && (!bends || best.Error <= 1e-3 * Math.Max(Math.Abs(best.Value), 1e-3))) break;
            var first = step * Math.Max(1, Math.Abs(x));
            var estimate = Extrapolate(f, x, first);
            if (estimate.Error < best.Error && !HasTie(f, x, first / 32)) best = estimate;
            if (best.Error <= 1e-10 * Math.Max(Math.Abs(best.Value), 1e-3)) break;
        }

        return best;
    }

    /// <summary>
    /// ∂²f/∂x∂y at (0, 0) by central differences, extrapolated in the same way. Each value of f is divided by the square of the step, so
    /// steps are larger; a tie between the points makes the estimates grow with every halving.
    /// </summary>
    /// <param name="f">The function.</param>
    /// <param name="enough">An error that needs no smaller step.</param>
    public static FiniteDifference Mixed(Func<double, double, double> f, double enough)
    {
        var best = new FiniteDifference(double.NaN, double.PositiveInfinity);
        foreach (var step in (ReadOnlySpan<double>)[4e-2, 6e-3, 1e-3])
        {
            var estimate = Extrapolate(h => (f(h, h) - f(h, -h) - f(-h, h) + f(-h, -h)) / (4 * h * h), step);
            if (estimate.Error < best.Error) best = estimate;
            if (best.Error <= enough) break;
        }

        return best;
    }

    // A tie much nearer than any step leaves no trace in central differences: compare the derivatives from the right and from the left.
    private static bool HasTie(Func<double, double> f, double x, double h)
    {
        var center = f(x);
        var (right, left) = (OneSided(h), OneSided(-h));
        return Math.Abs(right - left) > (1e-5 * Math.Max(Math.Abs(right), Math.Abs(left))) + 1e-9;

        double OneSided(double step)
        {
            double Slope(double s) => (f(x + s) - center) / s;
            return ((8 * Slope(step)) - (6 * Slope(2 * step)) + Slope(4 * step)) / 3;
        }
    }

    private static FiniteDifference Extrapolate(Func<double, double> f, double x, double step) => Extrapolate(
        h =>
        {
            // The step that is really taken, after rounding.
            var (right, left) = (x + h, x - h);
            return (f(right) - f(left)) / (right - left);
        },
        step);

    // The limit for step 0 of a difference whose error has even powers of the step only.
    private static FiniteDifference Extrapolate(Func<double, double> difference, double step)
    {
        Span<double> previous = stackalloc double[Levels];
        Span<double> current = stackalloc double[Levels];
        var best = new FiniteDifference(double.NaN, double.PositiveInfinity);
        for (var level = 0; level < Levels; level++, step /= 2)
        {
            current[0] = difference(step);
            var power = 1.0;
            for (var k = 1; k <= level; k++)
            {
                power *= 4;
                current[k] = ((power * current[k - 1]) - previous[k - 1]) / (power - 1);
                var error = Math.Max(Math.Abs(current[k] - current[k - 1]), Math.Abs(current[k] - previous[k - 1]));
                if (error < best.Error) best = new FiniteDifference(current[k], error);
            }

            if (level > 1 && Math.Abs(current[level] - previous[level - 1]) > 2 * best.Error) break;
            current.CopyTo(previous);
        }

        return best;
    }
}
