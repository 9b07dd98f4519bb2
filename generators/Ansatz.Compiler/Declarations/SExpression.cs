using System.Text;

namespace Ansatz.Compiler.Declarations;

/// <summary>A node of canonical text: an atom or a list. Nodes are numbered in pre-order, so that the analyzer can find their source.</summary>
public sealed class SExpression
{
    private SExpression(string? atom, SExpression[] items, int node)
    {
        Atom = atom;
        Items = items;
        Node = node;
    }

    /// <summary>The text of an atom, or null for a list.</summary>
    public string? Atom { get; }

    /// <summary>The elements of a list; empty for an atom.</summary>
    public SExpression[] Items { get; }

    /// <summary>The number of this node in its line, from 0, in pre-order over lists and atoms.</summary>
    public int Node { get; }

    /// <summary>The first atom of a list, which says what the list is.</summary>
    public string? Head => Items.Length > 0 ? Items[0].Atom : null;

    /// <summary>This node and all below it.</summary>
    public IEnumerable<SExpression> Nodes() => Items.SelectMany(i => i.Nodes()).Prepend(this);

    /// <summary>Reads one line.</summary>
    /// <exception cref="FormatException">The text is not one complete expression.</exception>
    public static SExpression Parse(string text)
    {
        var position = 0;
        var node = 0;
        var result = Read(text, ref position, ref node);
        SkipSpaces(text, ref position);
        return position == text.Length ? result : throw new FormatException($"Text after the end of a declaration at {position}.");
    }

    private static void SkipSpaces(string text, ref int position)
    {
        while (position < text.Length && text[position] == ' ') position++;
    }

    private static SExpression Read(string text, ref int position, ref int node)
    {
        SkipSpaces(text, ref position);
        if (position >= text.Length) throw new FormatException("A declaration ends too early.");
        var number = node++;
        if (text[position] != '(')
        {
            var start = position;
            while (position < text.Length && text[position] is not (' ' or '(' or ')')) position++;
            return position > start
                ? new SExpression(text.Substring(start, position - start), [], number)
                : throw new FormatException($"Unexpected ')' at {start}.");
        }

        position++;
        var items = new List<SExpression>();
        while (true)
        {
            SkipSpaces(text, ref position);
            if (position >= text.Length) throw new FormatException("A list is not closed.");
            if (text[position] == ')')
            {
                position++;
                return new SExpression(null, items.ToArray(), number);
            }

            items.Add(Read(text, ref position, ref node));
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Atom is not null) return Atom;
        var text = new StringBuilder("(");
        for (var i = 0; i < Items.Length; i++)
        {
            if (i > 0) text.Append(' ');
            text.Append(Items[i]);
        }

        return text.Append(')').ToString();
    }
}
