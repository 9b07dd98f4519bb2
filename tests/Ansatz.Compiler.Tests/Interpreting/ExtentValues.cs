using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Tests.Interpreting;

/// <summary>Evaluates extents for given values of their names, by reading their C# text as C# does.</summary>
internal sealed class ExtentValues(IReadOnlyDictionary<string, long> names)
{
    private readonly Dictionary<string, long> _known = [];

    public static ExtentValues None { get; } = new(new Dictionary<string, long>());

    public int Of(Extent extent) => checked((int)Of(extent.ToCSharp()));

    public int[] Of(IEnumerable<Extent> extents) => extents.Select(Of).ToArray();

    /// <summary>The value of an integer expression in C#: + − * / % with their precedences, names, parentheses.</summary>
    public long Of(string text)
    {
        if (_known.TryGetValue(text, out var known)) return known;
        var position = 0;
        var value = Sum(text, ref position);
        if (position != text.Length) throw new FormatException($"'{text}' is no integer expression from {position}.");
        return _known[text] = value;
    }

    private long Sum(string text, ref int position)
    {
        var value = Product(text, ref position);
        while (Sign(text, ref position, "+-") is { } sign)
        {
            var right = Product(text, ref position);
            value = checked(sign == '+' ? value + right : value - right);
        }

        return value;
    }

    private long Product(string text, ref int position)
    {
        var value = Factor(text, ref position);
        while (Sign(text, ref position, "*/%") is { } sign)
        {
            var right = Factor(text, ref position);
            value = checked(sign == '*' ? value * right : sign == '/' ? value / right : value % right);
        }

        return value;
    }

    private long Factor(string text, ref int position)
    {
        if (Sign(text, ref position, "-") is not null) return checked(-Factor(text, ref position));
        if (Sign(text, ref position, "(") is not null)
        {
            var value = Sum(text, ref position);
            return Sign(text, ref position, ")") is not null ? value : throw new FormatException($"'{text}' lacks a parenthesis.");
        }

        var start = position;
        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] == '_')) position++;
        var word = text[start..position];
        return long.TryParse(word, out var number) ? number : names.TryGetValue(word, out var named) ? named : throw new FormatException($"'{word}' in '{text}' has no value.");
    }

    private static char? Sign(string text, ref int position, string signs)
    {
        while (position < text.Length && text[position] == ' ') position++;
        return position < text.Length && signs.Contains(text[position]) ? text[position++] : null;
    }
}
