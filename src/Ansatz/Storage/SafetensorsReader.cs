namespace Ansatz;

/// <summary>Loads a set of parameters from a <i>safetensors</i> file: checks everything, reads everything, and only then changes anything.</summary>
internal static class SafetensorsReader
{
    private const int MaxProblems = 20;

    /// <exception cref="ModelFileException">The file is damaged, or not of this model.</exception>
    public static void Read(ParameterSet parameters, Stream stream, string file)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Files of parameters are little-endian, and so must the machine be.");
        try
        {
            var entries = SafetensorsHeader.Read(stream);
            var start = stream.Position;
            var pieces = new List<Piece>();
            foreach (var (entry, segment) in Match(parameters, entries, file))
                Stage(pieces, stream, start + entry.Begin, segment);
            foreach (var piece in pieces)
                piece.Bytes.CopyTo(piece.Segment.Bytes(piece.First, piece.Count));
        }
        catch (InvalidDataException e)
        {
            throw new ModelFileException(file, [e.Message], e.InnerException);
        }
        catch (EndOfStreamException e)
        {
            throw new ModelFileException(file, ["it ended while it was being read"], e);
        }
    }

    // Pairs each tensor of the set with its entry; all that does not pair is named in one exception.
    private static List<(SafetensorsEntry Entry, Segment Segment)> Match(ParameterSet parameters, List<SafetensorsEntry> entries, string file)
    {
        var problems = new List<string>();
        var found = new Dictionary<Segment, SafetensorsEntry>();
        foreach (var entry in entries)
        {
            if (!parameters.TryGetOrdinal(entry.Name, out var ordinal))
            {
                problems.Add($"'{SafetensorsHeader.Clip(entry.Name)}' is extra: the model has no such tensor");
                continue;
            }
            var segment = parameters[ordinal].Segment;
            if (!found.TryAdd(segment, entry))
                problems.Add($"'{entry.Name}' is extra: in the model it is the same tensor as '{found[segment].Name}', which the file has too");
            else if (entry.ElementType != segment.FileType || !entry.Shape.SequenceEqual(segment.Shape.Select(e => (long)e)))
                problems.Add($"'{entry.Name}' must be {segment.FileType}[{string.Join(", ", segment.Shape)}], but is {SafetensorsHeader.Clip(entry.ToString())}");
        }
        foreach (var parameter in parameters.Distinct())
        {
            if (!found.ContainsKey(parameter.Segment))
                problems.Add($"'{parameter.Name}' is missing: the model has it, {parameter.Segment.FileType}[{string.Join(", ", parameter.Segment.Shape)}], but the file does not");
        }
        if (problems.Count > MaxProblems)
        {
            var more = problems.Count - MaxProblems;
            problems.RemoveRange(MaxProblems, more);
            problems.Add($"and {more} more");
        }
        if (problems.Count > 0) throw new ModelFileException(file, problems);
        return [.. found.Select(p => (p.Value, p.Key))];
    }

    private static void Stage(List<Piece> pieces, Stream stream, long position, Segment segment)
    {
        stream.Position = position;
        for (var first = 0; first < segment.Length; first += SafetensorsFormat.PieceElements)
        {
            var count = Math.Min(segment.Length - first, SafetensorsFormat.PieceElements);
            var piece = new Piece(segment, first, count, GC.AllocateUninitializedArray<byte>(count * segment.ElementSize));
            stream.ReadExactly(piece.Bytes);
            pieces.Add(piece);
        }
    }

    private sealed record Piece(Segment Segment, int First, int Count, byte[] Bytes);
}
