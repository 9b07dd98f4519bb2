namespace Ansatz;

/// <summary>Two extents that only the run knows do not fit together: the equations would read outside a tensor.</summary>
public sealed class ExtentMismatchException : AnsatzException
{
    internal ExtentMismatchException(string what, nint limit, nint value) : base($"{what}: must be at most {limit}, but is {value}.")
        => (What, Limit, Value) = (what, limit, value);

    /// <summary>Which extent, or which read, is concerned.</summary>
    public string What { get; }

    /// <summary>The greatest value that would do.</summary>
    public nint Limit { get; }

    /// <summary>The value found.</summary>
    public nint Value { get; }
}
