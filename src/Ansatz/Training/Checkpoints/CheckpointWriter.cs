using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ansatz;

/// <summary>Gathers what a training is, and writes it as one <i>safetensors</i> file with a digest of all of it.</summary>
internal sealed class CheckpointWriter
{
    private readonly Dictionary<string, string> _metadata = [];
    private readonly List<Item> _items = [];

    /// <summary>The key of the digest: SHA-256 of the file without its first eight bytes, with zeros in place of the digest.</summary>
    public const string DigestKey = "sha256";

    public static readonly string NoDigest = new('0', 64);

    public void Set(string key, string value) => _metadata.Add(key, value);

    public void Set(string key, params ReadOnlySpan<double> numbers)
        => Set(key, string.Join(' ', numbers.ToArray().Select(n => n.ToString("R", CultureInfo.InvariantCulture))));

    public void Add<T>(string name, int[] shape, T[] values) where T : unmanaged
        => _items.Add(new Item(name, TypeOf<T>(), Marshal.SizeOf<T>(), shape, () => MemoryMarshal.AsBytes<T>(values)));

    public void Add(string name, Segment segment, byte[]? values = null)
        => _items.Add(new Item(name, segment.FileType, segment.ElementSize, segment.Shape, () => values is null ? segment.ReadBytes(0, segment.Length) : values));

    /// <summary>Writes beside the path, has all of it on the disk, and renames: at the path there is the old file or the new one, never half of one.</summary>
    public void Write(string path)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Files of trainings are little-endian, and so must the machine be.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        _items.Sort((a, b) => b.ElementSize.CompareTo(a.ElementSize) is not 0 and var order ? order : string.CompareOrdinal(a.Name, b.Name));
        var header = Header();
        var digest = Digest(header);
        var at = header.AsSpan().IndexOf(Encoding.ASCII.GetBytes(NoDigest));
        Encoding.ASCII.GetBytes(digest).CopyTo(header.AsSpan(at));

        // One name for all tries, so that a process that was killed while it wrote leaves one file behind and not many.
        var unfinished = path + ".unfinished";
        using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Span<byte> prefix = stackalloc byte[SafetensorsFormat.LengthBytes];
            BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
            stream.Write(prefix);
            stream.Write(header);
            foreach (var item in _items) stream.Write(item.Bytes());
            stream.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
    }

    public static string TypeOf<T>() => typeof(T) == typeof(float) ? "F32" : typeof(T) == typeof(double) ? "F64" : typeof(T) == typeof(int) ? "I32" : "U8";

    private string Digest(byte[] header)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        foreach (var item in _items) hash.AppendData(item.Bytes());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private byte[] Header()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(SafetensorsFormat.MetadataKey);
            writer.WriteString(DigestKey, NoDigest);
            foreach (var (key, value) in _metadata) writer.WriteString(key, value);
            writer.WriteEndObject();
            var begin = 0L;
            foreach (var item in _items)
            {
                var end = begin + item.Bytes().Length;
                writer.WriteStartObject(item.Name);
                writer.WriteString("dtype", item.Type);
                writer.WriteStartArray("shape");
                foreach (var extent in item.Shape) writer.WriteNumberValue(extent);
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
        return buffer.WrittenSpan.ToArray();
    }

    private delegate ReadOnlySpan<byte> BytesOf();

    private sealed record Item(string Name, string Type, int ElementSize, int[] Shape, BytesOf Bytes);
}
