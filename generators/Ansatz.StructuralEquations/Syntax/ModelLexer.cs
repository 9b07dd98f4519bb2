using System.Text;

namespace Ansatz.StructuralEquations;

/// <summary>Cuts model text into tokens. It takes any text; what has no meaning is reported and left out.</summary>
internal sealed class ModelLexer
{
    // The longest come first. What lavaan does not have stands with what is meant.
    private static readonly (string Text, string? Meant)[] Operators =
    [
        ("~*~", null), ("==", null), ("=~", null), ("<~", null), ("~~", null), (":=", null),
        ("=-", "=~"), ("~=", "=~"), ("=:", ":="), ("<=", "<"), (">=", ">"),
        ("~", null), ("<", null), (">", null), ("|", null), ("%", null),
    ];

    private readonly string _text;
    private readonly List<SemProblem> _problems;
    private readonly List<SyntaxToken> _tokens = [];
    private int _at;

    private ModelLexer(string text, List<SemProblem> problems)
    {
        _text = text;
        _problems = problems;
    }

    /// <summary>The tokens of a text, with <see cref="TokenKind.End"/> last; comments and blanks are left out.</summary>
    public static IReadOnlyList<SyntaxToken> Read(string text, List<SemProblem> problems)
    {
        var lexer = new ModelLexer(text, problems);
        while (lexer._at < text.Length) lexer.Next();
        lexer._tokens.Add(new SyntaxToken(TokenKind.End, "", new TextRange(text.Length, 0)));
        return lexer._tokens;
    }

    /// <summary>A name as a text has it: in quotes where it would be read otherwise without them.</summary>
    public static string Written(string name)
    {
        if (name.Length > 0 && (IsNameStart(name[0]) || (name[0] == '.' && !(name.Length > 1 && IsDigit(name[1])))) && name.All(IsNamePart)) return name;
        // A name in quotes lacks the kind that is around it.
        var (open, close) = name.IndexOf('`') < 0 ? ('`', '`') : name.IndexOf('"') < 0 ? ('"', '"') : name.IndexOf('\'') < 0 ? ('\'', '\'') : ('\u201C', '\u201D');
        return open + name + close;
    }

    /// <summary>The name of which a text consists; null if it says something else.</summary>
    public static string? Name(string text)
    {
        var tokens = Read(text, []);
        return tokens is [{ Kind: TokenKind.Name or TokenKind.String, Text: var name }, _] ? name : null;
    }

    private void Next()
    {
        var c = Peek();
        if (IsLineEnd(c)) Add(TokenKind.LineEnd, c == '\r' && Peek(1) == '\n' ? 2 : 1, "\n");
        else if (char.IsWhiteSpace(c) || c is '\uFEFF' or '\u200B') _at++;
        else if (c is '#' or '!') SkipComment();
        else if (c == ';') Add(TokenKind.Semicolon, 1, ";");
        else if (c is '"' or '\'' or '`' or '\u201C' or '\u201D') Quoted(c);
        else if (IsNameStart(c) || (c == '.' && !IsDigit(Peek(1)))) Name();
        else if (IsDigit(c) || c == '.') Number();
        else if (!Operator()) Symbol(c);
    }

    private char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private void Add(TokenKind kind, int length, string text)
    {
        _tokens.Add(new SyntaxToken(kind, text, new TextRange(_at, length)));
        _at += length;
    }

    private void SkipComment()
    {
        while (_at < _text.Length && !IsLineEnd(_text[_at])) _at++;
    }

    // Other scripts' digits make no numbers.
    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u2028' or '\u2029' or '\u0085';

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_' || char.IsSurrogate(c);

    private static bool IsNamePart(char c) => IsNameStart(c) || char.IsDigit(c) || c == '.' || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark;

    private void Name()
    {
        var length = 1;
        while (_at + length < _text.Length && IsNamePart(_text[_at + length])) length++;
        Add(TokenKind.Name, length, _text.Substring(_at, length));
    }

    private void Number()
    {
        var length = Digits(0);
        if (Peek(length) == '.') length = Digits(length + 1);
        if (Peek(length) is 'e' or 'E')
        {
            var exponent = length + (Peek(length + 1) is '+' or '-' ? 2 : 1);
            if (IsDigit(Peek(exponent))) length = Digits(exponent);
        }

        var text = _text.Substring(_at, length);
        if (Peek(length) == 'L' && !IsNamePart(Peek(length + 1))) length++; // R's whole numbers
        Add(TokenKind.Number, length, text);
    }

    private int Digits(int from)
    {
        while (IsDigit(Peek(from))) from++;
        return from;
    }

    private void Quoted(char quote)
    {
        var curly = quote is '\u201C' or '\u201D';
        var text = new StringBuilder();
        var length = 1;
        while (_at + length < _text.Length && !IsLineEnd(_text[_at + length]))
        {
            var c = _text[_at + length];
            if (c == quote || (curly && c is '\u201C' or '\u201D'))
            {
                Add(quote == '`' ? TokenKind.Name : TokenKind.String, length + 1, text.ToString());
                if (text.Length == 0) Report(_tokens[_tokens.Count - 1].Range, "A name is missing between the quotes.");
                return;
            }

            text.Append(c);
            length++;
        }

        Report(new TextRange(_at, length), $"The quote {quote} is not closed on this line.");
        if (text.ToString().Trim() is { Length: > 0 } rest) Add(quote == '`' ? TokenKind.Name : TokenKind.String, length, rest);
        else _at += length;
    }

    private bool Operator()
    {
        foreach (var (text, meant) in Operators)
        {
            if (!Starts(text)) continue;
            if (meant is not null) Report(new TextRange(_at, text.Length), $"There is no operator '{text}'; did you mean '{meant}'?", meant);
            Add(TokenKind.Operator, text.Length, meant ?? text);
            return true;
        }

        return false;
    }

    // Word processors write other tildes.
    private bool Starts(string text)
    {
        for (var k = 0; k < text.Length; k++)
        {
            if ((Peek(k) is '\u02DC' or '\u223C' ? '~' : Peek(k)) != text[k]) return false;
        }

        return true;
    }

    private void Symbol(char c)
    {
        if (c is '+' or '-' or '*' or '/' or '^' or '(' or ')' or ',' or ':' or '?')
        {
            if (c == '*' && Peek(1) == '*') Add(TokenKind.Symbol, 2, "^"); // R reads ** as ^
            else Add(TokenKind.Symbol, 1, c.ToString());
            return;
        }

        Report(new TextRange(_at, 1), c == '='
            ? "'=' is no operator: '=~' measures a latent variable, '~' regresses, '==' constrains."
            : $"The character '{(char.IsControl(c) ? $"U+{(int)c:X4}" : c.ToString())}' has no meaning here.");
        _at++;
    }

    private void Report(TextRange range, string message, string? replacement = null) =>
        _problems.Add(new SemProblem(SemCodes.Syntax, SemSeverity.Error, range, message) { Replacement = replacement });
}
