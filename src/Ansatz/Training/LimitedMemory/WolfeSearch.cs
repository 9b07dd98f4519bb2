namespace Ansatz;

/// <summary>A function along a line: its value and slope at some distance.</summary>
internal interface ILine
{
    (double Value, double Slope) At(double distance);
}

/// <summary>Finds a point of a line that fulfils the strong Wolfe conditions. Nocedal, Wright, <i>Numerical optimization</i>, 2nd edition, 2006, algorithms 3.5 and 3.6.</summary>
internal static class WolfeSearch
{
    private readonly record struct Point(double At, double Value, double Slope);

    /// <summary>A distance with a smaller value, the last one that was looked at; 0 if none was found.</summary>
    /// <param name="line">The function; a value that is not finite counts as too far.</param>
    /// <param name="value">Its value at 0.</param>
    /// <param name="slope">Its slope at 0, negative.</param>
    /// <param name="first">The distance to begin with.</param>
    /// <param name="rule">The constants.</param>
    public static double Run<TLine>(TLine line, double value, double slope, double first, Lbfgs rule) where TLine : ILine
    {
        Point start = new(0, value, slope), before = start;
        var at = first;
        for (var k = 0; k < rule.LinePoints; k++)
        {
            var (v, s) = line.At(at);
            var now = new Point(at, v, s);
            if (!IsFinite(now) || v > value + rule.Decrease * at * slope || (k > 0 && v >= before.Value)) return Zoom(line, start, before, now, rule.LinePoints - k, rule);
            if (Math.Abs(s) <= -rule.Curvature * slope) return at;
            if (s >= 0) return Zoom(line, start, now, before, rule.LinePoints - k, rule);
            before = now;
            at *= 2;
        }
        return before.At; // going down all the way: the last point looked at
    }

    // Between the best point so far and another, one that fulfils the conditions lies.
    private static double Zoom<TLine>(TLine line, Point start, Point best, Point other, int points, Lbfgs rule) where TLine : ILine
    {
        for (; points > 0; points--)
        {
            var at = Between(best, other);
            if (at == best.At || at == other.At) break;
            var (v, s) = line.At(at);
            var now = new Point(at, v, s);
            if (!IsFinite(now) || v > start.Value + rule.Decrease * at * start.Slope || v >= best.Value)
            {
                other = now;
                continue;
            }
            if (Math.Abs(s) <= -rule.Curvature * start.Slope) return at;
            if (s * (other.At - best.At) >= 0) other = best;
            best = now;
        }
        if (best.At > 0) line.At(best.At);
        return best.At;
    }

    // The minimum of the cubic through values and slopes, at least a tenth of the interval away from its ends.
    private static double Between(Point a, Point b)
    {
        var middle = (a.At + b.At) / 2;
        if (!IsFinite(b)) return a.At + (b.At - a.At) / 4;
        var d1 = a.Slope + b.Slope - 3 * (a.Value - b.Value) / (a.At - b.At);
        var square = d1 * d1 - a.Slope * b.Slope;
        if (!(square >= 0)) return middle;
        var d2 = Math.CopySign(Math.Sqrt(square), b.At - a.At);
        var at = b.At - (b.At - a.At) * ((b.Slope + d2 - d1) / (b.Slope - a.Slope + 2 * d2));
        var edge = Math.Abs(b.At - a.At) / 10;
        return double.IsFinite(at) ? Math.Clamp(at, Math.Min(a.At, b.At) + edge, Math.Max(a.At, b.At) - edge) : middle;
    }

    private static bool IsFinite(Point point) => double.IsFinite(point.Value) && double.IsFinite(point.Slope);
}
