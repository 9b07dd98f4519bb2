namespace Ansatz.StructuralEquations;

public sealed partial class SemFit
{
    /// <summary>The path diagram of a group as SVG.</summary>
    /// <param name="options">What is drawn; null for the estimates of the first group.</param>
    public string ToSvg(DiagramOptions? options = null) => SvgWriter.Write(PathDiagram.Of(Solution, options ?? new()));

    /// <summary>The path diagram of a group in Graphviz's language (DOT).</summary>
    /// <param name="options">What is drawn; null for the estimates of the first group.</param>
    public string ToDot(DiagramOptions? options = null) => DotWriter.Write(PathDiagram.Of(Solution, options ?? new()));
}
