using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Ansatz;

/// <summary>Loads a set of parameters from a <i>safetensors</i> file: checks everything, reads everything, and only then changes anything.</summary>
internal static class SafetensorsReader
{
    private const int MaxProblems = 20;

    /// <param name="parameters">What is loaded.</param>
    /// <param name="stream">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="naming">What the tensors are called there; null: by their own names.</param>
    /// <exception cref="ModelFileException">The file is damaged, or not of this model.</exception>
    public static void Read(ParameterSet parameters, Stream stream, string file, ParameterNaming? naming = null)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Files of parameters are little-endian, and so must the machine be.");
        var tensors = naming?.Tensors(parameters) ?? SafetensorsWriter.Plain(parameters);
        try
        {
            var entries = SafetensorsHeader.Read(stream);
            var start = stream.Position;
            var staged = new Dictionary<Segment, Staging>();
            foreach (var (entry, tensor) in Match(tensors, entries, file, naming))
                Stage(staged, stream, start + entry.Begin, entry, tensor);
            foreach (var staging in staged.Values) staging.Commit();
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

    // Pairs each tensor of the model with its entry; all that does not pair is named in one exception.
    private static List<(SafetensorsEntry Entry, FileTensor Tensor)> Match(List<FileTensor> tensors, List<SafetensorsEntry> entries, string file, ParameterNaming? naming)
    {
        var byName = new Dictionary<string, FileTensor>(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            byName[tensor.Name] = tensor;
            foreach (var name in tensor.OtherNames) byName[name] = tensor;
        }
        var problems = new List<string>();
        var found = new Dictionary<FileTensor, SafetensorsEntry>(ReferenceEqualityComparer.Instance);
        foreach (var entry in entries)
        {
            if (!byName.TryGetValue(entry.Name, out var tensor))
            {
                if (naming is null || !naming.Ignores(entry.Name)) problems.Add($"'{SafetensorsHeader.Clip(entry.Name)}' is extra: the model has no such tensor");
                continue;
            }
            if (tensor.IsOptional) continue;
            if (!found.TryAdd(tensor, entry))
                problems.Add($"'{entry.Name}' is extra: in the model it is the same tensor as '{found[tensor].Name}', which the file has too");
            else if (!Converts(entry.ElementType, tensor.Type, naming is not null) || !entry.Shape.SequenceEqual(tensor.Shape))
                problems.Add($"'{entry.Name}' must be {tensor}, but is {SafetensorsHeader.Clip(entry.ToString())}");
        }
        foreach (var tensor in tensors)
        {
            if (!tensor.IsOptional && !found.ContainsKey(tensor)) problems.Add($"'{tensor.Name}' is missing: the model has it, {tensor}, but the file does not");
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

    // Another library's weights may be of a narrower type: all its values are values of the wider one.
    private static bool Converts(string from, string to, bool widening) =>
        from == to || widening && (from, to) is ("F16" or "BF16", "F32") or ("F16" or "BF16" or "F32", "F64");

    private static void Stage(Dictionary<Segment, Staging> staged, Stream stream, long position, SafetensorsEntry entry, FileTensor tensor)
    {
        stream.Position = position;
        var size = SafetensorsFormat.BitsOf(entry.ElementType) / 8;
        foreach (var part in tensor.Parts)
        {
            Staging? staging = null;
            if (part.Segment is not null && !staged.TryGetValue(part.Segment, out staging)) staged.Add(part.Segment, staging = Staging.Of(part.Segment));
            for (var first = 0; first < part.Count; first += SafetensorsFormat.PieceElements)
            {
                var bytes = GC.AllocateUninitializedArray<byte>(Math.Min(part.Count - first, SafetensorsFormat.PieceElements) * size);
                stream.ReadExactly(bytes);
                staging?.Take(first, bytes, entry.ElementType);
            }
            staging?.EndPart();
        }
    }

    /// <summary>The new values of one stored tensor until all are known.</summary>
    private abstract class Staging
    {
        public static Staging Of(Segment segment) => segment switch
        {
            Segment<float> single => new Staging<float>(single, (a, b) => a + b),
            Segment<double> real => new Staging<double>(real, (a, b) => a + b),
            _ => new Staging<int>((Segment<int>)segment, (a, b) => a + b),
        };

        /// <summary>Elements from first on; a second part is added to the first.</summary>
        public abstract void Take(int first, byte[] bytes, string type);

        public abstract void EndPart();

        public abstract void Commit();
    }

    private sealed class Staging<T>(Segment<T> segment, Func<T, T, T> sum) : Staging where T : unmanaged
    {
        private readonly T[] _values = GC.AllocateUninitializedArray<T>(segment.Length);
        private bool _isSecond;

        public override void Take(int first, byte[] bytes, string type)
        {
            var into = _values.AsSpan(first);
            if (!_isSecond && type == segment.FileType)
            {
                MemoryMarshal.Cast<byte, T>(bytes).CopyTo(into);
                return;
            }
            var size = SafetensorsFormat.BitsOf(type) / 8;
            for (var i = 0; i < bytes.Length / size; i++)
            {
                var value = Element(bytes.AsSpan(i * size), type);
                into[i] = _isSecond ? sum(into[i], value) : value;
            }
        }

        public override void EndPart() => _isSecond = true;

        public override void Commit() => _values.CopyTo(segment.Values);

        private static T Element(ReadOnlySpan<byte> bytes, string type)
        {
            if (typeof(T) == typeof(int)) return (T)(object)BinaryPrimitives.ReadInt32LittleEndian(bytes);
            var value = type switch
            {
                "F16" => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
                "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
                "F32" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            };
            return typeof(T) == typeof(float) ? (T)(object)(float)value : (T)(object)value;
        }
    }
}
