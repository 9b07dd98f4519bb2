namespace Ansatz;

/// <summary>A tensor of a file and what it holds of a model: one stored tensor in the plain case, several one behind the other where another library keeps them so.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">Its type in the file when it is written.</param>
/// <param name="Shape">Its extents in the file.</param>
/// <param name="Parts">What it holds, in order; together as many elements as the shape says.</param>
internal sealed record FileTensor(string Name, string Type, long[] Shape, FilePart[] Parts)
{
    /// <summary>Further names under which it may be found.</summary>
    public List<string> OtherNames { get; } = [];

    /// <summary>Whether the file need not have it; what it says is then not used.</summary>
    public bool IsOptional => Parts.Length == 0;

    public long Length => Shape.Aggregate(1L, (product, extent) => product * extent);

    public int ElementBytes => SafetensorsFormat.BitsOf(Type) / 8;

    public override string ToString() => $"{Type}[{string.Join(", ", Shape)}]";
}

/// <summary>Part of a tensor of a file: all elements of a stored tensor.</summary>
/// <param name="Segment">The stored tensor; null: zeros, which are read over.</param>
/// <param name="Count">How many elements.</param>
/// <param name="IsAddend">Whether it is added to what another tensor of the file says: of two biases that are only used as their sum the second. It is written as zeros.</param>
internal readonly record struct FilePart(Segment? Segment, int Count, bool IsAddend = false)
{
    public FilePart(Segment segment) : this(segment, segment.Length) { }
}
