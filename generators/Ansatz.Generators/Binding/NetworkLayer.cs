using Ansatz.Compiler.Tensors;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>Sizes of one example, outermost first: as extents, if they could be found, and as C#.</summary>
/// <param name="Extents">The extents, or null.</param>
/// <param name="Texts">Each as C#: a number, or the extent of a layer, as in <c>Hidden.Out</c>.</param>
internal sealed record NetworkShape(Extent[]? Extents, string[] Texts)
{
    /// <summary>How many indices an element has.</summary>
    public int Rank => Texts.Length;

    /// <summary>The number of elements, or null.</summary>
    public Extent? Elements => Extents?.Aggregate(Extent.One, static (product, e) => product * e);

    /// <summary>The extents for an attribute: numbers, and names.</summary>
    public IEnumerable<string> InAttribute => Texts.Select(static t => char.IsDigit(t[0]) ? t : $"nameof({t})");

    /// <inheritdoc/>
    public override string ToString() => Rank == 0 ? "one number" : string.Join(" × ", Extents is null ? Texts : Extents.Select(static e => e.ToFactor()));
}

/// <summary>Something that can go into a layer: an input, or an equation of a row and of one example's indices.</summary>
/// <param name="Name">Its name as C#.</param>
/// <param name="IsTensor">Whether it is an input, which is read, not called.</param>
/// <param name="Type">The type of its elements; empty if it is not known.</param>
/// <param name="Shape">The shape of one example, or null if it is not known.</param>
internal sealed record NetworkSource(string Name, bool IsTensor, string Type, NetworkShape? Shape)
{
    /// <summary>How it is called in messages.</summary>
    public string Called { get; init; } = Name;

    /// <summary>An element of it.</summary>
    public string At(IEnumerable<string> indices) => IsTensor ? $"{Name}[{string.Join(", ", indices)}]" : $"{Name}({string.Join(", ", indices)})";
}

/// <summary>One layer of a network, and what goes into it.</summary>
internal sealed class NetworkLayer(Member member, AttributeSyntax attribute, LayerSettings settings, LayerClass layer, int number)
{
    /// <summary>The property.</summary>
    public Member Member { get; } = member;

    /// <summary>Its attribute.</summary>
    public AttributeSyntax Attribute { get; } = attribute;

    /// <summary>What the attribute says.</summary>
    public LayerSettings Settings { get; } = settings;

    /// <summary>The layer's class.</summary>
    public LayerClass Class { get; } = layer;

    /// <summary>Its place in the stack, from 0.</summary>
    public int Number { get; } = number;

    /// <summary>The property as C#.</summary>
    public string Name { get; } = TypeHeader.Escape(member.Name);

    /// <summary>The equation that is written for it.</summary>
    public string Result { get; } = "After" + (member.Name.Length == 0 ? "" : char.ToUpperInvariant(member.Name[0]) + member.Name.Substring(1));

    /// <summary>What one example of its input has to be.</summary>
    public NetworkShape From { get; set; } = new(null, []);

    /// <summary>What one example of its result is.</summary>
    public NetworkShape To { get; set; } = new(null, []);

    /// <summary>What goes in.</summary>
    public NetworkSource Source { get; set; } = null!;

    /// <summary>Whether the source's elements are numbered anew.</summary>
    public bool IsReshaped { get; set; }

    /// <summary>An element of what goes in, at indices that the layer counts.</summary>
    public string Input(string row, string[] indices) => Source.At(new[] { row }.Concat(IsReshaped ? Reshaped(indices) : indices));

    // The same element by the source's indices: counted through in the order of rows, and taken apart.
    private IEnumerable<string> Reshaped(string[] indices)
    {
        var from = From.Texts;
        var flat = indices[0];
        for (var d = 1; d < indices.Length; d++) flat = $"{(d == 1 ? flat : $"({flat})")} * {from[d]} + {indices[d]}";
        var to = Source.Shape!;
        if (to.Rank == 1) return [flat];
        if (indices.Length > 1) flat = $"({flat})";
        return Enumerable.Range(0, to.Rank).Select(d =>
        {
            var inner = Product(to, d + 1);
            var quotient = inner.Length == 0 ? flat : $"{flat} / {inner}";
            return d == 0 ? quotient : $"{quotient} % {to.Texts[d]}";
        });
    }

    private static string Product(NetworkShape shape, int first)
    {
        if (first >= shape.Rank) return "";
        var product = shape.Extents!.Skip(first).Aggregate(Extent.One, static (p, e) => p * e);
        if (product.Constant is { } number) return LiteralText.Of((int)number)!;
        var text = string.Join(" * ", shape.Texts.Skip(first));
        return shape.Rank - first > 1 ? $"({text})" : text;
    }
}
