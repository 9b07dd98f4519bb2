namespace Ansatz.StructuralEquations;

/// <summary>Draws the arrows round the nodes, and puts the labels where there is room.</summary>
internal sealed class DiagramRouting
{
    private const double LoopReach = 26, LaneDistance = 24, FirstLane = 52;
    private readonly PathDiagram diagram;
    private readonly HashSet<DiagramEdge> placed = [];

    private DiagramRouting(PathDiagram diagram) => this.diagram = diagram;

    public static void Route(PathDiagram diagram)
    {
        var routing = new DiagramRouting(diagram);
        foreach (var edge in diagram.Edges.Where(e => e.Kind == DiagramEdgeKind.Directed)) routing.Straight(edge);
        routing.OuterArcs();
        foreach (var edge in diagram.Edges.Where(e => e.Kind == DiagramEdgeKind.Covariance && e.Curve.Length == 0)) routing.Bow(edge);
        foreach (var edge in diagram.Edges.Where(e => e.Kind == DiagramEdgeKind.Variance)) routing.Loop(edge);
        foreach (var edge in diagram.Edges.Where(e => e.Kind == DiagramEdgeKind.Intercept)) routing.Intercept(edge);
        foreach (var edge in diagram.Edges.Where(e => e.Label.Length > 0).OrderBy(e => e.Kind is DiagramEdgeKind.Variance ? 0 : 1)) routing.PlaceLabel(edge);
    }

    private void Straight(DiagramEdge edge)
    {
        // An arrow and its opposite are bent apart.
        var opposite = diagram.Edges.Any(e => e.Kind == DiagramEdgeKind.Directed && e.From == edge.To && e.To == edge.From);
        double[] bends = opposite ? [0.18, 0.3, 0.42] : [0, 0.12, -0.12, 0.22, -0.22, 0.34, -0.34, 0.48, -0.48, 0.65, -0.65];
        Bend(edge, bends);
    }

    private void Bow(DiagramEdge edge)
    {
        var joined = diagram.Edges.Any(e => e.Kind == DiagramEdgeKind.Directed && ((e.From == edge.From && e.To == edge.To) || (e.From == edge.To && e.To == edge.From)));
        Bend(edge, joined ? [0.62, -0.62, 0.8, -0.8, 1, -1] : [0.3, -0.3, 0.42, -0.42, 0.55, -0.55, 0.75, -0.75, 1, -1]);
    }

    /// <summary>Takes the first bend, as a share of the distance, that keeps clear of the other nodes; otherwise the one that meets the fewest.</summary>
    private void Bend(DiagramEdge edge, ReadOnlySpan<double> bends)
    {
        var (best, least) = (0.0, int.MaxValue);
        foreach (var bend in bends)
        {
            Draw(edge, bend);
            var met = Met(edge);
            if (met >= least) continue;
            (best, least) = (bend, met);
            if (met == 0) break;
        }

        Draw(edge, best);
    }

    private static void Draw(DiagramEdge edge, double bend)
    {
        var (a, b) = (edge.From.Centre, edge.To.Centre);
        var control = (a + b) * 0.5 + (b - a).Normal * bend;
        edge.Quadratic(edge.From.Border(control - a), control, edge.To.Border(control - b));
    }

    private int Met(DiagramEdge edge)
    {
        var met = 0;
        foreach (var node in diagram.Nodes)
        {
            if (node == edge.From || node == edge.To) continue;
            var box = node.Box.Inflated(5);
            for (var k = 1; k < 32; k++)
            {
                if (!box.Contains(edge.At(k / 32.0))) continue;
                met++;
                break;
            }
        }

        return met;
    }

