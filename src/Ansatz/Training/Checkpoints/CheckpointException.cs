namespace Ansatz;

/// <summary>The file of a training is damaged, or is of another training. Nothing was taken from it.</summary>
public sealed class CheckpointException : AnsatzException
{
    internal CheckpointException(string file, string problem, Exception? inner = null)
        : base($"The training in '{file}' cannot be resumed: {problem}.", inner) => (File, Problem) = (file, problem);

    /// <summary>The path of the file.</summary>
    public string File { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }
}
