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
}
