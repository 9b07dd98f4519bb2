using System.Globalization;

namespace Ansatz.StructuralEquations;

/// <summary>
/// The path diagram of one group of a model: latent variables as ellipses, observed ones as rectangles, coefficients as arrows, covariances as curved arrows with two heads, variances as loops.
/// Indicators stand outside, causes before effects; the same model always gives the same text.
/// </summary>
internal sealed class PathDiagram
{
    private PathDiagram(DiagramOptions options, List<DiagramNode> nodes, List<DiagramEdge> edges) => (Options, Nodes, Edges) = (options, nodes, edges);

    public DiagramOptions Options { get; }

    public IReadOnlyList<DiagramNode> Nodes { get; }

    public IReadOnlyList<DiagramEdge> Edges { get; }

    /// <summary>Whether causes stand left of effects (models without latent variables) and not above them.</summary>
    public bool IsHorizontal { get; private init; }

    /// <summary>Where the triangles of intercepts stand.</summary>
    public List<DiagramNode> Triangles { get; } = [];

    /// <summary>The diagram, laid out.</summary>
    public static PathDiagram Of(ModelSolution solution, DiagramOptions options)
    {
        if (options.Group < 1 || options.Group > solution.Groups.Count) throw new ArgumentOutOfRangeException(nameof(options), options.Group, $"There are {solution.Groups.Count} groups.");
        var structure = solution.Groups[options.Group - 1];
        var standardized = options.Values == DiagramValues.Standardized ? StandardizedSolution.Of(solution, Standardization.All).ToDictionary(p => p.Row.Id, p => p.Estimate) : [];
        var nodes = structure.Variables.Select((v, k) => new DiagramNode(v, options.Names?.Invoke(v) ?? v, k >= structure.ObservedCount)).ToList();
        var edges = new List<DiagramEdge>();
        foreach (var arc in structure.Directed) edges.Add(new(DiagramEdgeKind.Directed, nodes[arc.From], nodes[arc.To], Label(arc), arc.IsFixed));
        foreach (var arc in structure.Bidirected)
        {
            var row = solution.Table.Rows[arc.Row];
            if (arc.From == arc.To ? !options.Variances : (row.IsExogenous && !options.ExogenousCovariances) || (arc.IsFixed && arc.Value == 0)) continue;
            if (arc.From == arc.To && arc.IsFixed && arc.Value == 0) continue;
            edges.Add(new(arc.From == arc.To ? DiagramEdgeKind.Variance : DiagramEdgeKind.Covariance, nodes[arc.From], nodes[arc.To], Label(arc), arc.IsFixed));
        }

        var diagram = new PathDiagram(options, nodes, edges) { IsHorizontal = structure.Variables.Count == structure.ObservedCount };
        DiagramLayout.Place(diagram);
        if (options.Intercepts) diagram.AddIntercepts(structure, nodes, edges, Label);
        DiagramRouting.Route(diagram);
        return diagram;

        string Label(Arc arc) => options.Values switch
        {
            DiagramValues.Estimates => Text(solution.Values[arc.Row]),
            DiagramValues.Standardized => standardized.GetValueOrDefault(solution.Table.Rows[arc.Row].Id) is { } value ? Text(value) : "",
            DiagramValues.Labels => solution.Table.Rows[arc.Row].Label,
            _ => "",
        };

        // A fixed 1 is written as 1, and no zero gets a sign.
        string Text(double value)
        {
            if (!double.IsFinite(value)) return "";
            var text = value == Math.Round(value) && Math.Abs(value) < 1e6 ? value.ToString("F0", CultureInfo.InvariantCulture) : value.ToString("F" + options.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            return text.StartsWith('-') && text.All(c => c is '-' or '0' or '.') ? text[1..] : text;
        }
    }

    private void AddIntercepts(ReticularStructure structure, List<DiagramNode> nodes, List<DiagramEdge> edges, Func<Arc, string> label)
    {
        foreach (var arc in structure.Intercepts)
        {
            if (arc.IsFixed && arc.Value == 0) continue;
            var node = nodes[arc.To];
            var triangle = new DiagramNode("1", "1", latent: false) { Centre = node.Centre };
            Triangles.Add(triangle);
            edges.Add(new(DiagramEdgeKind.Intercept, triangle, node, label(arc), arc.IsFixed));
        }
    }
}
