namespace Ansatz.StructuralEquations;

/// <summary>
/// Places the variables: causes above effects (left of them where there are no latent variables), indicators in a row outside, each latent variable over its own; variables on a cycle side by side
/// or round it.
/// </summary>
internal sealed class DiagramLayout
{
    private const double Gap = 26, RowDistance = 120, ColumnDistance = 170;
    private readonly PathDiagram diagram;
    private readonly DiagramNode[] structural;
    private readonly Dictionary<DiagramNode, List<DiagramNode>> indicators = [];
    private readonly Dictionary<DiagramNode, int> layer = [];
    private readonly Dictionary<DiagramNode, int> component = [];
    private readonly Dictionary<DiagramNode, double> across = [], along = [];

    private DiagramLayout(PathDiagram diagram)
    {
        this.diagram = diagram;
        var directed = diagram.Edges.Where(e => e.Kind == DiagramEdgeKind.Directed).ToArray();
        var measured = new HashSet<DiagramNode>();
        foreach (var node in diagram.Nodes)
        {
            if (node.Latent) continue;
            var causes = directed.Where(e => e.To == node).ToArray();
            if (causes.Length > 0 && causes.All(e => e.From.Latent) && directed.All(e => e.From != node)) measured.Add(node);
        }

        // An observed effect of latent variables is an indicator, unless it is what the latter are there to explain: their only effect besides other indicators.
        structural = [.. diagram.Nodes.Where(n => !measured.Contains(n))];
        foreach (var latent in structural) indicators[latent] = [];
        foreach (var node in diagram.Nodes.Where(measured.Contains)) indicators[directed.First(e => e.To == node).From].Add(node);
        Layers([.. directed.Where(e => !measured.Contains(e.To))]);
    }

    public static void Place(PathDiagram diagram)
    {
        if (diagram.Nodes.Count == 0) return;
        var layout = new DiagramLayout(diagram);
        layout.PlaceAcross();
        layout.PlaceAlong();
        foreach (var node in diagram.Nodes) node.Centre = diagram.IsHorizontal ? new(layout.along[node], layout.across[node]) : new(layout.across[node], layout.along[node]);
        layout.Outward();
    }

    private double Size(DiagramNode node) => diagram.IsHorizontal ? node.Height + 14 : node.Width;

    private int LastLayer => layer.Values.Append(0).Max();

    private bool IsTop(DiagramNode latent) => LastLayer > 0 && layer[latent] == 0;

    /// <summary>Strongly connected components, and for each the length of the longest way to it; a source stands just before its first effect.</summary>
    private void Layers(DiagramEdge[] edges)
    {
        var graph = new DirectedGraph(structural.Length, edges.Select(e => (Array.IndexOf(structural, e.From), Array.IndexOf(structural, e.To))));
        var components = graph.Components();
        for (var c = 0; c < components.Count; c++)
        {
            // Causes come first, so that their layers are known.
            var causes = graph.Edges().Where(e => components[c].Vertices.Contains(e.To)).Select(e => e.From).Except(components[c].Vertices).Select(v => layer[structural[v]] + 1);
            var own = causes.Append(0).Max();
            foreach (var v in components[c].Vertices) (component[structural[v]], layer[structural[v]]) = (c, own);
        }

        foreach (var node in structural)
        {
            if (edges.Any(e => e.To == node)) continue;
            var effects = edges.Where(e => e.From == node).Select(e => layer[e.To]).ToArray();
            if (effects.Length > 0) layer[node] = effects.Min() - 1;
        }
    }

    private void PlaceAcross()
    {
        var bottom = structural.Where(n => indicators[n].Count > 0 && !IsTop(n)).ToArray();

        // Below the first layer every variable has a stretch of its own, so that nothing stands between a latent variable and its indicators.
        var order = structural.Where(n => !IsTop(n)).OrderBy(n => layer[n]).ToList();
        if (bottom.Length > 0)
        {
            double at = 0;
            foreach (var node in order)
            {
                var width = Math.Max(Size(node), indicators[node].Sum(i => Size(i) + Gap) - Gap);
                if (indicators[node].Count == 0 && LastLayer == 0) continue;
                Row(indicators[node], at + width / 2);
                across[node] = at + width / 2;
                at += width + Gap;
            }

            // A latent variable without indicators of its own stands over the middle of those that it shares.
            foreach (var node in order)
            {
                var own = diagram.Edges.Where(e => e.Kind == DiagramEdgeKind.Directed && e.From == node && across.ContainsKey(e.To)).Select(e => across[e.To]).ToArray();
                if (own.Length > 0 && node.Latent && layer[node] == LastLayer) across[node] = own.Average();
                else if (!across.ContainsKey(node)) across[node] = own.Length > 0 ? own.Average() : at / 2;
            }

            for (var k = 0; k <= LastLayer; k++) Spread([.. order.Where(n => layer[n] == k)]);
        }
        else
        {
            for (var k = 0; k <= LastLayer; k++) Row([.. order.Where(n => layer[n] == k)], 0);
            for (var sweep = 0; sweep < 4; sweep++)
            {
                for (var k = 1; k <= LastLayer; k++) Reorder(k, order);
                for (var k = LastLayer - 1; k > 0; k--) Reorder(k, order);
            }
        }

        var middle = order.Count == 0 ? 0 : (order.Min(n => across[n]) + order.Max(n => across[n])) / 2;
        var top = structural.Where(IsTop).OrderBy(n => Barycentre(n) ?? middle).ToArray();
        var widths = top.Select(n => Math.Max(Size(n), indicators[n].Sum(i => Size(i) + Gap) - Gap)).ToArray();
        var from = middle - (widths.Sum() + Gap * (top.Length - 1)) / 2;
        for (var k = 0; k < top.Length; k++)
        {
            across[top[k]] = from + widths[k] / 2;
            Row(indicators[top[k]], across[top[k]]);
            from += widths[k] + Gap;
        }
    }

