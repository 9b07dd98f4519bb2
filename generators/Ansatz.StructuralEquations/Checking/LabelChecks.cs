namespace Ansatz.StructuralEquations;

/// <summary>What is wrong or unwise about labels, definitions and constraints.</summary>
internal sealed class LabelChecks
{
    private readonly ModelSyntax _syntax;
    private readonly IReadOnlyList<ModelTerm> _terms;
    private readonly ParameterTable _table;
    private readonly ExpressionNames _names;
    private readonly List<SemProblem> _problems;

    private LabelChecks(ModelSyntax syntax, IReadOnlyList<ModelTerm> terms, ParameterTable table, List<SemProblem> problems)
    {
        _syntax = syntax;
        _terms = terms;
        _table = table;
        _names = new ExpressionNames(table);
        _problems = problems;
    }

    /// <summary>Checks a text.</summary>
    public static void Check(ModelSyntax syntax, IReadOnlyList<ModelTerm> terms, ParameterTable table, SemOptions options, List<SemProblem> problems)
    {
        var checks = new LabelChecks(syntax, terms, table, problems);
        checks.Unknown();
        checks.Constant();
        checks.Definitions();
        checks.Unused();
        checks.References();
        if (options.Groups > 1 && options.GroupEqual == GroupEqual.None) checks.OverGroups();
    }

    private static IEnumerable<NameExpression> NamesOf(ConstraintSyntax c) => c.Operator == SemOperator.Definition ? c.Right.Names() : c.Left.Names().Concat(c.Right.Names());

    private void Unknown()
    {
        // A label of a modifier that was refused is not unknown, too.
        var refused = new HashSet<string>(_syntax.Formulas.SelectMany(f => f.Right).SelectMany(t => t.Modifiers).SelectMany(m => m.Labels).Where(l => l is not null)!, StringComparer.Ordinal);
        foreach (var name in _syntax.Constraints.SelectMany(NamesOf))
        {
            if (_names[name.Name] is not { } row)
            {
                if (refused.Contains(name.Name)) continue;
                var meant = NearestName.Of(name.Name, _names.Written);
                Report(SemCodes.UnknownLabel, SemSeverity.Error, name.Range, $"No parameter has the label '{name.Name}'{(meant is null ? "." : $"; did you mean '{meant}'?")}", meant);
            }
            else if (row.Operator.IsParameter() && row.Free == 0 && row.UserValue is null)
            {
                Report(SemCodes.UnknownLabel, SemSeverity.Error, name.Range, $"'{name.Name}' ({row}) is no parameter but a moment of the sample; set FixedX to false to estimate it.");
            }
        }
    }

    private void Constant()
    {
        foreach (var c in _syntax.Constraints.Where(c => c.Operator.IsConstraint()))
        {
            var rows = c.Left.Names().Concat(c.Right.Names()).Select(n => _names[n.Name]).ToArray();
            if (rows.Any(r => r is null || r.Free > 0 || r.Operator == SemOperator.Definition)) continue;
            Report(SemCodes.ConstantConstraint, SemSeverity.Warning, c.Range, $"'{c.LeftText} {c.Operator.Text()} {c.RightText}' constrains nothing: {(rows.Length == 0 ? "it names no parameter" : $"{string.Join(" and ", rows.Select(r => $"'{r!.Label}'").Distinct())} {(rows.Distinct().Count() == 1 ? "is" : "are")} fixed")}.");
        }
    }

    private void Definitions()
    {
        var definitions = _syntax.Constraints.Where(c => c.Operator == SemOperator.Definition).ToArray();
        var labels = new HashSet<string>(_table.Rows.Where(r => r.Operator.IsParameter()).SelectMany(r => new[] { r.Label, r.PlainLabel }), StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var d in definitions)
        {
            if (labels.Contains(d.LeftText)) Report(SemCodes.DefinitionName, SemSeverity.Error, d.Left.Range, $"'{d.LeftText}' is the label of a parameter and cannot be defined.");
            else if (!seen.Add(d.LeftText)) Report(SemCodes.DefinitionName, SemSeverity.Error, d.Left.Range, $"'{d.LeftText}' is defined already.");
        }

        var (_, circular) = ExpressionNames.Ordered(definitions.Select(d => (d.LeftText, (IReadOnlyList<string>)d.Right.Names().Select(n => n.Name).ToArray())).ToArray());
        var names = circular.Select(k => definitions[k].LeftText).ToArray();
        foreach (var k in circular.Where(k => !labels.Contains(definitions[k].LeftText) && InCircle(k, definitions)))
        {
            var own = definitions[k].LeftText;
            var others = names.Distinct().Where(n => n != own).ToArray();
            Report(SemCodes.CyclicDefinition, SemSeverity.Error, definitions[k].Left.Range, $"The definition of '{own}' refers to itself{(definitions[k].Right.Names().Any(n => n.Name == own) ? "" : $", through {string.Join(" and ", others.Take(5).Select(n => $"'{n}'"))}")}.");
        }
    }

