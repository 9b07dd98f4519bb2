namespace Ansatz;

/// <summary>A file of parameters is damaged, or is not of this model. Nothing was loaded from it.</summary>
public sealed class ModelFileException : AnsatzException
{
    internal ModelFileException(string file, IReadOnlyList<string> problems, Exception? inner = null)
        : base($"'{file}' cannot be loaded: {string.Join("; ", problems)}.", inner) => (File, Problems) = (file, problems);

    /// <summary>The path of the file.</summary>
    public string File { get; }

    /// <summary>What is wrong, one entry per tensor or fault.</summary>
    public IReadOnlyList<string> Problems { get; }
}
