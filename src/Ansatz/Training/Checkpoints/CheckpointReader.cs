using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Ansatz;

/// <summary>The file of a training, read and proved to be as it was written.</summary>
internal sealed class CheckpointReader
{
    private readonly string _path;
    private readonly Dictionary<string, string> _metadata = [];
    private readonly Dictionary<string, SafetensorsEntry> _entries = [];
    private readonly byte[] _bytes;
    private readonly long _start;

    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public CheckpointReader(string path)
    {
        _path = path;
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Files of trainings are little-endian, and so must the machine be.");
        try
        {
            _bytes = File.ReadAllBytes(path);
            using var stream = new MemoryStream(_bytes);
            foreach (var entry in SafetensorsHeader.Read(stream, _metadata, out _)) _entries.Add(entry.Name, entry);
            _start = stream.Position;
        }
        catch (InvalidDataException e)
        {
            throw new CheckpointException(path, $"it is damaged: {e.Message}", e);
        }
        if (!_metadata.TryGetValue(CheckpointWriter.DigestKey, out var digest)) throw new CheckpointException(path, $"it has no '{CheckpointWriter.DigestKey}', so that it is no file of a training");
        var content = _bytes.AsSpan(SafetensorsFormat.LengthBytes);
        var place = content.IndexOf(Encoding.ASCII.GetBytes(digest));
        if (digest.Length == CheckpointWriter.NoDigest.Length && place >= 0)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(content[..place]);
            hash.AppendData(Encoding.ASCII.GetBytes(CheckpointWriter.NoDigest));
            hash.AppendData(content[(place + digest.Length)..]);
            if (Convert.ToHexStringLower(hash.GetHashAndReset()) == digest) return;
        }
        throw new CheckpointException(path, "it is damaged: its digest is not that of its content");
    }

    /// <summary>What the file says under a key.</summary>
    public string Text(string key) => _metadata.TryGetValue(key, out var value) ? value : throw Lacks(key);

    /// <summary>Some numbers under a key.</summary>
    public double[] Numbers(string key, int count)
    {
        var parts = Text(key).Split(' ');
        var numbers = new double[count];
        if (parts.Length != count) throw Lacks(key);
        for (var k = 0; k < count; k++)
        {
            if (!double.TryParse(parts[k], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[k])) throw Lacks(key);
        }
        return numbers;
    }

    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>The extents of a tensor.</summary>
    public long[] Shape(string name) => Find(name).Shape;

    /// <summary>A tensor as bytes.</summary>
    public byte[] Bytes(string name, string type, ReadOnlySpan<int> shape)
    {
        var entry = Find(name);
        var expected = $"{type}[{string.Join(", ", shape.ToArray())}]";
        if (entry.ToString() != expected) throw new CheckpointException(_path, $"'{name}' must be {expected}, but is {entry}");
        return _bytes.AsSpan((int)(_start + entry.Begin), (int)(entry.End - entry.Begin)).ToArray();
    }

    /// <summary>A tensor as numbers.</summary>
    public T[] Values<T>(string name, ReadOnlySpan<int> shape) where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes(name, CheckpointWriter.TypeOf<T>(), shape)).ToArray();

    private SafetensorsEntry Find(string name) => _entries.TryGetValue(name, out var entry) ? entry : throw Lacks(name);

    private CheckpointException Lacks(string what) => new(_path, $"it has no '{what}'");
}
