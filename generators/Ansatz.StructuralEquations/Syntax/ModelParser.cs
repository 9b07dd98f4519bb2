namespace Ansatz.StructuralEquations;

/// <summary>
/// Parses model text in lavaan's grammar: one formula, definition or constraint a line; a line goes on after an operator, and where the next one begins with one.
/// It takes any text, reports everything it cannot read, and goes on with the next term or line.
/// </summary>
internal sealed class ModelParser
{
    private static readonly string[] Blocks = ["group", "level", "block", "class"];

    private readonly string _text;
    private readonly List<SemProblem> _problems;
    private readonly IReadOnlyList<SyntaxToken> _tokens;
    private readonly TermParser _terms;
    private readonly List<FormulaSyntax> _formulas = [];
    private readonly List<ConstraintSyntax> _constraints = [];
    private FormulaSyntax? _last;

    private ModelParser(string text, List<SemProblem> problems)
    {
        _text = text;
        _problems = problems;
        _tokens = ModelLexer.Read(text, problems);
        _terms = new TermParser(text, _tokens, problems);
    }

    /// <summary>Parses a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="problems">Where to report.</param>
    public static ModelSyntax Parse(string text, List<SemProblem> problems)
    {
        var parser = new ModelParser(text, problems);
        parser.Statements();
        return new ModelSyntax(parser._formulas, parser._constraints, parser._tokens);
    }

    private void Statements()
    {
        var at = 0;
        while (_tokens[at].Kind != TokenKind.End)
        {
            if (_tokens[at].IsBoundary)
            {
                at++;
                continue;
            }

            var end = StatementEnd(at);
            Statement(at, end);
            at = end;
        }
    }

    private int StatementEnd(int start)
    {
        var depth = 0;
        for (var k = start; ; k++)
        {
            var token = _tokens[k];
            if (token.Kind is TokenKind.End or TokenKind.Semicolon) return k;
            if (token.Is('(')) depth++;
            else if (token.Is(')')) depth = Math.Max(0, depth - 1);
            else if (token.Kind == TokenKind.LineEnd)
            {
                var next = k;
                while (_tokens[next].Kind == TokenKind.LineEnd) next++;
                if (!GoesOn(_tokens[k - 1], _tokens[next], depth > 0) && (depth == 0 || HasOperator(next))) return k;
                k = next - 1;
            }
        }
    }

    private static bool GoesOn(SyntaxToken last, SyntaxToken next, bool isInside) =>
        last.Kind == TokenKind.Operator || (last.Kind == TokenKind.Symbol && !last.Is(')')) || next.Kind == TokenKind.Operator || (next.Kind == TokenKind.Symbol && !next.Is('(') && (isInside || !next.Is(')')));

    private bool HasOperator(int line)
    {
        for (; !_tokens[line].IsBoundary; line++)
        {
            if (_tokens[line].Kind == TokenKind.Operator) return true;
        }

        return _tokens[line].Kind == TokenKind.End;
    }

    private void Statement(int start, int end)
    {
        while (true)
        {
            var first = Operator(start, end);
            if (first < 0)
            {
                WithoutOperator(start, end);
                return;
            }

            var second = Operator(first + 1, end);
            if (second < 0)
            {
                Line(start, first, end);
                return;
            }

            // Two formulas, between which a line end is missing or which a line end within a formula joined.
            var split = second;
            while (split > first + 1 && _tokens[split].Kind != TokenKind.LineEnd) split--;
            if (_tokens[split].Kind != TokenKind.LineEnd)
            {
                split = second - 1;
                if (split <= first || IsConstraint(_tokens[first]) || IsConstraint(_tokens[second]))
                {
                    Error(_tokens[second].Range, $"A line has one operator; this is a second, after '{_tokens[first].Text}'.");
                    return;
                }

                Error(_tokens[split].Range, $"A line has one operator; the end of a line or ';' is missing before '{_tokens[split].Text}'.", $"; {Source(_tokens[split].Range)}");
            }

            Line(start, first, split);
            start = split;
        }
    }

    private static bool IsConstraint(SyntaxToken token) => token.Text is "==" or "<" or ">" or ":=";

    private int Operator(int start, int end)
    {
        for (var k = start; k < end; k++)
        {
            if (_tokens[k].Kind == TokenKind.Operator) return k;
        }

        return -1;
    }

    private void Line(int start, int op, int end)
    {
        var token = _tokens[op];
        _last = null;
        switch (token.Text)
        {
            case "<~":
                Error(token.Range, "Formative latent variables ('<~') are not supported.");
                return;
            case "~*~":
                Error(token.Range, "Scaling factors ('~*~') are not supported.");
                return;
            case "|":
                Error(token.Range, "Thresholds of ordered variables ('|') are not supported.");
                return;
            case "%":
                Error(token.Range, "Group weights ('%') are not supported.");
                return;
            case "==" or "<" or ">" or ":=":
                Constraint(start, op, end);
                return;
        }

        var left = Left(start, op);
        var right = _terms.Right(op, end);
        _last = new FormulaSyntax(left, SemOperators.Parse(token.Text), token.Range, right);
        if (left.Count > 0) _formulas.Add(_last);
    }

