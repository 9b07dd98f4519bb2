using System.Globalization;
using System.Text;

namespace Ansatz.StructuralEquations;

/// <summary>Writes a path diagram as SVG: self-contained, numbers in invariant form with one decimal.</summary>
internal static class SvgWriter
{
    private const double Margin = 14, Head = 8;

    /// <summary>The SVG text.</summary>
    public static string Write(PathDiagram diagram)
    {
        var bounds = Bounds(diagram);
        var heading = diagram.Options.Title is null ? 0 : 28;
        double width = bounds.Right - bounds.Left + 2 * Margin, height = bounds.Bottom - bounds.Top + 2 * Margin + heading;
        var shift = new Point(Margin - bounds.Left, Margin - bounds.Top + heading);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{N(width)}\" height=\"{N(height)}\" viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\">\n");
        text.Append($"<title>{Escape(diagram.Options.Title ?? "Path diagram")}</title>\n");
        text.Append("<style>text{font:13px 'DejaVu Sans',Verdana,Arial,sans-serif;text-anchor:middle;fill:#1a1a1a}.v{font-size:11px}.w{fill:#fff;fill-opacity:.92}.f{fill:#777}"
            + ".h{font-size:15px;font-weight:bold}.o{fill:#f6f8fb;stroke:#2b4c7e;stroke-width:1.4}.l{fill:#fdf6ec;stroke:#a0661c;stroke-width:1.4}.t{fill:#eee;stroke:#666}.e{fill:none;stroke:#333;stroke-width:1.2}"
            + ".c{fill:none;stroke:#6a6a6a;stroke-width:1.1}.a{fill:#333}.b{fill:#6a6a6a}</style>\n");
        text.Append(CultureInfo.InvariantCulture, $"<rect width=\"{N(width)}\" height=\"{N(height)}\" fill=\"#fff\"/>\n");
        if (diagram.Options.Title is { } title) text.Append(CultureInfo.InvariantCulture, $"<text class=\"h\" x=\"{N(width / 2)}\" y=\"22\">{Escape(title)}</text>\n");
        foreach (var edge in diagram.Edges) Arrow(text, edge, shift);
        foreach (var triangle in diagram.Triangles) Triangle(text, triangle.Centre + shift);
        foreach (var node in diagram.Nodes) Node(text, node, shift);
        foreach (var edge in diagram.Edges)
        {
            if (edge.Label.Length == 0) continue;
            var at = edge.LabelCentre + shift;
            var box = edge.LabelBox;
            text.Append($"<rect class=\"w\" x=\"{N(box.Left + shift.X)}\" y=\"{N(box.Top + shift.Y)}\" width=\"{N(box.Right - box.Left)}\" height=\"{N(box.Bottom - box.Top)}\"/>");
            text.Append(CultureInfo.InvariantCulture, $"<text class=\"v{(edge.IsFixed ? " f" : "")}\" x=\"{N(at.X)}\" y=\"{N(at.Y + 4)}\">{Escape(edge.Label)}</text>\n");
        }

        return text.Append("</svg>\n").ToString();
    }

    private static void Node(StringBuilder text, DiagramNode node, Point shift)
    {
        var c = node.Centre + shift;
        text.Append(CultureInfo.InvariantCulture, $"<g id=\"{Escape(node.Name)}\">");
        text.Append(node.Latent
            ? $"<ellipse class=\"l\" cx=\"{N(c.X)}\" cy=\"{N(c.Y)}\" rx=\"{N(node.Width / 2)}\" ry=\"{N(node.Height / 2)}\"/>"
            : $"<rect class=\"o\" x=\"{N(c.X - node.Width / 2)}\" y=\"{N(c.Y - node.Height / 2)}\" width=\"{N(node.Width)}\" height=\"{N(node.Height)}\"/>");
        text.Append($"<text x=\"{N(c.X)}\" y=\"{N(c.Y + 4.5)}\">{Escape(node.Text)}</text></g>\n");
    }

    private static void Triangle(StringBuilder text, Point c) =>
        text.Append($"<path class=\"t\" d=\"M{N(c.X)} {N(c.Y - 10)}L{N(c.X + 10)} {N(c.Y + 8)}L{N(c.X - 10)} {N(c.Y + 8)}Z\"/><text class=\"v\" x=\"{N(c.X)}\" y=\"{N(c.Y + 6)}\">1</text>\n");

    private static void Arrow(StringBuilder text, DiagramEdge edge, Point shift)
    {
        Point[] c = [.. edge.Curve.Select(p => p + shift)];
        var (line, head) = edge.Kind is DiagramEdgeKind.Directed or DiagramEdgeKind.Intercept ? ("e", "a") : ("c", "b");
        var both = edge.Kind is DiagramEdgeKind.Covariance or DiagramEdgeKind.Variance;
        var size = edge.Kind == DiagramEdgeKind.Variance ? Head * 0.75 : Head;

        // The line ends inside the head, whose tip is on the node's border.
        Point end = (c[3] - c[2]).Unit, start = (c[0] - c[1]).Unit;
        var (from, to) = (both ? c[0] - start * (size * 0.7) : c[0], c[3] - end * (size * 0.7));
        text.Append($"<path class=\"{line}\" d=\"M{N(from.X)} {N(from.Y)}C{N(c[1].X)} {N(c[1].Y)} {N(c[2].X)} {N(c[2].Y)} {N(to.X)} {N(to.Y)}\"/>");
        Tip(text, head, c[3], end, size);
        if (both) Tip(text, head, c[0], start, size);
        text.Append('\n');
    }

    private static void Tip(StringBuilder text, string kind, Point tip, Point direction, double size)
    {
        var (left, right) = (tip - direction * size + direction.Normal * (size * 0.4), tip - direction * size - direction.Normal * (size * 0.4));
        text.Append($"<path class=\"{kind}\" d=\"M{N(tip.X)} {N(tip.Y)}L{N(left.X)} {N(left.Y)}L{N(right.X)} {N(right.Y)}Z\"/>");
    }

    private static Box Bounds(PathDiagram diagram)
    {
        Box? bounds = null;
        foreach (var node in diagram.Nodes) Add(node.Box);
        foreach (var triangle in diagram.Triangles) Add(Box.Around(triangle.Centre, 22, 22));
        foreach (var edge in diagram.Edges)
        {
            for (var k = 0; k <= 16; k++) Add(Box.Around(edge.At(k / 16.0), 4, 4));
            if (edge.Label.Length > 0) Add(edge.LabelBox);
        }

        return bounds ?? new(0, 0, 10, 10);

        void Add(Box box) => bounds = bounds is { } b ? b.With(box) : box;
    }

    private static string N(double value)
    {
        var text = value.ToString("0.#", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
