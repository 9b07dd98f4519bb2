namespace Ansatz.StructuralEquations;

/// <summary>Parses the terms of a formula: variables with modifiers, joined by <c>+</c>.</summary>
internal sealed class TermParser(string text, IReadOnlyList<SyntaxToken> tokens, List<SemProblem> problems)
{
    /// <summary>Words of R that are no names.</summary>
    public static readonly HashSet<string> Reserved = ["if", "else", "repeat", "while", "function", "for", "in", "next", "break", "TRUE", "FALSE", "NULL", "Inf", "NaN", "NA"];

    private readonly ModifierParser _modifiers = new(text, problems);

    /// <summary>The terms from the token after an operator to the end (without).</summary>
    public List<TermSyntax> Right(int op, int end)
    {
        List<SyntaxToken> line = [];
        for (var k = op + 1; k < end; k++)
        {
            if (tokens[k].Kind != TokenKind.LineEnd) line.Add(tokens[k]);
        }

        // lavaan allows one '+' before the first term.
        if (line.Count > 0 && line[0].Is('+')) line.RemoveAt(0);
        List<TermSyntax> terms = [];
        if (line.Count == 0)
        {
            Error(op < 0 ? default : tokens[op].Range, $"A variable is missing after '{(op < 0 ? "" : tokens[op].Text)}'.");
            return terms;
        }

        var isMeasurement = op >= 0 && tokens[op].Text == "=~";
        var isRegression = op >= 0 && tokens[op].Text == "~";
        foreach (var term in Split(line))
        {
            if (Term(term, isMeasurement, isRegression, line.Count == term.Count) is { } parsed) terms.Add(parsed);
        }

        return terms;
    }

    /// <summary>A variable or a product of two; null if it is none.</summary>
    public NameSyntax? Variable(IReadOnlyList<SyntaxToken> term)
    {
        if (term.Count is not (1 or 3) || !IsName(term[0]) || (term.Count == 3 && !(term[1].Is(':') && IsName(term[2])))) return null;
        foreach (var name in term)
        {
            if (!IsReserved(name)) continue;
            Error(name.Range, $"'{name.Text}' is a reserved word and no variable; write `{name.Text}` if it is one.");
        }

        return term.Count == 1 ? new NameSyntax(term[0].Text, term[0].Range) : new NameSyntax($"{term[0].Text}:{term[2].Text}", Over(term));
    }

    private bool IsReserved(SyntaxToken token) => token.Kind == TokenKind.Name && text[token.Range.Start] != '`' && Reserved.Contains(token.Text);

    private static bool IsName(SyntaxToken token) => token.Kind is TokenKind.Name or TokenKind.String && token.Text.Length > 0;

    // At every '+' outside of parentheses, and where one is missing.
    private IEnumerable<List<SyntaxToken>> Split(List<SyntaxToken> line)
    {
        List<SyntaxToken> term = [];
        var depth = 0;
        foreach (var token in line)
        {
            var last = term.Count == 0 ? default : term[term.Count - 1];
            if (depth == 0 && token.Is('+'))
            {
                if (term.Count == 0) Error(token.Range, "A term is missing before '+'.");
                else yield return term;
                term = [];
                continue;
            }

            if (depth == 0 && term.Count > 0 && last.EndsOperand && token.Is('-'))
            {
                Error(token.Range, "Terms are joined by '+'; a negative value is written as in '+ -1*x'.");
                yield return term;
                term = [];
                continue;
            }

            if (depth == 0 && term.Count > 0 && last.EndsOperand && token.StartsOperand)
            {
                if (last.Kind == TokenKind.Number && last.Range.End == token.Range.Start)
                {
                    Error(Over([last, token]), $"'*' is missing between '{last.Text}' and '{token.Text}'.", $"{Source(last.Range)}*{Source(token.Range)}");
                    term.Add(new SyntaxToken(TokenKind.Symbol, "*", new TextRange(token.Range.Start, 0)));
                }
                else
                {
                    Error(token.Range, $"'+' is missing before '{token.Text}'.", $"+ {Source(token.Range)}");
                    yield return term;
                    term = [];
                }
            }

            if (token.Is('(')) depth++;
            else if (token.Is(')')) depth = Math.Max(0, depth - 1);
            term.Add(token);
        }

        if (term.Count > 0) yield return term;
        else Error(line[line.Count - 1].Range, "A term is missing after '+'.");
    }