    private IReadOnlyList<NameSyntax> Left(int start, int op)
    {
        List<NameSyntax> names = [];
        var tokens = Tokens(start, op);
        if (tokens.Count == 0) Error(_tokens[op].Range, $"A variable is missing before '{_tokens[op].Text}'.");
        var at = 0;
        while (at < tokens.Count)
        {
            var term = tokens.Skip(at).TakeWhile(t => !t.Is('+')).ToList();
            at += term.Count + 1;
            if (term.Count == 0 || at == tokens.Count) Error(tokens[Math.Min(at, tokens.Count) - 1].Range, $"A variable is missing {(term.Count == 0 && at < tokens.Count ? "before" : "after")} '+'.");
            if (term.Count == 0) continue;
            if (_terms.Variable(term) is { } name) names.Add(name);
            else LeftError(term, _tokens[op].Text);
        }

        return names;
    }

    private void LeftError(List<SyntaxToken> term, string op)
    {
        var range = Over(term);
        if (term.Count > 1 && term[0].Kind == TokenKind.Name && term[1].Is('(')) Error(term[0].Range, $"'{term[0].Text}()' is not supported on the left of '{op}'.");
        else if (term.Any(t => t.Is('*'))) Error(range, $"Modifiers stand on the right of '{op}', not on the left.");
        else if (term.Count > 1 && term[0].StartsOperand && term[1].StartsOperand) Error(term[1].Range, $"'+' is missing before '{term[1].Text}'.", $"+ {Source(term[1].Range)}");
        else Error(range, $"A variable is expected on the left of '{op}', not '{Source(range)}'.");
    }

    private void Constraint(int start, int op, int end)
    {
        var token = _tokens[op];
        var left = ExpressionParser.Parse(_tokens, start, op, $"before '{token.Text}'", _problems);
        var right = ExpressionParser.Parse(_tokens, op + 1, end, $"after '{token.Text}'", _problems);
        if (left is null || right is null) return;
        if (token.Text == ":=" && left is not NameExpression)
        {
            Error(left.Range, "The name of a defined parameter is expected on the left of ':='.");
            return;
        }

        _constraints.Add(new ConstraintSyntax(left, SemOperators.Parse(token.Text), token.Range, right, left is NameExpression name && token.Text == ":=" ? name.Name : Joined(start, op), Joined(op + 1, end)));
    }

    // As lavaan has it in parameter tables: without blanks, line ends and quotes, but for names that are none without quotes.
    private string Joined(int start, int end) => string.Concat(Tokens(start, end).Select(t => t.Kind is TokenKind.Name or TokenKind.String ? ModelLexer.Written(t.Text) : t.Text));

    private void WithoutOperator(int start, int end)
    {
        var tokens = Tokens(start, end);
        var first = tokens[0];
        if (tokens.Count > 1 && first.Kind == TokenKind.Name && tokens[1].Is(':') && Blocks.Contains(first.Text.ToLowerInvariant()))
        {
            Error(new TextRange(first.Range.Start, tokens[1].Range.End - first.Range.Start), first.Text.ToLowerInvariant() == "group"
                ? "Blocks of groups ('group:') are not supported; write 'c(…)*' for what differs between groups."
                : $"Blocks ('{first.Text}:') are not supported.");
        }
        else if (_last is not null && first.StartsOperand)
        {
            Error(first.Range, $"'+' is missing before '{first.Text}', or an operator after it.", $"+ {Source(first.Range)}");
            if (_last.Right is List<TermSyntax> right) right.AddRange(_terms.Right(start - 1, end));
        }
        else if (!_problems.Any(p => p.Range.Start >= first.Range.Start && p.Range.End <= tokens[tokens.Count - 1].Range.End)) Error(Over(tokens), $"'{Shortened(Source(Over(tokens)))}' has no operator: '=~' measures a latent variable, '~' regresses, '~~' is a covariance.");
    }

    private List<SyntaxToken> Tokens(int start, int end)
    {
        List<SyntaxToken> tokens = [];
        for (var k = start; k < end; k++)
        {
            if (_tokens[k].Kind != TokenKind.LineEnd) tokens.Add(_tokens[k]);
        }

        return tokens;
    }

    private static TextRange Over(List<SyntaxToken> tokens) => new(tokens[0].Range.Start, tokens[tokens.Count - 1].Range.End - tokens[0].Range.Start);

    private string Source(TextRange range) => _text.Substring(range.Start, range.Length);

    private static string Shortened(string text) => text.Length <= 40 ? text : text.Substring(0, 40) + "…";

    private void Error(TextRange range, string message, string? replacement = null) => _problems.Add(new SemProblem(SemCodes.Syntax, SemSeverity.Error, range, message) { Replacement = replacement });
}
