using System.Text;

namespace Ansatz.StructuralEquations;

/// <summary>Writes a path diagram in Graphviz's language; Graphviz lays it out itself.</summary>
internal static class DotWriter
{
    /// <summary>The DOT text.</summary>
    public static string Write(PathDiagram diagram)
    {
        var text = new StringBuilder("digraph model {\n");
        if (diagram.Options.Title is { } title) text.Append($"  label={Quoted(title)};\n  labelloc=t;\n");
        text.Append($"  rankdir={(diagram.IsHorizontal ? "LR" : "TB")};\n  node [fontname=\"Helvetica\"];\n  edge [fontname=\"Helvetica\", fontsize=10];\n");
        foreach (var node in diagram.Nodes) text.Append($"  {Quoted(node.Name)} [shape={(node.Latent ? "ellipse" : "box")}{(node.Text == node.Name ? "" : $", label={Quoted(node.Text)}")}];\n");
        for (var k = 0; k < diagram.Triangles.Count; k++) text.Append($"  {Quoted("1 " + (k + 1))} [shape=triangle, label=\"1\"];\n");
        var intercept = 0;
        foreach (var edge in diagram.Edges)
        {
            var from = edge.Kind == DiagramEdgeKind.Intercept ? "1 " + ++intercept : edge.From.Name;
            text.Append($"  {Quoted(from)} -> {Quoted(edge.To.Name)}");
            List<string> attributes = [];
            if (edge.Label.Length > 0) attributes.Add($"label={Quoted(edge.Label)}");
            if (edge.Kind is DiagramEdgeKind.Covariance or DiagramEdgeKind.Variance) attributes.Add("dir=both");
            if (edge.Kind == DiagramEdgeKind.Covariance) attributes.Add("constraint=false");
            text.Append(attributes.Count == 0 ? ";\n" : $" [{string.Join(", ", attributes)}];\n");
        }

        return text.Append("}\n").ToString();
    }

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
