using System.Globalization;

namespace Ansatz.StructuralEquations;

/// <summary>Completes the rows that a text asks for by the defaults of lavaan's functions, copies them for each group, and numbers and labels them.</summary>
internal sealed class TableBuilder
{
    private readonly TableDefaults _defaults;
    private readonly List<SemProblem> _problems;
    private readonly List<ModelTerm> _terms = [];
    private readonly VariableRoles _roles;
    private readonly HashSet<string> _latent;
    private readonly List<Entry> _entries = [];

    private TableBuilder(IReadOnlyList<ModelTerm> user, TableDefaults defaults, List<SemProblem> problems)
    {
        _defaults = defaults;
        _problems = problems;
        _roles = VariableRoles.Of(user);
        _latent = new HashSet<string>(_roles.Latent, StringComparer.Ordinal);
        Complete(user);
    }

    // A row while it is made.
    private sealed class Entry(ModelTerm term, int group)
    {
        public ModelTerm Term => term;

        public int Group => group;

        public bool IsFree { get; set; } = true;

        public double? Value { get; set; }

        public bool IsExogenous { get; set; }

        public string Label { get; set; } = "";

        public bool IsVariance => term.Operator == SemOperator.Covariance && term.Left == term.Right;

        public bool IsCovariance => term.Operator == SemOperator.Covariance && term.Left != term.Right;

        public bool IsIntercept => term.Operator == SemOperator.Intercept;

        public void Fix(double value) => (IsFree, Value) = (false, value);

        public void Free() => (IsFree, Value) = (true, null);
    }

    /// <summary>The table of a text.</summary>
    /// <param name="user">The rows that it asks for.</param>
    /// <param name="constraints">Its definitions and constraints.</param>
    /// <param name="defaults">What is added.</param>
    /// <param name="problems">Where to report.</param>
    public static ParameterTable Build(IReadOnlyList<ModelTerm> user, IReadOnlyList<ConstraintSyntax> constraints, TableDefaults defaults, List<SemProblem> problems)
    {
        var builder = new TableBuilder(user, defaults, problems);
        builder.Fill();
        for (var g = 2; g <= defaults.Groups; g++) builder.Release(g);
        foreach (var entry in builder._entries) builder.Modify(entry);
        return builder.Finish(constraints);
    }

    // The rows of one group: the text's, then those that are added and that it does not have.
    private void Complete(IReadOnlyList<ModelTerm> user)
    {
        _terms.AddRange(user);
        var present = new HashSet<string>(user.Select(t => t.Key), StringComparer.Ordinal);
        var mentions = new Dictionary<string, TextRange>(StringComparer.Ordinal);
        foreach (var term in user)
        {
            foreach (var (name, range) in new[] { (term.Left, term.LeftRange), (term.Right, term.RightRange) })
            {
                if (!mentions.TryGetValue(name, out var first) || range.Start < first.Start) mentions[name] = range;
            }
        }

        void Add(string left, SemOperator op, string right)
        {
            var range = mentions[left];
            var term = new ModelTerm(left, op, right) { IsUser = false, Source = range, LeftRange = range, RightRange = op == SemOperator.Intercept ? range : mentions[right] };
            if (present.Add(term.Key)) _terms.Add(term);
        }

        foreach (var name in _roles.ObservedRandom.Concat(_roles.Latent)) Add(name, SemOperator.Covariance, name);
        if (_defaults.AutoCovLvX) Pairs(_roles.LatentExogenous);
        if (_defaults.AutoCovY) Pairs(_roles.LatentDependent.Concat(_roles.ObservedDependent).ToArray());
        var exogenous = _roles.ObservedExogenous;
        for (var i = 0; i < exogenous.Count; i++)
        {
            for (var j = i; j < exogenous.Count; j++) Add(exogenous[i], SemOperator.Covariance, exogenous[j]);
        }

        if (_defaults.MeanStructure)
        {
            foreach (var name in _roles.Observed.Concat(_roles.Latent)) Add(name, SemOperator.Intercept, "");
        }

        void Pairs(IReadOnlyList<string> names)
        {
            for (var i = 0; i < names.Count; i++)
            {
                for (var j = i + 1; j < names.Count; j++) Add(names[i], SemOperator.Covariance, names[j]);
            }
        }
    }