    /// <summary>Covariances along an outer row or column run outside of it, the longer ones farther out.</summary>
    private void OuterArcs()
    {
        var arcs = diagram.Edges.Where(e => e.Kind == DiagramEdgeKind.Covariance && e.From.Outward != default && e.From.Outward == e.To.Outward && Math.Abs(Level(e.From) - Level(e.To)) < 1).ToArray();
        var lanes = new Dictionary<DiagramEdge, int>();
        foreach (var edge in arcs.OrderBy(e => Span(e).High - Span(e).Low))
        {
            var (low, high) = Span(edge);
            var taken = lanes.Where(l => l.Key.From.Outward == edge.From.Outward && Math.Abs(Level(l.Key.From) - Level(edge.From)) < 1 && Span(l.Key).Low < high - 1 && Span(l.Key).High > low + 1).Select(l => l.Value).ToHashSet();
            var lane = 0;
            foreach (var value in taken) lane = Math.Max(lane, value + 1);
            lanes[edge] = lane;
        }

        foreach (var edge in arcs)
        {
            var outward = edge.From.Outward;
            var forward = Place(edge.To) > Place(edge.From) ? 1 : -1;
            var spread = Math.Abs(outward.X) > 0.5 ? 10 + Math.Min(lanes[edge], 2) : 14 + 4.0 * Math.Min(lanes[edge], 2);
            var (start, end) = (edge.From.Side(outward, forward * spread), edge.To.Side(outward, -forward * spread));
            var loops = diagram.Options.Intercepts ? FirstLane + 26 : diagram.Options.Variances ? FirstLane : 18;
            if (Math.Abs(outward.X) > 0.5 && diagram.Options.Variances) loops += 20;
            var depth = outward * ((loops + LaneDistance * lanes[edge]) / 0.75);
            edge.Curve = [start, start + depth, end + depth, end];
        }

        double Level(DiagramNode node) => node.Centre.Dot(node.Outward);
        static double Place(DiagramNode node) => Math.Abs(node.Outward.X) > 0.5 ? node.Centre.Y : node.Centre.X;
        static (double Low, double High) Span(DiagramEdge e) => (Math.Min(Place(e.From), Place(e.To)), Math.Max(Place(e.From), Place(e.To)));
    }

    /// <summary>The direction from a node that is farthest from all arrows at it.</summary>
    private Point Free(DiagramNode node, int directions, Func<Point, double> penalty)
    {
        var taken = new List<Point>();
        foreach (var edge in diagram.Edges)
        {
            if (edge.Curve.Length == 0) continue;
            if (edge.Kind == DiagramEdgeKind.Variance || edge.Kind == DiagramEdgeKind.Intercept)
            {
                if (edge.To == node) taken.Add((edge.At(0.5) - node.Centre).Unit);
                continue;
            }

            if (edge.From == node) taken.Add((edge.At(0.15) - node.Centre).Unit);
            if (edge.To == node) taken.Add((edge.At(0.85) - node.Centre).Unit);
        }

        var (best, value) = (new Point(0, 1), double.NegativeInfinity);
        for (var k = 0; k < directions; k++)
        {
            var angle = 2 * Math.PI * k / directions - Math.PI / 2;
            var d = new Point(Math.Round(Math.Cos(angle), 12), Math.Round(Math.Sin(angle), 12));
            var room = taken.Count == 0 ? 2 : taken.Min(t => 1 - t.Dot(d));
            room = Math.Min(room, 0.7) - penalty(d);
            if (room <= value + 1e-9) continue;
            (best, value) = (d, room);
        }

        return best;
    }

    private double Crowding(DiagramNode node, Point direction, double reach)
    {
        var box = Box.Around(node.Border(direction) + direction * (reach / 2 + 8), 34, reach + 22);
        return diagram.Nodes.Count(n => n != node && n.Box.Meets(box));
    }