    private TermSyntax? Term(List<SyntaxToken> term, bool isMeasurement, bool isRegression, bool isOnly)
    {
        List<ModifierSyntax> modifiers = [];
        var start = 0;
        var depth = 0;
        for (var k = 0; k < term.Count; k++)
        {
            if (term[k].Is('(')) depth++;
            else if (term[k].Is(')')) depth--;
            else if (depth == 0 && (term[k].Is('*') || term[k].Is('?')))
            {
                var part = term.GetRange(start, k - start);
                start = k + 1;
                if (part.Count == 0) Error(term[k].Range, $"A modifier is missing before '{term[k].Text}'.");
                else if (_modifiers.Parse(part, term[k].Is('?')) is { } modifier) modifiers.Add(modifier);
            }
        }

        var rest = ModifierParser.WithoutParentheses(term.GetRange(start, term.Count - start));
        if (rest.Count == 0) Error(term[term.Count - 1].Range, $"A variable is missing after '{term[term.Count - 1].Text}'.");
        if (rest.Count == 0) return null;
        if (rest.Count == 1 && rest[0].Kind == TokenKind.Number) return Constant(rest[0], modifiers, Over(term), isMeasurement, isRegression, isOnly);
        if (Variable(rest) is { } variable) return new TermSyntax(variable, modifiers, Over(term));
        NoVariable(rest);
        return null;
    }

    // y ~ 1 is an intercept, y ~ 0 one fixed at 0, and f =~ 0 says that nothing measures f.
    private TermSyntax? Constant(SyntaxToken number, List<ModifierSyntax> modifiers, TextRange range, bool isMeasurement, bool isRegression, bool isOnly)
    {
        if (number.Text == "1" && isRegression) return new TermSyntax(new NameSyntax("1", number.Range), modifiers, range) { IsIntercept = true };
        if (number.Text == "0" && modifiers.Count == 0 && (isRegression || (isMeasurement && isOnly)))
        {
            return new TermSyntax(new NameSyntax(isRegression ? "1" : "0", number.Range), [new ModifierSyntax(ModifierKind.Fixed, [0], [], number.Range)], range) { IsIntercept = isRegression };
        }

        if (!isRegression) Error(number.Range, $"A variable is expected, not {number.Text}; an intercept is written with '~', as in 'y ~ 1'.");
        else Error(range, $"A term is a variable, or 1 for an intercept; one fixed at {number.Text} is written '{number.Text}*1'.", modifiers.Count == 0 ? $"{number.Text}*1" : null);
        return null;
    }

    private void NoVariable(List<SyntaxToken> rest)
    {
        var range = Over(rest);
        if (rest[0].Kind == TokenKind.Name && rest.Count > 1 && rest[1].Is('(')) Error(range, $"Terms are variables, not functions of them; '{Shortened(Source(range))}' has to be a column of the data.");
        else if (rest.Count == 2 && rest[0].Is('-') && rest[1].Kind == TokenKind.Name) Error(range, $"A variable has no sign; fix its coefficient with '-1*{rest[1].Text}'.", $"-1*{Source(rest[1].Range)}");
        else if (rest.Count > 3 && rest[1].Is(':') && rest[3].Is(':')) Error(range, $"Products of more than two variables are not supported; '{Shortened(Source(range))}' has to be a column of the data.");
        else Error(range, $"A variable is expected, not '{Shortened(Source(range))}'.");
    }

    private static TextRange Over(IReadOnlyList<SyntaxToken> tokens) => new(tokens[0].Range.Start, tokens[tokens.Count - 1].Range.End - tokens[0].Range.Start);

    private string Source(TextRange range) => text.Substring(range.Start, range.Length);

    private static string Shortened(string text) => text.Length <= 40 ? text : text.Substring(0, 40) + "…";

    private void Error(TextRange range, string message, string? replacement = null) => problems.Add(new SemProblem(SemCodes.Syntax, SemSeverity.Error, range, message) { Replacement = replacement });
}
