namespace Ansatz.StructuralEquations;

/// <summary>Parses what stands before the <c>*</c> of a term.</summary>
internal sealed class ModifierParser(string text, List<SemProblem> problems)
{
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["lower"] = "bounds ('lower()'); write a constraint, as in 'a > 0'", ["upper"] = "bounds ('upper()'); write a constraint, as in 'a < 1'",
        ["prior"] = "priors ('prior()')", ["efa"] = "exploratory factor analysis ('efa()')", ["rv"] = "random slopes ('rv()')",
    };

    /// <summary>The modifier; null if it is none, which is then reported.</summary>
    /// <param name="part">Its tokens, at least one.</param>
    /// <param name="isStart">Whether a question mark follows it, which makes a number a starting value.</param>
    public ModifierSyntax? Parse(List<SyntaxToken> part, bool isStart)
    {
        var range = Over(part);
        part = WithoutParentheses(part);
        var first = part[0];
        if (part.Count == 1 && first.Kind is TokenKind.Name or TokenKind.String && !isStart)
        {
            if (first.Kind == TokenKind.Name && first.Text == "NA") return new(ModifierKind.Fixed, [null], [], range);
            return first.Text.Length == 0 ? null : new(ModifierKind.Label, [], [Unspaced(first.Text)], range);
        }

        if (part.Count > 1 && first.Kind == TokenKind.Name && part[1].Is('(') && Closing(part, 1) == part.Count - 1)
        {
            if (Refused.TryGetValue(first.Text, out var what))
            {
                Error(first.Range, $"This compiler does not support {what}.");
                return null;
            }

            if (first.Text is "start" or "equal" or "label" or "c" && !isStart) return Call(first, part, range);
        }

        if (Number(part) is not { } value) return null;
        return new(isStart ? ModifierKind.Start : ModifierKind.Fixed, [value], [], range);
    }

    private ModifierSyntax? Call(SyntaxToken function, List<SyntaxToken> part, TextRange range)
    {
        List<double?> values = [];
        List<string?> labels = [];
        if (!Arguments(part, 2, part.Count - 1, function.Text, values, labels)) return null;
        if (labels.Count == 0)
        {
            Error(range, $"'{function.Text}()' needs an argument.");
            return null;
        }

        var hasLabels = labels.Any(l => l is not null);
        var hasValues = values.Any(v => v is not null);
        if (hasLabels && hasValues)
        {
            problems.Add(new SemProblem(SemCodes.ConflictingModifiers, SemSeverity.Error, range, $"'{function.Text}()' mixes values and labels; write two modifiers, as in 'c(a, b)*c(1, NA)*x'."));
            return null;
        }

        switch (function.Text)
        {
            case "start":
                if (!hasLabels) return new(ModifierKind.Start, values, [], range);
                Error(range, "A starting value is a number.");
                return null;
            case "equal" or "label":
                if (hasLabels) return new(ModifierKind.Label, [], labels, range) { RefersToParameter = function.Text == "equal" };
                Error(range, $"The argument of '{function.Text}()' is a label in quotes.");
                return null;
            default:
                return hasLabels ? new(ModifierKind.Label, [], labels, range) : new(ModifierKind.Fixed, values, [], range);
        }
    }

    // One value and one label for each argument, of which one at least is null; both for NA.
    private bool Arguments(List<SyntaxToken> part, int start, int end, string function, List<double?> values, List<string?> labels)
    {
        while (start < end)
        {
            var stop = start;
            for (var depth = 0; stop < end && (depth > 0 || !part[stop].Is(',')); stop++) depth += part[stop].Is('(') ? 1 : part[stop].Is(')') ? -1 : 0;
            if (stop == start || stop == end - 1 && part[stop].Is(','))
            {
                Error(part[stop].Range, $"An argument of '{function}()' is missing.");
                return false;
            }

            var argument = part.GetRange(start, stop - start);
            if (argument.Count > 2 && argument[0].Kind == TokenKind.Name && argument[0].Text == "c" && argument[1].Is('(') && Closing(argument, 1) == argument.Count - 1 && function != "c")
            {
                if (!Arguments(argument, 2, argument.Count - 1, "c", values, labels)) return false;
            }
            else if (argument.Count == 1 && argument[0].Kind is TokenKind.Name or TokenKind.String)
            {
                var isMissing = argument[0].Kind == TokenKind.Name && argument[0].Text == "NA";
                values.Add(null);
                labels.Add(isMissing ? null : Unspaced(argument[0].Text));
            }
            else
            {
                if (Number(argument) is not { } value) return false;
                values.Add(value);
                labels.Add(null);
            }

            start = stop + 1;
        }

        return true;
    }

    private double? Number(List<SyntaxToken> part)
    {
        var before = problems.Count;
        var e = ExpressionParser.Parse(part, 0, part.Count, "", problems);
        if (e is null) return null;
        var name = e.Names().FirstOrDefault();
        var value = name is null ? e.Evaluate(_ => double.NaN) : 0;
        if (name is not null) Error(e.Range, $"A modifier is a number, a label, NA, start(), equal(), label() or c(), not an expression with the name '{name.Name}'.");
        else if (double.IsNaN(value) || double.IsInfinity(value)) Error(e.Range, $"'{text.Substring(e.Range.Start, e.Range.Length)}' is not a finite number.");
        return problems.Count == before ? value : null;
    }

    /// <summary>Tokens without the parentheses around all of them, as in <c>(a)*x</c>.</summary>
    public static List<SyntaxToken> WithoutParentheses(List<SyntaxToken> part)
    {
        while (part.Count > 2 && part[0].Is('(') && Closing(part, 0) == part.Count - 1) part = part.GetRange(1, part.Count - 2);
        return part;
    }

    // Where the parenthesis at a place is closed; −1 if nowhere.
    private static int Closing(List<SyntaxToken> part, int open)
    {
        var depth = 0;
        for (var k = open; k < part.Count; k++)
        {
            if (part[k].Is('(')) depth++;
            else if (part[k].Is(')') && --depth == 0) return k;
        }

        return -1;
    }

    // lavaan takes blanks out of labels.
    private static string Unspaced(string text) => text.Replace(" ", "").Replace("\t", "");

    private static TextRange Over(List<SyntaxToken> tokens) => new(tokens[0].Range.Start, tokens[tokens.Count - 1].Range.End - tokens[0].Range.Start);

    private void Error(TextRange range, string message) => problems.Add(new SemProblem(SemCodes.Syntax, SemSeverity.Error, range, message));
}
