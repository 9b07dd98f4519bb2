namespace Ansatz.Compiler;

/// <summary>What a compilation does beyond what its input says: for tests and for curiosity.</summary>
public sealed class CompilerOptions
{
    private readonly HashSet<string> _disabled = new(StringComparer.Ordinal);

    /// <summary>Everything on, no verifier.</summary>
    public static CompilerOptions Default { get; } = new();

    /// <summary>Whether the verifier runs between the passes.</summary>
    public bool Verify { get; init; }

    /// <summary>The same with one pass switched off.</summary>
    public CompilerOptions Disable(string pass)
    {
        var options = new CompilerOptions { Verify = Verify };
        foreach (var name in _disabled) options._disabled.Add(name);
        options._disabled.Add(pass);
        return options;
    }

    /// <summary>Whether a pass is switched off.</summary>
    public bool IsDisabled(string pass) => _disabled.Contains(pass);
}
