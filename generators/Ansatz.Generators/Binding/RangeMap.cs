using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Ansatz.Generators.Binding;

/// <summary>
/// Where every node of the canonical text stands in the source. Nodes are numbered in pre-order over the lists and atoms of a
/// member's line, the line itself being node 0. Filled for the analyzer only: it never crosses the pipeline.
/// </summary>
public sealed class RangeMap
{
    private readonly List<List<(SyntaxTree Tree, TextSpan Span)>> _members = [];
    private readonly List<(SyntaxTree Tree, TextSpan Span)> _outside = [];
    private (SyntaxTree Tree, TextSpan Span)? _model;

    /// <summary>The place of a node, or of the nearest thing that has one: its member, then the name of the class.</summary>
    /// <param name="member">The number of the member's line; anything outside the lines is the class itself.</param>
    /// <param name="node">The number of the node in pre-order; outside the lines 0 is the class, and further numbers are members that have no line.</param>
    public Location Find(int member, int node)
    {
        if (member >= 0 && member < _members.Count && _members[member].Count > 0)
        {
            var nodes = _members[member];
            var (tree, span) = nodes[node >= 0 && node < nodes.Count ? node : 0];
            return Location.Create(tree, span);
        }

        if (member < 0 && node > 0 && node <= _outside.Count) return Location.Create(_outside[node - 1].Tree, _outside[node - 1].Span);
        return _model is { } model ? Location.Create(model.Tree, model.Span) : Location.None;
    }

    internal void AddModel(SyntaxToken name)
    {
        if (name.SyntaxTree is { } tree) _model = (tree, name.Span);
    }

    internal void AddOutside(SyntaxNodeOrToken place)
    {
        if (place.SyntaxTree is { } tree) _outside.Add((tree, place.Span));
    }

    internal void Remove(int member)
    {
        if (member < _members.Count) _members.RemoveAt(member);
    }

    internal void Add(int member, int node, SyntaxTree tree, TextSpan span)
    {
        while (_members.Count <= member) _members.Add([]);
        var nodes = _members[member];
        while (nodes.Count <= node) nodes.Add((tree, span));
        nodes[node] = (tree, span);
    }
}