    private void Loop(DiagramEdge edge)
    {
        var node = edge.From;
        var outward = node.Outward != default ? node.Outward : Free(node, node.Latent ? 8 : 4, d => Crowding(node, d, LoopReach));
        var along = outward.Normal;
        var (leg, belly) = Math.Abs(outward.X) > 0.5 && !node.Latent ? (3.5, 12) : (6.0, 18);
        var (first, second) = node.Latent || node.Outward == default
            ? (node.Border(outward + along * 0.28), node.Border(outward - along * 0.28))
            : (node.Side(outward, leg), node.Side(outward, -leg));
        if ((second - first).Dot(along) > 0) (first, second) = (second, first);
        var middle = (first + second) * 0.5;
        edge.Curve = [first, middle + along * belly + outward * (LoopReach / 0.75), middle - along * belly + outward * (LoopReach / 0.75), second];
    }

    private void Intercept(DiagramEdge edge)
    {
        var node = edge.To;
        if (!node.Latent && Math.Abs(node.Outward.Y) > 0.5)
        {
            // Beside the loop, outside the row.
            edge.From.Centre = node.Centre + node.Outward * (node.Height / 2 + 36) + new Point(-31, 0);
            Line(edge.From.Centre - node.Outward * 9, node.Side(node.Outward, -21));
            return;
        }

        var direction = Free(node, 16, d => Crowding(node, d, 40) + (Math.Abs(d.X) < 0.3 || Math.Abs(d.Y) < 0.3 ? 0.05 : 0));
        edge.From.Centre = node.Border(direction) + direction * 44;
        Line(edge.From.Centre - direction * 9, node.Border(direction));

        void Line(Point start, Point end) => edge.Curve = [start, start + (end - start) * (1.0 / 3), start + (end - start) * (2.0 / 3), end];
    }

    private void PlaceLabel(DiagramEdge edge)
    {
        if (edge.Kind == DiagramEdgeKind.Intercept && !edge.To.Latent && Math.Abs(edge.To.Outward.Y) > 0.5)
        {
            edge.LabelCentre = edge.From.Centre + edge.To.Outward * (edge.To.Outward.Y > 0 ? 17 : 19);
            placed.Add(edge);
            return;
        }

        ReadOnlySpan<double> places = edge.Kind == DiagramEdgeKind.Directed && edge.From.Latent && !edge.To.Latent
            ? [0.6, 0.68, 0.52, 0.74, 0.44, 0.36, 0.28, 0.8]
            : [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8];
        var (best, least) = (edge.At(0.5), double.PositiveInfinity);
        foreach (var t in places)
        {
            foreach (var side in (ReadOnlySpan<double>)[0, 9, -9])
            {
                var tangent = (edge.At(Math.Min(1, t + 0.01)) - edge.At(Math.Max(0, t - 0.01))).Unit;
                var centre = edge.At(t) + tangent.Normal * side;
                edge.LabelCentre = centre;
                if (edge.Kind == DiagramEdgeKind.Variance)
                {
                    // Outside of the loop, not across it.
                    var out1 = (edge.At(0.5) - edge.From.Centre).Unit;
                    var box = edge.LabelBox;
                    edge.LabelCentre = centre += out1 * (1 + Math.Abs(out1.X) * (box.Right - box.Left) / 2 + Math.Abs(out1.Y) * 7);
                }

                var cost = Math.Abs(side) * 0.4 + Math.Abs(t - places[0]);
                foreach (var node in diagram.Nodes) cost += 100 * edge.LabelBox.Inflated(1).Overlap(node.Box);
                foreach (var triangle in diagram.Triangles) cost += 10 * edge.LabelBox.Overlap(Box.Around(triangle.Centre, 20, 20));
                foreach (var other in placed) cost += 10 * edge.LabelBox.Overlap(other.LabelBox);
                foreach (var other in diagram.Edges)
                {
                    if (other == edge || other.Curve.Length == 0) continue;
                    for (var k = 1; k < 24; k++)
                    {
                        if (edge.LabelBox.Contains(other.At(k / 24.0))) cost += 0.6;
                    }
                }

                if (cost >= least) continue;
                (best, least) = (centre, cost);
            }
        }

        edge.LabelCentre = best;
        placed.Add(edge);
    }
}