    // What is fixed by default, in each group the same.
    private void Fill()
    {
        var exogenous = new HashSet<string>(_roles.ObservedExogenous, StringComparer.Ordinal);
        var single = _defaults.AutoVar && _defaults.AutoFixSingle ? SingleIndicators() : [];
        for (var g = 1; g <= _defaults.Groups; g++)
        {
            var started = new HashSet<string>(StringComparer.Ordinal);
            foreach (var term in _terms)
            {
                var entry = new Entry(term, g);
                _entries.Add(entry);
                if (entry.IsVariance && !_defaults.AutoVar && !term.IsUser) entry.Fix(0);
                if (entry.IsVariance && _defaults.StdLv && _latent.Contains(term.Left)) entry.Fix(1);
                if (term.Operator == SemOperator.Measurement && started.Add(term.Left) && _defaults.AutoFixFirst) entry.Fix(1);
                if (term.IsUser) continue;
                if (entry.IsVariance && single.Contains(term.Left)) entry.Fix(0);
                if (entry.IsCovariance && _defaults.Orthogonal && _latent.Contains(term.Left) && _latent.Contains(term.Right)) entry.Fix(0);
                if (entry.IsIntercept && !(_latent.Contains(term.Left) ? _defaults.IntLvFree : _defaults.IntOvFree)) entry.Fix(0);
                if (_defaults.FixedX && exogenous.Contains(term.Left) && (entry.IsIntercept || (term.Operator == SemOperator.Covariance && exogenous.Contains(term.Right))))
                {
                    (entry.IsFree, entry.Value, entry.IsExogenous) = (false, null, true);
                }
            }
        }
    }

    // Variables that measure one latent variable alone and no other.
    private HashSet<string> SingleIndicators()
    {
        var loadings = _terms.Where(t => t.Operator == SemOperator.Measurement).ToList();
        var counts = loadings.GroupBy(t => t.Left).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var uses = loadings.GroupBy(t => t.Right).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return new HashSet<string>(loadings.Where(t => counts[t.Left] == 1 && t.Left != t.Right && uses[t.Right] == 1).Select(t => t.Right), StringComparer.Ordinal);
    }

    // What equality over groups makes free in the groups after the first.
    private void Release(int group)
    {
        var freeMeans = !_defaults.IntLvFree && _defaults.Equal(GroupEqual.Intercepts) && !_defaults.Equal(GroupEqual.Means);
        var freeVariances = _defaults.StdLv && _defaults.Equal(GroupEqual.Loadings) && !_defaults.Equal(GroupEqual.LatentVariances);
        foreach (var entry in _entries)
        {
            if (entry.Group != group || entry.Term.IsUser || !_latent.Contains(entry.Term.Left)) continue;
            if ((entry.IsIntercept && freeMeans) || (entry.IsVariance && freeVariances)) entry.Free();
        }
    }

    private void Modify(Entry entry)
    {
        var term = entry.Term;
        int Place(ModifierSyntax m) => m.Count == 1 ? 0 : entry.Group - 1;
        if (term.Fixed is { } f)
        {
            if (f.Values[Place(f)] is { } value) entry.Fix(value);
            else entry.Free();
        }

        // As in lavaan a starting value of a fixed parameter is its value; start(NA) leaves the one that it has.
        if (term.Start is { } s && (entry.IsFree || s.Values[Place(s)] is not null)) entry.Value = s.Values[Place(s)];
        if (term.Label is { } l) entry.Label = l.Labels[Place(l)] ?? "";
    }

