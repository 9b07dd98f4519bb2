namespace Ansatz.StructuralEquations;

/// <summary>How grave a problem of a model is.</summary>
public enum SemSeverity
{
    /// <summary>Worth knowing.</summary>
    Information,

    /// <summary>Unwise, or not identified.</summary>
    Warning,

    /// <summary>No meaning.</summary>
    Error,
}

/// <summary>Something to be said of a model.</summary>
/// <param name="Code">The diagnostic's id, for example ANZ2001.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="Range">Where in the model text.</param>
/// <param name="Message">What is wrong, naming the names and numbers in conflict.</param>
public sealed record SemProblem(string Code, SemSeverity Severity, TextRange Range, string Message)
{
    /// <summary>What replaces the range, where one edit is the obvious mend; otherwise null.</summary>
    public string? Replacement { get; init; }

    /// <summary>What to remove, where that is the obvious mend; otherwise null.</summary>
    public TextRange? Removal { get; init; }
}
