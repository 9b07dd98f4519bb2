namespace Ansatz.StructuralEquations;

/// <summary>What the rules of <see cref="ModelVerdicts"/> look at.</summary>
internal sealed class ModelFacts
{
    private readonly HashSet<int> _undetermined;

    public ModelFacts(SemModel model, Identification identification, CancellationToken cancellation)
    {
        Cancellation = cancellation;
        Model = model;
        Identification = identification;
        Graphs = [.. model.Groups.Select(ModelGraph.Of)];
        _undetermined = [.. identification.Undetermined.SelectMany(u => u.Parameters)];
    }

    /// <summary>Stops the rules.</summary>
    public CancellationToken Cancellation { get; }

    public SemModel Model { get; }

    public ParameterTable Table => Model.Table;

    public Identification Identification { get; }

    public ParameterNames Names => Identification.Names;

    /// <summary>The graph of all variables of each group.</summary>
    public IReadOnlyList<ModelGraph> Graphs { get; }

    /// <summary>Whether an arc's value is free and not identified.</summary>
    public bool IsUndetermined(Arc arc) => arc.Free >= 0 && _undetermined.Contains(arc.Free);

    /// <summary>Says something about a row, from 0. A row that a default added has no place in the text: then it is said where its variables first stand.</summary>
    public SemProblem Say(string code, SemSeverity severity, int row, string message) => new(code, severity, Place(row), message);

    /// <summary>Says something about the model as a whole, at its first row.</summary>
    public SemProblem SayOfAll(string code, SemSeverity severity, string message) => Say(code, severity, -1, message);

    /// <summary>" in group 2" where there are several groups.</summary>
    public string InGroup(int group) => Table.GroupCount > 1 ? $" in group {group}" : "";

    public static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    /// <summary>The rows of free parameters, those that the user wrote first.</summary>
    public int FirstWritten(IEnumerable<int> parameters)
    {
        var rows = parameters.Select(Names.RowOf).OrderBy(r => r).ToArray();
        foreach (var row in rows)
            if (Table.Rows[row].User == 1 && Table.Rows[row].Source.Length > 0) return row;
        return rows.Length > 0 ? rows[0] : -1;
    }

    private TextRange Place(int row)
    {
        var rows = Table.Rows;
        if (row >= 0)
        {
            var about = rows[row];
            if (about.Source.Length > 0) return about.Source;
            foreach (var name in new[] { about.Left, about.Right })
                foreach (var r in rows)
                    if (name.Length > 0 && r.Source.Length > 0 && r.Operator.IsParameter() && (r.Left == name || r.Right == name)) return r.Source;
        }

        return rows.FirstOrDefault(r => r.Source.Length > 0)?.Source ?? new TextRange(0, Model.Text.Length);
    }
}
