using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Ansatz;

/// <summary>Saves a set of parameters as a <i>safetensors</i> file.</summary>
internal static class SafetensorsWriter
{
    /// <summary>Writes beside the path and renames, so that at the path there is the old file or the new one, never half of one.</summary>
    public static void Write(ParameterSet parameters, string path)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                Write(parameters, stream);
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
    public static void Write(ParameterSet parameters, Stream stream)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Files of parameters are little-endian, and so must the machine be.");
        // Wider elements first: behind a header of a multiple of 8 bytes every tensor is then aligned to its elements.
        var tensors = parameters.Distinct().OrderByDescending(p => p.Segment.ElementSize).ToArray();
        var header = Header(parameters, tensors);
        Span<byte> prefix = stackalloc byte[SafetensorsFormat.LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (var tensor in tensors)
        {
            for (var first = 0; first < tensor.Length; first += SafetensorsFormat.PieceElements)
                stream.Write(tensor.Segment.ReadBytes(first, Math.Min(tensor.Length - first, SafetensorsFormat.PieceElements)));
        }
    }

    private static ReadOnlySpan<byte> Header(ParameterSet parameters, Parameter[] tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteOtherNames(writer, parameters, tensors);
            var begin = 0L;
            foreach (var tensor in tensors)
            {
                var end = begin + (long)tensor.Length * tensor.Segment.ElementSize;
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", tensor.Segment.FileType);
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
    private static void WriteOtherNames(Utf8JsonWriter writer, ParameterSet parameters, Parameter[] tensors)
    {
        if (tensors.Length == parameters.Count) return;
        var names = tensors.ToDictionary(t => t.Segment, t => t.Name);
        writer.WriteStartObject(SafetensorsFormat.MetadataKey);
        foreach (var parameter in parameters)
        {
            if (names[parameter.Segment] is var name && name != parameter.Name) writer.WriteString(parameter.Name, name);
        }
        writer.WriteEndObject();
    }
}