    private double? Barycentre(DiagramNode node)
    {
        var near = diagram.Edges.Where(e => e.Kind == DiagramEdgeKind.Directed && (e.From == node || e.To == node)).Select(e => e.From == node ? e.To : e.From).Where(n => n != node && across.ContainsKey(n) && layer.ContainsKey(n) && layer[n] != layer[node]).ToArray();
        return near.Length == 0 ? null : near.Average(n => across[n]);
    }

    private void Reorder(int k, List<DiagramNode> order)
    {
        var row = order.Where(n => layer[n] == k).ToArray();
        Row([.. row.OrderBy(n => Barycentre(n) ?? across[n])], 0);
    }

    /// <summary>Puts nodes side by side round a middle.</summary>
    private void Row(IReadOnlyList<DiagramNode> nodes, double middle)
    {
        var gap = diagram.IsHorizontal ? 52 : Gap;
        var at = middle - (nodes.Sum(n => Size(n) + gap) - gap) / 2;
        foreach (var node in nodes)
        {
            across[node] = at + Size(node) / 2;
            at += Size(node) + gap;
        }
    }

    /// <summary>Moves nodes of a row apart where they would overlap.</summary>
    private void Spread(DiagramNode[] nodes)
    {
        var sorted = nodes.OrderBy(n => across[n]).ToArray();
        var wanted = sorted.Select(n => across[n]).ToArray();
        for (var k = 1; k < sorted.Length; k++) across[sorted[k]] = Math.Max(across[sorted[k]], across[sorted[k - 1]] + (Size(sorted[k - 1]) + Size(sorted[k])) / 2 + 2 * Gap);
        if (sorted.Length == 0) return;
        var shift = wanted.Average() - sorted.Average(n => across[n]);
        foreach (var node in sorted) across[node] += shift;
    }

    private void PlaceAlong()
    {
        var distance = diagram.IsHorizontal ? ColumnDistance : RowDistance;
        double at = 0;
        var topRow = structural.Where(n => IsTop(n)).SelectMany(n => indicators[n]).ToArray();
        foreach (var node in topRow) along[node] = at;
        if (topRow.Length > 0) at += distance;
        for (var k = 0; k <= LastLayer; k++)
        {
            var deepest = 0.0;
            foreach (var cycle in structural.Where(n => layer[n] == k).GroupBy(n => component[n]))
            {
                var members = cycle.OrderBy(n => across[n]).ToArray();
                for (var m = 0; m < members.Length; m++)
                {
                    // Three and more on a cycle stand on a bow, so that the arrow that closes it passes by the others.
                    var depth = members.Length < 3 ? 0 : 0.9 * distance * Math.Sin(Math.PI * m / (members.Length - 1));
                    along[members[m]] = at + depth;
                    deepest = Math.Max(deepest, depth);
                }
            }

            at += deepest + distance;
        }

        foreach (var node in structural.Where(n => !IsTop(n)).SelectMany(n => indicators[n])) along[node] = at;
    }

    /// <summary>Tells nodes of outer rows on which side of theirs there is room.</summary>
    private void Outward()
    {
        Point towards = diagram.IsHorizontal ? new(1, 0) : new(0, 1);
        foreach (var latent in structural)
        {
            foreach (var node in indicators[latent]) node.Outward = IsTop(latent) ? towards * -1 : towards;
        }

        double first = along.Values.Min(), last = along.Values.Max();
        foreach (var node in structural)
        {
            if (along[node] == first) node.Outward = towards * -1;
            else if (along[node] == last) node.Outward = towards;
        }
    }
}
