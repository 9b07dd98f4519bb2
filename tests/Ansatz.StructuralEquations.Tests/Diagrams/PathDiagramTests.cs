using System.Globalization;
using System.Xml.Linq;
using Ansatz.StructuralEquations.Tests.Solutions;

namespace Ansatz.StructuralEquations.Tests.Diagrams;

public class PathDiagramTests
{
    private static readonly DiagramOptions[] Kinds = [new(), new() { Values = DiagramValues.Standardized, Title = "A & B" }, new() { Values = DiagramValues.None, Variances = false }, new() { Intercepts = true }];

    public static TheoryData<string> Names => new(ReferenceModel.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void ThePictureIsSound(string name)
    {
        var solution = ReferenceSolution.Of(ReferenceModel.Load(name));
        for (var k = 0; k < Kinds.Length; k++)
        {
            var diagram = PathDiagram.Of(solution, Kinds[k]);
            var svg = SvgWriter.Write(diagram);
            if (Environment.GetEnvironmentVariable("DIAGRAMS") is { } folder) File.WriteAllText(Path.Combine(folder, $"{name}.{k}.svg"), svg);
            var root = XDocument.Parse(svg).Root!;
            XNamespace ns = "http://www.w3.org/2000/svg";
            Assert.Equal(solution.Groups[0].Variables, root.Elements(ns + "g").Select(g => g.Attribute("id")!.Value));
            double Number(XElement e, string attribute) => double.Parse(e.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
            double width = Number(root, "width"), height = Number(root, "height");

            // No two boxes overlap, and all is inside.
            var boxes = diagram.Nodes.Select(n => n.Box).ToArray();
            for (var i = 0; i < boxes.Length; i++)
            {
                for (var j = 0; j < i; j++) Assert.False(boxes[i].Meets(boxes[j]), $"{diagram.Nodes[i].Name} and {diagram.Nodes[j].Name}");
            }

            foreach (var text in root.Descendants(ns + "text"))
            {
                var half = text.Value.Length * 3.2;
                Assert.InRange(Number(text, "x"), half, width - half);
                Assert.InRange(Number(text, "y"), 4, height);
            }

            foreach (var edge in diagram.Edges)
            {
                // Arrows end on the borders of their nodes, and labels are on no node.
                OnBorder(edge.To, edge.Curve[3]);
                if (edge.Kind != DiagramEdgeKind.Intercept) OnBorder(edge.From, edge.Curve[0]);
                if (edge.Label.Length == 0) continue;
                foreach (var node in diagram.Nodes) Assert.False(edge.LabelBox.Inflated(-1).Meets(node.Box), $"{edge.Label} at {edge.From.Name} {edge.To.Name} on {node.Name}");
            }

            Assert.Equal(svg, SvgWriter.Write(PathDiagram.Of(solution, Kinds[k])));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void LabelsDoNotCoverOneAnother(string name)
    {
        var labels = PathDiagram.Of(ReferenceSolution.Of(ReferenceModel.Load(name)), new()).Edges.Where(e => e.Label.Length > 0).ToArray();
        for (var i = 0; i < labels.Length; i++)
        {
            for (var j = 0; j < i; j++) Assert.True(labels[i].LabelBox.Overlap(labels[j].LabelBox) < 12, $"{labels[i].Label} and {labels[j].Label}");
        }
    }

    [Fact]
    public void CausesStandBeforeEffects()
    {
        var diagram = PathDiagram.Of(ReferenceSolution.Of(ReferenceModel.Load("path_mediation")), new());
        foreach (var edge in diagram.Edges.Where(e => e.Kind == DiagramEdgeKind.Directed)) Assert.True(edge.From.Centre.X < edge.To.Centre.X);
        diagram = PathDiagram.Of(ReferenceSolution.Of(ReferenceModel.Load("polidem")), new());
        foreach (var edge in diagram.Edges.Where(e => e is { Kind: DiagramEdgeKind.Directed, To.Latent: true })) Assert.True(edge.From.Centre.Y < edge.To.Centre.Y);
    }

    [Fact]
    public void DotNamesEverything()
    {
        var dot = DotWriter.Write(PathDiagram.Of(ReferenceSolution.Of(ReferenceModel.Load("cyclic2_bow")), new()));
        Assert.StartsWith("digraph model {", dot, StringComparison.Ordinal);
        Assert.Contains("\"z1\" [shape=box];", dot, StringComparison.Ordinal);
        Assert.Contains("\"y1\" -> \"y2\" [label=", dot, StringComparison.Ordinal);
        Assert.Contains("dir=both, constraint=false", dot, StringComparison.Ordinal);
    }

    private static void OnBorder(DiagramNode node, Point point)
    {
        double x = (point.X - node.Centre.X) / (node.Width / 2), y = (point.Y - node.Centre.Y) / (node.Height / 2);
        Assert.Equal(1, node.Latent ? Math.Sqrt(x * x + y * y) : Math.Max(Math.Abs(x), Math.Abs(y)), 1e-9);
    }
}
