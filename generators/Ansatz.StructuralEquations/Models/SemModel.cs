namespace Ansatz.StructuralEquations;

/// <summary>A structural equation model: its text, its parameter table, and what is to be said of it.</summary>
public sealed class SemModel
{
    /// <summary>A model with a table that stands already.</summary>
    public SemModel(string text, SemOptions options, ParameterTable table, IReadOnlyList<SemProblem> problems)
    {
        Text = text;
        Options = options;
        Table = table;
        Problems = problems;
        Groups = Enumerable.Range(1, table.GroupCount).Select(g => ReticularStructure.Of(table, g)).ToArray();
    }

    /// <summary>
    /// Reads a model text in lavaan's grammar. It takes any text: what cannot be read is a problem of the model, and its table has all that could be read.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="options">How it becomes a table; null for <c>sem()</c>'s defaults.</param>
    public static SemModel Parse(string text, SemOptions? options = null)
    {
        options ??= new SemOptions();
        if (options.Groups > SemOptions.MostGroups) return new SemModel(text, options, new ParameterTable([], [], [], 1), [new SemProblem(SemCodes.Option, SemSeverity.Error, default, $"A model has at most {SemOptions.MostGroups} groups, not {options.Groups}.")]);
        List<SemProblem> problems = [];
        var syntax = ModelParser.Parse(text, problems);
        var terms = TermList.Of(syntax.Formulas, Math.Max(1, options.Groups), problems);
        var defaults = new TableDefaults(options, terms.Any(t => t.Operator == SemOperator.Intercept));
        var table = TableBuilder.Build(terms, syntax.Constraints, defaults, problems);
        VariableChecks.Check(syntax, terms, table, options, defaults, problems);
        LabelChecks.Check(syntax, terms, table, options, problems);
        return new SemModel(text, options, table, problems.OrderBy(p => p.Range.Start).ThenBy(p => p.Range.Length).ToArray()) { Syntax = syntax };
    }

    /// <summary>The model text.</summary>
    public string Text { get; }

    /// <summary>How the text became a table.</summary>
    public SemOptions Options { get; }

    /// <summary>The parameters.</summary>
    public ParameterTable Table { get; }

    /// <summary>What is wrong or unwise.</summary>
    public IReadOnlyList<SemProblem> Problems { get; }

    /// <summary>The graph of each group.</summary>
    public IReadOnlyList<ReticularStructure> Groups { get; }

    /// <summary>The parsed text; null for a model that was made from a table.</summary>
    public ModelSyntax? Syntax { get; private init; }

    /// <summary>The observed variables, in the order in which moments are kept.</summary>
    public IReadOnlyList<string> Observed => Table.Observed;

    /// <summary>The latent variables.</summary>
    public IReadOnlyList<string> Latent => Table.Latent;

    /// <summary>Whether a problem leaves the model without a meaning.</summary>
    public bool HasErrors => Problems.Any(p => p.Severity == SemSeverity.Error);

    /// <summary>The rows that define parameters.</summary>
    public IEnumerable<ParameterRow> Definitions => Table.Rows.Where(r => r.Operator == SemOperator.Definition);

    /// <summary>The rows that are constraints.</summary>
    public IEnumerable<ParameterRow> Constraints => Table.Rows.Where(r => r.Operator.IsConstraint());

    /// <summary>
    /// The whole table as lavaan text, which needs no defaults: read with <see cref="LavaanDefaults.None"/>, and with <see cref="SemOptions.MeanStructure"/> false where there are
    /// groups without means, it gives the same parameters. Equalities from shared labels are labels in it; moments of fixed exogenous variables are left out.
    /// </summary>
    public string ToLavaan() => LavaanWriter.Write(Table);

    /// <summary>The implied covariances and means of a group in closed form, each entry worked out when it is asked for.</summary>
    /// <param name="group">The group, from 1.</param>
    /// <param name="limits">How far entries are followed; null for the default limits.</param>
    /// <param name="cancellation">Stops the work, here and when entries are asked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    public ClosedForm Formulas(int group = 1, ClosedFormLimits? limits = null, CancellationToken cancellation = default) => group >= 1 && group <= Groups.Count
        ? ClosedForm.Of(Groups[group - 1], Table, limits, cancellation)
        : throw new ArgumentOutOfRangeException(nameof(group), group, $"The model has {Groups.Count} group(s).");
}
