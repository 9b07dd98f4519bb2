namespace Ansatz.Analyzers;

/// <summary>What a diagnostic tells a code fix, as one of its properties: the words are those of <see cref="Ansatz.Compiler.Checking.Problem.Hint"/>.</summary>
public static class Hints
{
    /// <summary>The name of the property.</summary>
    public const string Key = "ansatz.hint";
}
