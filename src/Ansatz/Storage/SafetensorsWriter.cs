using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Ansatz;

/// <summary>Saves a set of parameters as a <i>safetensors</i> file.</summary>
internal static class SafetensorsWriter
{
    /// <summary>Writes beside the path and renames, so that at the path there is the old file or the new one, never half of one.</summary>
    public static void Write(ParameterSet parameters, string path, ParameterNaming? naming = null)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                Write(parameters, stream, naming);
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Writes the file's content.</summary>
    /// <param name="parameters">What is saved.</param>
    /// <param name="stream">The file.</param>
    /// <param name="naming">What the tensors are called there; null: by their own names.</param>
    public static void Write(ParameterSet parameters, Stream stream, ParameterNaming? naming = null)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Files of parameters are little-endian, and so must the machine be.");
        // Wider elements first: behind a header of a multiple of 8 bytes every tensor is then aligned to its elements.
        var tensors = (naming?.Tensors(parameters) ?? Plain(parameters)).OrderByDescending(t => t.ElementBytes).ToArray();
        var header = Header(tensors);
        Span<byte> prefix = stackalloc byte[SafetensorsFormat.LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (var tensor in tensors)
        {
            if (tensor.IsOptional) WriteZeros(stream, tensor.Length * tensor.ElementBytes);
            foreach (var part in tensor.Parts)
            {
                if (part.Segment is null || part.IsAddend) WriteZeros(stream, (long)part.Count * tensor.ElementBytes);
                else WriteValues(stream, part.Segment);
            }
        }
    }

    /// <summary>All stored tensors, each under the first of its names.</summary>
    public static List<FileTensor> Plain(ParameterSet parameters)
    {
        var tensors = new Dictionary<Segment, FileTensor>();
        foreach (var parameter in parameters)
        {
            if (tensors.TryGetValue(parameter.Segment, out var tensor)) tensor.OtherNames.Add(parameter.Name);
            else tensors.Add(parameter.Segment, ModuleLayout.Whole(parameter.Name, parameter));
        }
        return [.. tensors.Values];
    }

    private static void WriteValues(Stream stream, Segment segment)
    {
        for (var first = 0; first < segment.Length; first += SafetensorsFormat.PieceElements)
            stream.Write(segment.ReadBytes(first, Math.Min(segment.Length - first, SafetensorsFormat.PieceElements)));
    }

    private static void WriteZeros(Stream stream, long count)
    {
        Span<byte> zeros = stackalloc byte[512];
        zeros.Clear();
        for (; count > 0; count -= zeros.Length) stream.Write(zeros[..(int)Math.Min(count, zeros.Length)]);
    }

    private static ReadOnlySpan<byte> Header(FileTensor[] tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteOtherNames(writer, tensors);
            var begin = 0L;
            foreach (var tensor in tensors)
            {
                var end = begin + tensor.Length * tensor.ElementBytes;
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", tensor.Type);
                writer.WriteStartArray("shape");
                foreach (var extent in tensor.Shape) writer.WriteNumberValue(extent);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(begin);
                writer.WriteNumberValue(end);
                writer.WriteEndArray();
                writer.WriteEndObject();
                begin = end;
            }
            writer.WriteEndObject();
        }
        var padding = -buffer.WrittenCount & 7;
        buffer.GetSpan(8)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenSpan;
    }

    // The metadata of a tied tensor say under which name it was written, as the format's Python library does.
    private static void WriteOtherNames(Utf8JsonWriter writer, FileTensor[] tensors)
    {
        if (tensors.All(t => t.OtherNames.Count == 0)) return;
        writer.WriteStartObject(SafetensorsFormat.MetadataKey);
        foreach (var tensor in tensors)
        {
            foreach (var name in tensor.OtherNames) writer.WriteString(name, tensor.Name);
        }
        writer.WriteEndObject();
    }
}
