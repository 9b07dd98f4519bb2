using System.Globalization;
using System.Net;
using System.Text;

namespace Ansatz;

/// <summary>A curve of a chart: its name and a value for each epoch.</summary>
internal sealed record Curve(string Name, IReadOnlyList<double> Values);

/// <summary>Curves over epochs, as SVG that needs nothing else.</summary>
internal static class LineChart
{
    private const int Width = 560, Height = 260, Left = 64, Right = 16, Top = 14, Bottom = 36, MostPoints = 60;

    /// <summary>Writes the chart.</summary>
    /// <param name="title">What screen readers call it.</param>
    /// <param name="epochs">The number of each epoch.</param>
    /// <param name="curves">What is drawn; values that are not finite leave gaps.</param>
    /// <param name="marked">An epoch with a line of its own; 0 for none.</param>
    public static string Svg(string title, IReadOnlyList<int> epochs, IReadOnlyList<Curve> curves, int marked)
    {
        var x = AxisTicks.OfCounts(epochs[0], epochs[^1]);
        var y = AxisTicks.Of(curves.SelectMany(c => c.Values), mayBeLogarithmic: true);
        double X(double value) => Left + x.Place(value) * (Width - Left - Right);
        double Y(double value) => Height - Bottom - y.Place(value) * (Height - Top - Bottom);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Text(title)}\">\n");
        foreach (var tick in y.Ticks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):0.#}\" y2=\"{Y(tick):0.#}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"end\" x=\"{Left - 6}\" y=\"{Y(tick) + 4:0.#}\">{AxisTicks.Text(tick)}</text>\n");
        }
        foreach (var tick in x.Ticks) svg.Append(CultureInfo.InvariantCulture, $"<text class=\"middle\" x=\"{X(tick):0.#}\" y=\"{Height - Bottom + 16}\">{tick:0}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"\n<text class=\"middle\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 4}\">epoch</text>\n");
        if (marked > 0 && marked >= epochs[0] && marked <= epochs[^1]) svg.Append(CultureInfo.InvariantCulture, $"<line class=\"mark\" x1=\"{X(marked):0.#}\" x2=\"{X(marked):0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"><title>best epoch {marked}</title></line>\n");
        for (var k = 0; k < curves.Count; k++) Draw(svg, epochs, curves[k], k % 4, X, Y);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Text that may stand in HTML.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Draw(StringBuilder svg, IReadOnlyList<int> epochs, Curve curve, int style, Func<double, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        var isDrawing = false;
        for (var k = 0; k < epochs.Count; k++)
        {
            if (!double.IsFinite(curve.Values[k]) || !double.IsFinite(y(curve.Values[k])))
            {
                isDrawing = false;
                continue;
            }
            path.Append(CultureInfo.InvariantCulture, $"{(isDrawing ? 'L' : 'M')}{x(epochs[k]):0.#} {y(curve.Values[k]):0.#}");
            isDrawing = true;
        }
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"c{style}\" d=\"{path}\"><title>{Text(curve.Name)}</title></path>\n");
        if (epochs.Count > MostPoints) return;
        for (var k = 0; k < epochs.Count; k++)
        {
            if (double.IsFinite(curve.Values[k])) svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"p{style}\" cx=\"{x(epochs[k]):0.#}\" cy=\"{y(curve.Values[k]):0.#}\" r=\"2.5\"><title>{Text(curve.Name)}, epoch {epochs[k]}: {curve.Values[k]:G6}</title></circle>");
        }
        svg.Append('\n');
    }
}
