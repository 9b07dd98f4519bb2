namespace Ansatz.StructuralEquations;

/// <summary>What names in expressions mean: a defined parameter, a label, or a row's own label, in this order.</summary>
internal sealed class ExpressionNames
{
    private readonly Dictionary<string, ParameterRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SemExpression?> _definitions = new(StringComparer.Ordinal);

    public ExpressionNames(ParameterTable table)
    {
        foreach (var row in table.Rows)
        {
            if (row.Operator == SemOperator.Definition && !_rows.ContainsKey(row.Left)) _rows.Add(row.Left, row);
        }

        foreach (var row in table.Rows)
        {
            if (row.Label.Length > 0 && !_rows.ContainsKey(row.Label)) _rows.Add(row.Label, row);
        }

        foreach (var row in table.Rows)
        {
            if (row.PlainLabel.Length > 0 && !_rows.ContainsKey(row.PlainLabel)) _rows.Add(row.PlainLabel, row);
        }
    }

    /// <summary>All names that an author may have meant: labels and definitions, not the rows' own labels.</summary>
    public IEnumerable<string> Written => _rows.Where(r => r.Key != r.Value.PlainLabel).Select(r => r.Key);

    /// <summary>The row that a name means; null if none.</summary>
    public ParameterRow? this[string name] => _rows.TryGetValue(name, out var row) ? row : null;

    /// <summary>The free parameter that a name means, from 0; −1 if none.</summary>
    public int Free(string name) => this[name] is { } row && row.Operator.IsParameter() ? row.Free - 1 : -1;

    /// <summary>The value of the fixed parameter that a name means; null if none.</summary>
    public double? Fixed(string name) => this[name] is { Free: 0 } row && row.Operator.IsParameter() ? row.UserValue : null;

    /// <summary>The expression of the defined parameter that a name means; null if none, or if it cannot be read.</summary>
    public SemExpression? Definition(string name)
    {
        if (this[name] is not { Operator: SemOperator.Definition } row) return null;
        if (!_definitions.TryGetValue(name, out var definition)) _definitions.Add(name, definition = Read(row.Right));
        return definition;
    }

    /// <summary>The expression of a row's text; null if it is none.</summary>
    public static SemExpression? Read(string text)
    {
        List<SemProblem> problems = [];
        var tokens = ModelLexer.Read(text, problems);
        var e = ExpressionParser.Parse(tokens, 0, tokens.Count - 1, "", problems);
        return problems.Any(p => p.Severity == SemSeverity.Error) ? null : e;
    }

    /// <summary>
    /// Definitions so that each comes after those that it names, and those that are in a circle or name one that is.
    /// </summary>
    /// <param name="definitions">Names with the names in their expressions.</param>
    public static (IReadOnlyList<int> Order, IReadOnlyList<int> Circular) Ordered(IReadOnlyList<(string Name, IReadOnlyList<string> Uses)> definitions)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var k = 0; k < definitions.Count; k++)
        {
            if (!places.ContainsKey(definitions[k].Name)) places.Add(definitions[k].Name, k);
        }

        var waits = new int[definitions.Count];
        var users = Enumerable.Range(0, definitions.Count).Select(_ => new List<int>()).ToArray();
        for (var k = 0; k < definitions.Count; k++)
        {
            foreach (var use in definitions[k].Uses.Distinct())
            {
                if (!places.TryGetValue(use, out var other)) continue;
                waits[k]++;
                users[other].Add(k);
            }
        }

        // Of those that wait for nothing the first in the text comes first.
        var ready = new SortedSet<int>(Enumerable.Range(0, definitions.Count).Where(k => waits[k] == 0));
        List<int> order = [];
        while (ready.Count > 0)
        {
            var next = ready.Min;
            ready.Remove(next);
            order.Add(next);
            foreach (var user in users[next])
            {
                if (--waits[user] == 0) ready.Add(user);
            }
        }

        return (order, Enumerable.Range(0, definitions.Count).Where(k => waits[k] > 0).ToArray());
    }
}