    private ParameterTable Finish(IReadOnlyList<ConstraintSyntax> constraints)
    {
        var equalities = Equalities();
        List<ParameterRow> rows = [];
        var free = 0;
        foreach (var entry in _entries)
        {
            var term = entry.Term;
            rows.Add(new ParameterRow(rows.Count + 1, term.Left, term.Operator, term.Right)
            {
                User = term.IsUser ? 1 : 0, Group = entry.Group, Free = entry.IsFree ? ++free : 0, UserValue = entry.Value, IsExogenous = entry.IsExogenous,
                Label = entry.Label, PlainLabel = PlainLabel(rows.Count), Source = term.Source,
            });
        }

        foreach (var c in constraints)
        {
            rows.Add(new ParameterRow(rows.Count + 1, c.LeftText, c.Operator, c.RightText) { Group = 0, Label = c.Operator == SemOperator.Definition ? c.LeftText : "", Source = c.Range });
        }

        foreach (var (first, other) in equalities)
        {
            rows.Add(new ParameterRow(rows.Count + 1, PlainLabel(first), SemOperator.Equality, PlainLabel(other)) { User = 2, Group = 0, Source = _entries[other].Term.Source });
        }

        return new ParameterTable(rows, _roles.Observed, _roles.Latent, _defaults.Groups);
    }

    private static string PlainLabel(int row) => $".p{(row + 1).ToString(CultureInfo.InvariantCulture)}.";

    // Rows with one label, written or from equality over groups, are equal: to the first of them, or all fixed where one is.
    private List<(int First, int Other)> Equalities()
    {
        var labels = new EqualityOverGroups(_defaults).Labels(_entries.Select(e => (e.Term, e.Group, e.IsExogenous)).ToArray());
        for (var k = 0; k < labels.Length; k++)
        {
            if (_entries[k].Label.Length > 0) labels[k] = _entries[k].Label;
        }

        var places = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        List<List<int>> shared = [];
        for (var k = 0; k < labels.Length; k++)
        {
            if (!places.TryGetValue(labels[k], out var list)) places.Add(labels[k], list = []);
            list.Add(k);
            if (list.Count == 2) shared.Add(list);
        }

        List<(int First, int Other)> equalities = [];
        foreach (var list in shared)
        {
            var fixedOnes = list.Where(k => !_entries[k].IsFree).ToList();
            if (fixedOnes.Any(k => _entries[k].IsExogenous))
            {
                ReportMoment(labels[list[0]], list);
                continue;
            }

            if (fixedOnes.Count > 0)
            {
                ReportFixed(labels[list[0]], list, fixedOnes);
                foreach (var k in list) (_entries[k].IsFree, _entries[k].Value) = (false, _entries[fixedOnes[0]].Value);
                continue;
            }

            foreach (var k in list.Skip(1)) equalities.Add((list[0], k));
            foreach (var k in list.Where(k => _entries[k].Label.Length == 0)) _entries[k].Label = PlainLabel(list[0]);
        }

        return equalities;
    }

    // A moment of the sample is no number that another parameter could be fixed at.
    private void ReportMoment(string label, List<int> shared)
    {
        foreach (var k in shared)
        {
            if (_entries[k].Term.Label is { } modifier && _entries[k].Label == label) _problems.Add(new SemProblem(SemCodes.SharedFixed, SemSeverity.Error, modifier.Range, $"'{label}' is a moment of the sample, to which no parameter can be equal; set FixedX to false to estimate it."));
        }
    }

    private void ReportFixed(string label, List<int> shared, List<int> fixedOnes)
    {
        var value = _entries[fixedOnes[0]].Value;
        foreach (var k in shared)
        {
            var entry = _entries[k];
            if (entry.Label != label || entry.Term.Label is not { } modifier) continue; // equal over groups by default: all are fixed alike
            if (entry.IsFree) Report(modifier.Range, $"The label '{label}' is also that of a parameter fixed at {Text(value)}; so this one is fixed at it, too.");
            else if (entry.Value != value) Report(modifier.Range, $"The label '{label}' is that of parameters fixed at {Text(value)} and at {Text(entry.Value)}; the first value holds for all.");
        }

        void Report(TextRange range, string message) => _problems.Add(new SemProblem(SemCodes.SharedFixed, SemSeverity.Warning, range, message));
    }

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