    // Whether a definition reaches itself; others only name one that does.
    private static bool InCircle(int start, ConstraintSyntax[] definitions)
    {
        var places = definitions.Select((d, k) => (d.LeftText, k)).GroupBy(d => d.LeftText).ToDictionary(g => g.Key, g => g.First().k, StringComparer.Ordinal);
        var seen = new HashSet<int>();
        var open = new Stack<int>();
        open.Push(start);
        while (open.Count > 0)
        {
            foreach (var name in definitions[open.Pop()].Right.Names())
            {
                if (!places.TryGetValue(name.Name, out var next)) continue;
                if (next == start) return true;
                if (seen.Add(next)) open.Push(next);
            }
        }

        return false;
    }

    private void Unused()
    {
        // What could not be read may have referred to it.
        if (_problems.Any(p => p.Code == SemCodes.Syntax)) return;
        var uses = new HashSet<string>(_syntax.Constraints.SelectMany(c => c.Left.Names().Concat(c.Right.Names())).Select(n => n.Name), StringComparer.Ordinal);
        var counts = _table.Rows.Where(r => r.Operator.IsParameter() && r.Label.Length > 0).GroupBy(r => r.Label).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        foreach (var (label, modifier) in Labels())
        {
            if (!modifier.RefersToParameter && !uses.Contains(label) && counts.TryGetValue(label, out var count) && count == 1)
            {
                Report(SemCodes.UnusedLabel, SemSeverity.Information, modifier.Range, $"The label '{label}' stands once and nothing refers to it.");
            }
        }
    }

    // equal("f =~ x2") names another parameter; lavaan takes a name that is none for a label.
    private void References()
    {
        var own = Labels().Where(l => l.Modifier.RefersToParameter).ToArray();
        if (own.Length == 0) return;
        var written = new HashSet<string>(Labels().Where(l => !l.Modifier.RefersToParameter).Select(l => l.Label), StringComparer.Ordinal);
        var parameters = new HashSet<string>(_table.Rows.Where(r => r.Operator.IsParameter()).Select(r => EqualityOverGroups.Unspaced(r.ToString()) + (r.Group > 1 ? $".g{r.Group}" : "")), StringComparer.Ordinal);
        foreach (var (label, modifier) in own)
        {
            if (parameters.Contains(label) || written.Contains(label)) continue;
            var meant = NearestName.Of(label, parameters.Concat(written));
            Report(SemCodes.UnknownLabel, SemSeverity.Error, modifier.Range, $"The model has no parameter '{label}'{(meant is null ? "." : $"; did you mean '{meant}'?")}", meant is null ? null : $"equal(\"{meant}\")");
        }
    }

    private void OverGroups()
    {
        foreach (var modifier in _terms.Select(t => t.Label).Distinct())
        {
            if (modifier is not { Count: 1 } || modifier.RefersToParameter || modifier.Labels[0] is not { } label) continue;
            Report(SemCodes.LabelOverGroups, SemSeverity.Warning, modifier.Range, $"The one label '{label}' makes the parameter equal over {_table.GroupCount} groups; to label it in each write c({string.Join(", ", Enumerable.Range(1, _table.GroupCount).Select(g => $"{label}{g}"))}).");
        }
    }

    private IEnumerable<(string Label, ModifierSyntax Modifier)> Labels() =>
        _terms.Where(t => t.Label is not null).SelectMany(t => t.Label!.Labels.Where(l => l is { Length: > 0 }).Select(l => (l!, t.Label!))).Distinct();

    private void Report(string code, SemSeverity severity, TextRange range, string message, string? replacement = null) => _problems.Add(new SemProblem(code, severity, range, message) { Replacement = replacement });
}
