namespace Ansatz.StructuralEquations;

/// <summary>The rows that the formulas of a text ask for, each once, covariances with their sides in the order of the variables.</summary>
internal sealed class TermList
{
    private readonly List<SemProblem> _problems;
    private readonly List<ModelTerm> _terms = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    private TermList(List<SemProblem> problems) => _problems = problems;

    /// <summary>The rows of formulas.</summary>
    /// <param name="formulas">The formulas.</param>
    /// <param name="groups">How many groups; modifiers have one value or as many.</param>
    /// <param name="problems">Where to report.</param>
    public static IReadOnlyList<ModelTerm> Of(IReadOnlyList<FormulaSyntax> formulas, int groups, List<SemProblem> problems)
    {
        var list = new TermList(problems);
        foreach (var formula in formulas)
        {
            foreach (var left in formula.Left)
            {
                for (var k = 0; k < formula.Right.Count; k++) list.Add(left, formula.Operator, formula.Right[k], groups, left == formula.Left[0], Removal(formula, k));
            }
        }

        return list.Ordered();
    }

    private void Add(NameSyntax left, SemOperator op, TermSyntax right, int groups, bool isFirst, TextRange? removal)
    {
        if (right.IsIntercept) op = SemOperator.Intercept;
        var isUnmeasured = op == SemOperator.Measurement && right.Name.Text == "0" && right.Name.Range.Length == 1;
        var name = right.IsIntercept ? "" : isUnmeasured ? left.Text : right.Name.Text;
        if (op == SemOperator.Measurement && name == left.Text && !isUnmeasured)
        {
            Report(SemCodes.LatentName, SemSeverity.Error, right.Name.Range, $"The latent variable '{name}' cannot be measured by itself.");
            return;
        }

        if (op == SemOperator.Regression && name == left.Text) Report(SemCodes.SelfLoop, SemSeverity.Error, right.Name.Range, $"'{name}' is regressed on itself.");
        var term = new ModelTerm(left.Text, op, name) { Source = right.Range, LeftRange = left.Range, RightRange = right.Name.Range };
        foreach (var modifier in right.Modifiers) term = With(term, modifier, groups, isFirst);
        if (_places.TryGetValue(term.Key, out var place)) Repeat(place, term, right, isReversed: false, removal);
        else if (op == SemOperator.Covariance && _places.TryGetValue(term.Exchanged().Key, out place)) Repeat(place, term, right, isReversed: true, removal);
        else
        {
            _places.Add(term.Key, _terms.Count);
            _terms.Add(term);
        }
    }

    private ModelTerm With(ModelTerm term, ModifierSyntax modifier, int groups, bool isFirst)
    {
        if (modifier.Count != 1 && modifier.Count != groups)
        {
            if (isFirst) Report(SemCodes.GroupCount, SemSeverity.Error, modifier.Range, $"A modifier has one value or one for each group; this one has {modifier.Count}, and there {(groups == 1 ? "is 1 group" : $"are {groups} groups")}.");
            return term;
        }

        var added = modifier.Kind switch
        {
            ModifierKind.Fixed => term with { Fixed = modifier },
            ModifierKind.Start => term with { Start = modifier },
            _ => term with { Label = modifier },
        };
        var before = modifier.Kind switch { ModifierKind.Fixed => term.Fixed, ModifierKind.Start => term.Start, _ => term.Label };
        if (before is not null && !(before.Values.SequenceEqual(modifier.Values) && before.Labels.SequenceEqual(modifier.Labels)))
        {
            if (isFirst) Conflict(term, modifier, modifier.Kind switch { ModifierKind.Fixed => "two fixed values", ModifierKind.Start => "two starting values", _ => $"two labels, '{before.Labels[0]}' and '{modifier.Labels[0]}'" });
            return term;
        }

        if (added.Start is not null && added.Fixed is not null && added.Fixed.Values.Any(v => v is not null))
        {
            if (isFirst) Conflict(term, modifier, "a fixed value and a starting value");
            return term;
        }

        return added;
    }

    private void Conflict(ModelTerm term, ModifierSyntax modifier, string what) =>
        Report(SemCodes.ConflictingModifiers, SemSeverity.Error, modifier.Range, $"'{Display(term)}' has {what}.");

    // lavaan gives a term that is repeated the modifiers of both.
    private void Repeat(int place, ModelTerm again, TermSyntax syntax, bool isReversed, TextRange? removal)
    {
        var first = _terms[place];
        var (adds, before) = (false, _problems.Count);
        foreach (var modifier in new[] { again.Fixed, again.Start, again.Label })
        {
            if (modifier is null) continue;
            var with = With(first, modifier, modifier.Count, true);
            adds |= with != first;
            first = with;
        }

        _terms[place] = first;
        if (adds || _problems.Count > before) return;
        if (again.Operator == SemOperator.Covariance) Report(SemCodes.DuplicateCovariance, SemSeverity.Warning, syntax.Range, $"'{Display(again)}' stands there already{(isReversed ? $", as '{Display(first)}'" : "")}; this one is ignored.", removal);
        else Report(SemCodes.DuplicateTerm, SemSeverity.Warning, syntax.Range, $"'{Display(again)}' stands there already; this one is ignored.", removal);
    }

    // A term with the '+' that joins it to the others; the only term with its formula. A formula of several variables has the term for each of them.
    private static TextRange? Removal(FormulaSyntax formula, int k)
    {
        var terms = formula.Right;
        if (formula.Left.Count != 1) return null;
        if (terms.Count == 1) return Between(formula.Left[0].Range.Start, terms[0].Range.End);
        return k > 0 ? Between(terms[k - 1].Range.End, terms[k].Range.End) : Between(terms[0].Range.Start, terms[1].Range.Start);

        static TextRange Between(int start, int end) => new(start, end - start);
    }

    private static string Display(ModelTerm term) => term.Operator == SemOperator.Intercept ? $"{term.Left} ~ 1" : $"{term.Left} {term.Operator.Text()} {term.Right}";

    private IReadOnlyList<ModelTerm> Ordered()
    {
        var roles = VariableRoles.Of(_terms);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in roles.Latent.Concat(roles.Observed)) places[name] = places.Count;
        return _terms.Select(t => t.Operator == SemOperator.Covariance && places[t.Left] > places[t.Right] ? t.Exchanged() : t).ToArray();
    }

    private void Report(string code, SemSeverity severity, TextRange range, string message, TextRange? removal = null) => _problems.Add(new SemProblem(code, severity, range, message) { Removal = removal });
}
