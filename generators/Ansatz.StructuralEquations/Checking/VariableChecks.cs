namespace Ansatz.StructuralEquations;

/// <summary>What is wrong or unwise about the variables of a text.</summary>
internal sealed class VariableChecks
{
    private readonly ModelSyntax _syntax;
    private readonly IReadOnlyList<ModelTerm> _terms;
    private readonly VariableRoles _roles;
    private readonly HashSet<string> _latent;
    private readonly List<SemProblem> _problems;

    private VariableChecks(ModelSyntax syntax, IReadOnlyList<ModelTerm> terms, List<SemProblem> problems)
    {
        _syntax = syntax;
        _terms = terms;
        _roles = VariableRoles.Of(terms);
        _latent = new HashSet<string>(_roles.Latent, StringComparer.Ordinal);
        _problems = problems;
    }

    /// <summary>Checks a text.</summary>
    public static void Check(ModelSyntax syntax, IReadOnlyList<ModelTerm> terms, ParameterTable table, SemOptions options, TableDefaults defaults, List<SemProblem> problems)
    {
        if (terms.Count == 0)
        {
            if (!problems.Any(p => p.Severity == SemSeverity.Error)) problems.Add(new SemProblem(SemCodes.Empty, SemSeverity.Error, default, "The text has no formula: '=~' measures a latent variable, '~' regresses, '~~' is a covariance."));
            return;
        }

        var checks = new VariableChecks(syntax, terms, problems);
        if (options.KnownVariables is { } known) checks.Known(known);
        checks.Interactions();
        checks.Indicators();
        checks.Variances();
        checks.Unconnected();
        if (defaults.FixedX) checks.MadeRandom();
        Options(options, table, problems);
    }

    // Every place where a variable stands, in formulas.
    private IEnumerable<(NameSyntax Name, bool IsMeasured)> Mentions()
    {
        foreach (var formula in _syntax.Formulas)
        {
            foreach (var left in formula.Left) yield return (left, formula.Operator == SemOperator.Measurement);
            foreach (var right in formula.Right)
            {
                if (!right.IsIntercept && right.Name.Text != "0") yield return (right.Name, false);
            }
        }
    }

    private void Known(IReadOnlyList<string> known)
    {
        var columns = new HashSet<string>(known, StringComparer.Ordinal);
        var candidates = known.Concat(_roles.Latent).Distinct().ToArray();
        foreach (var (name, isMeasured) in Mentions())
        {
            if (_latent.Contains(name.Text))
            {
                if (isMeasured && columns.Contains(name.Text)) Report(SemCodes.LatentName, SemSeverity.Error, name.Range, $"The latent variable '{name.Text}' has the name of an observed one.");
                continue;
            }

            // lavaan makes the column of a product.
            if (columns.Contains(name.Text) || (name.Text.Contains(":") && name.Text.Split(':').All(columns.Contains))) continue;
            var meant = NearestName.Of(name.Text, candidates);
            Report(SemCodes.UnknownVariable, SemSeverity.Error, name.Range, $"There is no variable '{name.Text}'{(meant is null ? "." : $"; did you mean '{meant}'?")}", meant);
        }
    }

    private void Interactions()
    {
        var products = new HashSet<string>(_roles.LatentInteractions, StringComparer.Ordinal);
        foreach (var (name, _) in Mentions())
        {
            if (products.Contains(name.Text)) Report(SemCodes.LatentInteraction, SemSeverity.Error, name.Range, $"'{name.Text}' is a product with the latent variable '{name.Text.Split(':').First(_latent.Contains)}', which is not supported.");
        }
    }

    private void Indicators()
    {
        var explaining = new HashSet<string>(_terms.Where(t => t.Operator == SemOperator.Regression).Select(t => t.Right), StringComparer.Ordinal);
        foreach (var loadings in _terms.Where(t => t.Operator == SemOperator.Measurement).GroupBy(t => t.Left))
        {
            if (explaining.Contains(loadings.Key) || !loadings.All(t => t.Fixed is { } f && f.Values.All(v => v == 0))) continue;
            Report(SemCodes.NoIndicator, SemSeverity.Warning, loadings.First().LeftRange, $"No variable measures the latent variable '{loadings.Key}', and it explains none: all its loadings are fixed at 0.");
        }
    }

    private void Variances()
    {
        foreach (var term in _terms)
        {
            if (term.Operator == SemOperator.Covariance && term.Left == term.Right && term.Fixed?.Values.FirstOrDefault(v => v < 0) is { } value)
            {
                Report(SemCodes.NegativeVariance, SemSeverity.Warning, term.Fixed.Range, $"The variance of '{term.Left}' is fixed at {value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}, which no variance is.");
            }
        }
    }

    private void Unconnected()
    {
        var connected = new HashSet<string>(_terms.Where(t => t.Operator != SemOperator.Intercept && t.Left != t.Right).SelectMany(t => new[] { t.Left, t.Right }), StringComparer.Ordinal);
        if (connected.Count == 0) return; // a model of variances and means
        foreach (var name in _roles.Observed)
        {
            if (connected.Contains(name)) continue;
            Report(SemCodes.Unconnected, SemSeverity.Information, _terms.First(t => t.Left == name).LeftRange, $"Nothing is connected with '{name}': the model has only its {(_terms.Any(t => t.Left == name && t.Operator == SemOperator.Covariance) ? "variance" : "mean")}.");
        }
    }

    private void MadeRandom()
    {
        foreach (var name in _roles.MadeRandom)
        {
            var term = _terms.First(t => t.Operator is SemOperator.Covariance or SemOperator.Intercept && (t.Left == name || t.Right == name));
            Report(SemCodes.RandomExogenous, SemSeverity.Warning, term.Left == name ? term.LeftRange : term.RightRange,
                $"This formula models a moment of the exogenous variable '{name}', which makes it random and its moments parameters; leave it out to take the sample's, or set FixedX to false to mean it.");
        }
    }

    private static void Options(SemOptions options, ParameterTable table, List<SemProblem> problems)
    {
        void Warn(string message) => problems.Add(new SemProblem(SemCodes.Option, SemSeverity.Warning, default, message));

        if (options.Groups < 1) Warn($"A model has at least 1 group, not {options.Groups}.");
        if (options.GroupEqual != GroupEqual.None && options.Groups <= 1) Warn($"Equality over groups ({options.GroupEqual}) has no effect on a model of 1 group.");
        if (options.GroupPartial.Count == 0) return;
        var parameters = new HashSet<string>(table.Rows.Where(r => r.Operator.IsParameter()).Select(r => EqualityOverGroups.Unspaced(r.ToString())), StringComparer.Ordinal);
        foreach (var name in options.GroupPartial)
        {
            if (parameters.Contains(EqualityOverGroups.Unspaced(name))) continue;
            var meant = NearestName.Of(EqualityOverGroups.Unspaced(name), parameters);
            Warn($"The model has no parameter '{name}' that GroupPartial could free{(meant is null ? "." : $"; did you mean '{meant}'?")}");
        }
    }

    private void Report(string code, SemSeverity severity, TextRange range, string message, string? replacement = null) => _problems.Add(new SemProblem(code, severity, range, message) { Replacement = replacement });
}
