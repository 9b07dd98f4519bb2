using System.Globalization;

namespace Ansatz.StructuralEquations;

/// <summary>Parses a stretch of tokens as an expression, with R's precedence: <c>^</c> binds closest and to the right, then the sign, then <c>* /</c>, then <c>+ -</c>.</summary>
internal sealed class ExpressionParser
{
    /// <summary>How deep expressions may be nested; deeper ones are refused, so that no text can exhaust the stack.</summary>
    public const int MostLevels = 250;

    /// <summary>How many operators may follow each other: a sum of n terms is n deep.</summary>
    public const int MostOperators = 1000;

    /// <summary>The functions that expressions may call.</summary>
    public static readonly IReadOnlyList<string> Functions =
        ["exp", "expm1", "log", "log1p", "log2", "log10", "sqrt", "abs", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "plogis", "qlogis"];

    private readonly IReadOnlyList<SyntaxToken> _tokens;
    private readonly int _end;
    private readonly List<SemProblem> _problems;
    private int _at;
    private int _level;

    private ExpressionParser(IReadOnlyList<SyntaxToken> tokens, int start, int end, List<SemProblem> problems)
    {
        _tokens = tokens;
        _at = start;
        _end = end;
        _problems = problems;
        Skip();
    }

    /// <summary>The expression of the tokens from start to end (without), of which ends of lines are ignored; null if it is none, which is then reported.</summary>
    /// <param name="tokens">All tokens.</param>
    /// <param name="start">The first.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="after">What stands before it, for example <c>==</c>, to say what an expression is missing after or before.</param>
    /// <param name="problems">Where to report.</param>
    public static SemExpression? Parse(IReadOnlyList<SyntaxToken> tokens, int start, int end, string after, List<SemProblem> problems)
    {
        var parser = new ExpressionParser(tokens, start, end, problems);
        if (parser.AtEnd)
        {
            var at = Math.Min(end, tokens.Count - 1);
            problems.Add(Error(tokens[at].Range, $"An expression is missing {after}."));
            return null;
        }

        var e = parser.Sum();
        if (e is null || parser.AtEnd) return e;
        var rest = parser._tokens[parser._at];
        problems.Add(rest.StartsOperand && parser._at > start && tokens[parser._at - 1].EndsOperand
            ? Error(rest.Range, $"An operator is missing before '{rest.Text}'.")
            : Error(rest.Range, $"'{rest.Text}' has no meaning here."));
        return null;
    }

    private bool AtEnd => _at >= _end;

    private bool Is(char symbol) => !AtEnd && _tokens[_at].Is(symbol);

    private static SemProblem Error(TextRange range, string message) => new(SemCodes.Syntax, SemSeverity.Error, range, message);

    private void Advance()
    {
        _at++;
        Skip();
    }

    private void Skip()
    {
        while (_at < _end && _tokens[_at].Kind == TokenKind.LineEnd) _at++;
    }

    private SemExpression? Sum() => Chain(Product, '+', '-');

    private SemExpression? Product() => Chain(Signed, '*', '/');

    private SemExpression? Chain(Func<SemExpression?> operand, char one, char other)
    {
        var left = operand();
        while (left is not null && (Is(one) || Is(other)))
        {
            var op = _tokens[_at].Text[0];
            Advance();
            if (operand() is not { } right) return null;
            left = Checked(new BinaryExpression(op, left, right, Over(left.Range, right.Range)));
        }

        return left;
    }

    private SemExpression? Signed()
    {
        if (!Is('-') && !Is('+')) return Power();
        var sign = _tokens[_at];
        Advance();
        if (++_level > MostLevels) return TooDeep(sign.Range);
        var operand = Signed();
        _level--;
        if (operand is null) return null;
        return sign.Is('-') ? new UnaryExpression(operand, Over(sign.Range, operand.Range)) : operand;
    }

    private SemExpression? Power()
    {
        if (Operand() is not { } left) return null;
        if (!Is('^')) return left;
        var at = _tokens[_at].Range;
        Advance();
        if (++_level > MostLevels) return TooDeep(at);
        var right = Signed();
        _level--;
        return right is null ? null : Checked(new BinaryExpression('^', left, right, Over(left.Range, right.Range)));
    }

    private SemExpression? Operand()
    {
        if (AtEnd)
        {
            var last = _tokens[_end - 1];
            _problems.Add(Error(last.Range, $"An operand is missing after '{last.Text.Replace("\n", "")}'."));
            return null;
        }

        var token = _tokens[_at];
        if (token.Kind == TokenKind.Number)
        {
            Advance();
            if (double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return new NumberExpression(number, token.Range);
            _problems.Add(Error(token.Range, $"'{token.Text}' is no number that can be represented."));
            return null;
        }

        // lavaan takes quotes out of constraints.
        if (token.Kind is TokenKind.Name or TokenKind.String)
        {
            Advance();
            return Is('(') ? Call(token) : token.Text == "pi" ? new NumberExpression(Math.PI, token.Range) : new NameExpression(token.Text, token.Range);
        }

        if (token.Is('(')) return Parenthesis(token);
        _problems.Add(Error(token.Range, $"An expression is expected, not '{token.Text}'."));
        return null;
    }

    private SemExpression? Parenthesis(SyntaxToken open)
    {
        if (++_level > MostLevels) return TooDeep(open.Range);
        Advance();
        var inner = Sum();
        _level--;
        if (inner is null) return null;
        var end = Close(open);
        return end is null ? null : inner with { Range = Over(open.Range, end.Value) };
    }

    private SemExpression? Call(SyntaxToken name)
    {
        var open = _tokens[_at];
        if (++_level > MostLevels) return TooDeep(open.Range);
        List<SemExpression> arguments = [];
        do
        {
            Advance();
            if (Sum() is not { } argument) return null;
            arguments.Add(argument);
        }
        while (Is(','));
        _level--;
        if (Close(open) is not { } end) return null;
        var range = Over(name.Range, end);
        if (!Functions.Contains(name.Text))
        {
            var meant = NearestName.Of(name.Text, Functions);
            _problems.Add(Error(name.Range, $"There is no function '{name.Text}'; expressions may call {string.Join(", ", Functions)}.{(meant is null ? "" : $" Did you mean '{meant}'?")}") with { Replacement = meant });
            return null;
        }

        if (arguments.Count > (name.Text == "log" ? 2 : 1))
        {
            _problems.Add(Error(range, $"'{name.Text}' takes {(name.Text == "log" ? "one argument, or two" : "one argument")}, not {arguments.Count}."));
            return null;
        }

        return Checked(new CallExpression(name.Text, arguments, range));
    }

    private TextRange? Close(SyntaxToken open)
    {
        if (!Is(')'))
        {
            _problems.Add(AtEnd ? Error(open.Range, "This parenthesis is not closed.") : Error(_tokens[_at].Range, $"An operator or ')' is expected, not '{_tokens[_at].Text}'."));
            return null;
        }

        var range = _tokens[_at].Range;
        Advance();
        return range;
    }

    private SemExpression? Checked(SemExpression e) => e.Depth <= MostOperators ? e : TooLong(e.Range);

    private SemExpression? TooLong(TextRange range)
    {
        _problems.Add(Error(range, $"An expression may have {MostOperators} operators in a row; define a part of it with ':='."));
        return null;
    }

    private SemExpression? TooDeep(TextRange range)
    {
        _problems.Add(Error(range, $"An expression may be nested {MostLevels} levels deep; define a part of it with ':='."));
        return null;
    }

    private static TextRange Over(TextRange first, TextRange last) => new(first.Start, last.End - first.Start);
}
