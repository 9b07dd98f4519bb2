namespace Ansatz;

/// <summary>A tensor that was handed to a model has another rank, other extents or another layout than the declaration says.</summary>
public sealed class ShapeMismatchException : AnsatzException
{
    internal ShapeMismatchException(string name, nint[] expected, nint[] found, bool onlyLayout) : base(!onlyLayout
        ? $"'{name}' must have the shape {Describe(expected)}, but has {Describe(found)}."
        : $"'{name}' of shape {Describe(found)} must lie densely in row-major order, but has other strides: copy it first (for instance with ToDenseTensor).")
        => (Name, Expected, Found) = (name, expected, found);

    internal ShapeMismatchException(string name, int rank, nint[] found)
        : base($"'{name}' must have {rank} dimension{(rank == 1 ? "" : "s")}, but has the shape {Describe(found)}.")
        => (Name, Expected, Found) = (name, [], found);

    /// <summary>The name of the argument.</summary>
    public string Name { get; }

    /// <summary>The extents that the declaration asks for, outermost first; empty if only the number of dimensions was wrong.</summary>
    public IReadOnlyList<nint> Expected { get; }

    /// <summary>The extents of the argument, outermost first.</summary>
    public IReadOnlyList<nint> Found { get; }

    internal static string Describe(ReadOnlySpan<nint> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
