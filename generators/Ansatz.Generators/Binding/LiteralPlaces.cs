using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Ansatz.Generators.Binding;

/// <summary>Where the characters of a constant string stand in the file: raw, verbatim and ordinary literals, and sums of these.</summary>
public sealed class LiteralPlaces
{
    private readonly ExpressionSyntax _expression;
    private readonly List<int>? _places;

    private LiteralPlaces(ExpressionSyntax expression, List<int>? places)
    {
        _expression = expression;
        _places = places;
    }

    /// <summary>The places of an expression's characters. What is no literal, a constant for example, is one place.</summary>
    public static LiteralPlaces Of(ExpressionSyntax expression)
    {
        var places = new List<int>();
        return Add(expression, places) ? new LiteralPlaces(expression, places) : new LiteralPlaces(expression, null);
    }

    /// <summary>The place of a range of characters; the whole expression where the characters are not in the file one by one.</summary>
    public TextSpan Find(int start, int length)
    {
        if (_places is null || _places.Count == 0) return _expression.Span;
        var first = Math.Min(Math.Max(start, 0), _places.Count - 1);
        var last = Math.Min(Math.Max(start + length - 1, first), _places.Count - 1);

        // After the last character there is still a place to point at.
        return start >= _places.Count ? new TextSpan(_places[_places.Count - 1], 1) : TextSpan.FromBounds(_places[first], _places[last] + 1);
    }

    private static bool Add(ExpressionSyntax expression, List<int> places)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesised:
                return Add(parenthesised.Expression, places);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum:
                return Add(sum.Left, places) && Add(sum.Right, places);
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal:
                var before = places.Count;
                Characters(literal.Token, places);
                return places.Count - before == literal.Token.ValueText.Length;
            default:
                return false;
        }
    }

    private static void Characters(SyntaxToken token, List<int> places)
    {
        var text = token.Text;
        var start = token.SpanStart;
        switch (token.Kind())
        {
            case SyntaxKind.MultiLineRawStringLiteralToken:
                Lines(text, start, places);
                break;
            case SyntaxKind.SingleLineRawStringLiteralToken:
                var quotes = text.Length - text.TrimStart('"').Length;
                for (var k = quotes; k < text.Length - quotes; k++) places.Add(start + k);
                break;
            case SyntaxKind.StringLiteralToken when text.StartsWith("@", StringComparison.Ordinal):
                for (var k = 2; k < text.Length - 1; k++)
                {
                    places.Add(start + k);
                    if (text[k] == '"') k++;
                }

                break;
            default:
                for (var k = 1; k < text.Length - 1; k++)
                {
                    places.Add(start + k);
                    if (text[k] == '\\') k = EscapeEnd(text, k, start, places);
                }

                break;
        }
    }

    // The last character of an escape sequence; one that makes two characters of the value gives both its place.
    private static int EscapeEnd(string text, int k, int start, List<int> places)
    {
        switch (k + 1 < text.Length ? text[k + 1] : ' ')
        {
            case 'u':
                return k + 5;
            case 'U':
                if (text.Substring(k + 2, 8).TrimStart('0').Length > 4) places.Add(start + k);
                return k + 9;
            case 'x':
                var end = k + 2;
                while (end < k + 6 && Uri.IsHexDigit(text[end])) end++;
                return end - 1;
            default:
                return k + 1;
        }
    }

    // The lines between the quotes, each without the blanks that stand before the closing quotes.
    private static void Lines(string text, int start, List<int> places)
    {
        var lines = new List<(int From, int To)>();
        var from = 0;
        for (var k = 0; k < text.Length; k++)
        {
            if (text[k] is not ('\n' or '\r')) continue;
            if (text[k] == '\r' && k + 1 < text.Length && text[k + 1] == '\n') k++;
            lines.Add((from, k + 1));
            from = k + 1;
        }

        var closing = text.Substring(from);
        var indentation = closing.Length - closing.TrimStart().Length;
        for (var n = 1; n < lines.Count; n++)
        {
            var (first, end) = lines[n];

            // The last line end belongs to the closing quotes.
            if (n == lines.Count - 1) end = first + text.Substring(first, end - first).TrimEnd('\r', '\n').Length;
            var skip = 0;
            while (skip < indentation && first + skip < end && text[first + skip] is not ('\r' or '\n')) skip++;
            for (var k = first + skip; k < end; k++) places.Add(start + k);
        }
    }
}
