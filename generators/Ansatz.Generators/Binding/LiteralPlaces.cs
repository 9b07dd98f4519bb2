using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Ansatz.Generators.Binding;

/// <summary>Where the characters of a constant string stand in the file: raw, verbatim and ordinary literals, and sums of these.</summary>
public sealed class LiteralPlaces
{
    private readonly ExpressionSyntax _expression;
    private readonly List<(int Start, int End)> _places = [];
    private readonly List<(int First, SyntaxToken Token)> _literals = [];

    private LiteralPlaces(ExpressionSyntax expression)
    {
        _expression = expression;
        if (Add(expression)) return;
        _places.Clear();
        _literals.Clear();
    }

    /// <summary>The places of an expression's characters. What is no literal, a constant for example, is one place.</summary>
    public static LiteralPlaces Of(ExpressionSyntax expression) => new(expression);

    /// <summary>The place of a range of characters; the whole expression where the characters are not in the file one by one.</summary>
    public TextSpan Find(int start, int length)
    {
        if (_places.Count == 0) return _expression.Span;

        // After the last character there is still a place to point at.
        var first = Math.Min(Math.Max(start, 0), _places.Count - 1);
        var last = Math.Min(Math.Max(start + length - 1, first), _places.Count - 1);
        return TextSpan.FromBounds(_places[first].Start, _places[last].End);
    }

    /// <summary>The edit of the file that puts other characters in the place of a range; null where the range does not stand in one literal.</summary>
    /// <param name="start">The first character.</param>
    /// <param name="length">How many, at least one.</param>
    /// <param name="replacement">What stands there instead, as characters of the string.</param>
    public TextChange? Edit(int start, int length, string replacement)
    {
        if (start < 0 || length < 1 || start + length > _places.Count) return null;
        var (first, token) = _literals.FindLast(l => l.First <= start);
        var next = _literals.FindIndex(l => l.First > first) is >= 0 and var found ? _literals[found].First : _places.Count;
        if (start + length > next) return null;
        var written = token.Kind() switch
        {
            SyntaxKind.StringLiteralToken when IsVerbatim(token.Text) => replacement.Replace("\"", "\"\""),
            SyntaxKind.StringLiteralToken => replacement.Replace("\\", "\\\\").Replace("\"", "\\\""),
            _ => replacement,
        };
        return new TextChange(TextSpan.FromBounds(_places[start].Start, _places[start + length - 1].End), written);
    }

    private static bool IsVerbatim(string text) => text.StartsWith("@", StringComparison.Ordinal);

    private bool Add(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesised:
                return Add(parenthesised.Expression);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum:
                return Add(sum.Left) && Add(sum.Right);
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal:
                var before = _places.Count;
                _literals.Add((before, literal.Token));
                Characters(literal.Token);
                return _places.Count - before == literal.Token.ValueText.Length;
            default:
                return false;
        }
    }

    private void Characters(SyntaxToken token)
    {
        var text = token.Text;
        var start = token.SpanStart;
        switch (token.Kind())
        {
            case SyntaxKind.MultiLineRawStringLiteralToken:
                Lines(text, start);
                break;
            case SyntaxKind.SingleLineRawStringLiteralToken:
                var quotes = text.Length - text.TrimStart('"').Length;
                for (var k = quotes; k < text.Length - quotes; k++) _places.Add((start + k, start + k + 1));
                break;
            case SyntaxKind.StringLiteralToken when IsVerbatim(text):
                for (var k = 2; k < text.Length - 1; k++)
                {
                    var first = k;
                    if (text[k] == '"') k++;
                    _places.Add((start + first, start + k + 1));
                }

                break;
            default:
                for (var k = 1; k < text.Length - 1; k++)
                {
                    var first = k;
                    if (text[k] == '\\') k = EscapeEnd(text, k);
                    _places.Add((start + first, start + k + 1));

                    // An escape sequence that makes two characters of the value is the place of both.
                    if (k - first == 9 && text.Substring(first + 2, 8).TrimStart('0').Length > 4) _places.Add((start + first, start + k + 1));
                }

                break;
        }
    }

    // The last character of an escape sequence, which may be half-typed.
    private static int EscapeEnd(string text, int k)
    {
        var last = text.Length - 2;
        switch (text[k + 1])
        {
            case 'u':
                return Math.Min(k + 5, last);
            case 'U':
                return Math.Min(k + 9, last);
            case 'x':
                var end = k + 2;
                while (end < k + 6 && end <= last && Uri.IsHexDigit(text[end])) end++;
                return end - 1;
            default:
                return k + 1;
        }
    }

    // The lines between the quotes, each without the blanks that stand before the closing quotes.
    private void Lines(string text, int start)
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
            for (var k = first + skip; k < end; k++) _places.Add((start + k, start + k + 1));
        }
    }
}
