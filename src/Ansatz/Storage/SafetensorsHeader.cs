using System.Buffers.Binary;
using System.Text.Json;

namespace Ansatz;

/// <summary>The header of a <i>safetensors</i> file. Reading one trusts nothing that it says.</summary>
internal static class SafetensorsHeader
{
    /// <summary>Reads and checks the header; the stream is then where the tensors' bytes begin.</summary>
    /// <exception cref="InvalidDataException">It is not a valid header of a stream of this length; the message says why.</exception>
    public static List<SafetensorsEntry> Read(Stream stream) => Read(stream, null, out _);

    /// <summary>The same with what else the file says of itself, and the header as it is.</summary>
    /// <exception cref="InvalidDataException">It is not a valid header of a stream of this length; the message says why.</exception>
    public static List<SafetensorsEntry> Read(Stream stream, Dictionary<string, string>? metadata, out byte[] header)
    {
        var length = stream.Length;
        if (length < SafetensorsFormat.LengthBytes) throw new InvalidDataException($"the file has {length} bytes, less than the {SafetensorsFormat.LengthBytes} of the length of its header");
        Span<byte> prefix = stackalloc byte[SafetensorsFormat.LengthBytes];
        stream.ReadExactly(prefix);
        var size = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (size > SafetensorsFormat.MaxHeaderBytes) throw new InvalidDataException($"the header claims {size} bytes, more than the {SafetensorsFormat.MaxHeaderBytes} allowed");
        length -= SafetensorsFormat.LengthBytes;
        if ((long)size > length) throw new InvalidDataException($"the header claims {size} bytes, but only {length} follow");
        header = new byte[size];
        stream.ReadExactly(header);

        var entries = Parse(header, metadata);
        RequireCover(entries, length - (long)size);
        return entries;
    }

    /// <summary>Parses the JSON of a header and checks each entry by itself.</summary>
    /// <exception cref="InvalidDataException">It is not what the format asks for.</exception>
    internal static List<SafetensorsEntry> Parse(ReadOnlySpan<byte> header, Dictionary<string, string>? metadata = null)
    {
        if (header.IsEmpty || header[0] != (byte)'{') throw new InvalidDataException("the header does not begin with '{'");
        try
        {
            var reader = new Utf8JsonReader(header);
            reader.Read();
            var entries = new List<SafetensorsEntry>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (NextProperty(ref reader, out var name))
            {
                if (!names.Add(name)) throw new InvalidDataException($"the header has '{Clip(name)}' twice");
                if (name == SafetensorsFormat.MetadataKey) ReadMetadata(ref reader, metadata);
                else entries.Add(ReadEntry(ref reader, name));
            }
            if (reader.Read()) throw new InvalidDataException("something follows the header's last brace"); // the reader itself throws here
            return entries;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("the header is not valid JSON", e);
        }
        catch (InvalidOperationException e)
        {
            // What Utf8JsonReader throws for text that is no valid UTF-8 or UTF-16.
            throw new InvalidDataException("the header has text that is not valid Unicode", e);
        }
    }

    /// <summary>A name from a file, short enough for a message.</summary>
    internal static string Clip(string text) => text.Length <= 100 ? text : text[..100] + "…";

    // Gaps could smuggle in other content, overlaps make one tensor's bytes another's.
    private static void RequireCover(List<SafetensorsEntry> entries, long available)
    {
        var at = 0L;
        foreach (var entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != at)
                throw new InvalidDataException($"'{Clip(entry.Name)}' begins at byte {entry.Begin}, but must begin at {at}: tensors must neither overlap nor leave gaps");
            at = entry.End;
        }
        if (at != available) throw new InvalidDataException($"the tensors take {at} bytes, but {available} follow the header");
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject, name);
        string? type = null;
        long[]? shape = null, offsets = null;
        while (NextProperty(ref reader, out var property))
        {
            switch (property)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String, name);
                    type = reader.GetString()!;
                    break;
                case "shape" when shape is null: shape = ReadNumbers(ref reader, name); break;
                case "data_offsets" when offsets is null: offsets = ReadNumbers(ref reader, name); break;
                case "dtype" or "shape" or "data_offsets": throw new InvalidDataException($"'{Clip(name)}' has '{property}' twice");
                default:
                    reader.Read();
                    reader.Skip();
                    break;
            }
        }
        if (type is null || shape is null || offsets is not [var begin, var end])
            throw new InvalidDataException($"'{Clip(name)}' must have 'dtype', 'shape' and two 'data_offsets'");
        var bits = SafetensorsFormat.BitsOf(type);
        if (bits == 0) throw new InvalidDataException($"'{Clip(name)}' has the unknown type '{Clip(type)}'");
        if (begin > end) throw new InvalidDataException($"'{Clip(name)}' begins at byte {begin} and ends before it, at {end}");
        if (SizeInBits(shape, bits) != (UInt128)(end - begin) * 8)
            throw new InvalidDataException($"'{Clip(name)}' has {end - begin} bytes, which is not what {Clip(type)}[{Clip(string.Join(", ", shape))}] needs");
        return new SafetensorsEntry(name, type, shape, begin, end);
    }

    private static UInt128 SizeInBits(long[] shape, int bits)
    {
        if (Array.IndexOf(shape, 0) >= 0) return 0;
        UInt128 count = 1;
        foreach (var extent in shape)
        {
            count *= (ulong)extent; // less than 2^64 times less than 2^63
            if (count > ulong.MaxValue) return UInt128.MaxValue; // more than any file has
        }
        return count * (uint)bits;
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartArray, name);
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0)
                throw new InvalidDataException($"'{Clip(name)}' has a 'shape' or 'data_offsets' that is not of whole numbers from 0");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string>? metadata)
    {
        Expect(ref reader, JsonTokenType.StartObject, SafetensorsFormat.MetadataKey);
        while (NextProperty(ref reader, out var name))
        {
            Expect(ref reader, JsonTokenType.String, SafetensorsFormat.MetadataKey);
            if (metadata is not null) metadata[name] = reader.GetString()!;
        }
    }

    private static bool NextProperty(ref Utf8JsonReader reader, out string name)
    {
        reader.Read();
        var more = reader.TokenType == JsonTokenType.PropertyName;
        name = more ? reader.GetString()! : "";
        return more;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string name)
    {
        reader.Read();
        if (reader.TokenType != type) throw new InvalidDataException($"'{Clip(name)}' has a {reader.TokenType} where a {type} must be");
    }
}
