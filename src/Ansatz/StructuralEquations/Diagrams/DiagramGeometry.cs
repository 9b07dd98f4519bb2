namespace Ansatz.StructuralEquations;

/// <summary>A point of the drawing; y grows downwards.</summary>
internal readonly record struct Point(double X, double Y)
{
    public double Length => Math.Sqrt(X * X + Y * Y);

    public Point Unit => Length > 0 ? this * (1 / Length) : new(1, 0);

    public Point Normal => new(-Y, X);

    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    public static Point operator *(Point a, double s) => new(a.X * s, a.Y * s);

    public double Dot(Point b) => X * b.X + Y * b.Y;
}

/// <summary>A rectangle with its sides along the axes.</summary>
internal readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    public static Box Around(Point centre, double width, double height) => new(centre.X - width / 2, centre.Y - height / 2, centre.X + width / 2, centre.Y + height / 2);

    public Box Inflated(double by) => new(Left - by, Top - by, Right + by, Bottom + by);

    public bool Contains(Point p) => p.X > Left && p.X < Right && p.Y > Top && p.Y < Bottom;

    public bool Meets(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    public double Overlap(Box other) => Math.Max(0, Math.Min(Right, other.Right) - Math.Max(Left, other.Left)) * Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top));

    public Box With(Box other) => new(Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));
}

/// <summary>A variable in the drawing.</summary>
internal sealed class DiagramNode(string name, string text, bool latent)
{
    public string Name { get; } = name;

    public string Text { get; } = text;

    /// <summary>An ellipse; otherwise a rectangle.</summary>
    public bool Latent { get; } = latent;

    public double Width { get; } = latent ? Math.Max(76, 7.6 * text.Length + 30) : Math.Max(56, 7.6 * text.Length + 16);

    public double Height { get; } = latent ? 44 : 30;

    public Point Centre { get; set; }

    /// <summary>The direction in which nothing else lies, for loops and arcs; (0, 0) where it is not known.</summary>
    public Point Outward { get; set; }

    public Box Box => Box.Around(Centre, Width, Height);

    /// <summary>Where a ray from the centre leaves the node.</summary>
    public Point Border(Point direction)
    {
        var d = direction.Unit;
        double a = Width / 2, b = Height / 2;
        var t = Latent ? 1 / Math.Sqrt(d.X * d.X / (a * a) + d.Y * d.Y / (b * b)) : Math.Min(d.X == 0 ? double.MaxValue : a / Math.Abs(d.X), d.Y == 0 ? double.MaxValue : b / Math.Abs(d.Y));
        return Centre + d * t;
    }

    /// <summary>The point of the border beside the middle of a side, moved along that side.</summary>
    public Point Side(Point outward, double along)
    {
        var reach = Math.Abs(outward.X) > 0.5 ? Height / 2 : Width / 2;
        var shift = Math.Clamp(along, -0.8 * reach, 0.8 * reach);
        var depth = Math.Abs(outward.X) > 0.5 ? Width / 2 : Height / 2;
        var out1 = Latent ? depth * Math.Sqrt(1 - shift / reach * (shift / reach)) : depth;
        return Centre + outward * out1 + new Point(Math.Abs(outward.Y), Math.Abs(outward.X)) * shift;
    }
}

/// <summary>What an arrow stands for.</summary>
internal enum DiagramEdgeKind
{
    Directed,
    Covariance,
    Variance,
    Intercept,
}

/// <summary>An arrow: a cubic Bézier curve with heads at its end or at both.</summary>
internal sealed class DiagramEdge(DiagramEdgeKind kind, DiagramNode from, DiagramNode to, string label, bool isFixed)
{
    public DiagramEdgeKind Kind { get; } = kind;

    public DiagramNode From { get; } = from;

    public DiagramNode To { get; } = to;

    public string Label { get; } = label;

    public bool IsFixed { get; } = isFixed;

    public Point[] Curve { get; set; } = [];

    public Point LabelCentre { get; set; }

    public Box LabelBox => Box.Around(LabelCentre, 6.4 * Label.Length + 4, 13);

    public Point At(double t)
    {
        var (u, c) = (1 - t, Curve);
        return c[0] * (u * u * u) + c[1] * (3 * u * u * t) + c[2] * (3 * u * t * t) + c[3] * (t * t * t);
    }

    public void Quadratic(Point start, Point control, Point end) => Curve = [start, start + (control - start) * (2.0 / 3), end + (control - end) * (2.0 / 3), end];
}
