using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Ansatz;

/// <summary>Reads the tensors of any file in the <i>safetensors</i> format by name.</summary>
/// <remarks>F64, F32, F16 and BF16 become double or single precision, I64 and the smaller integers become integers, U8 and BOOL bytes.</remarks>
public sealed class SafetensorsData
{
    private readonly string _path;
    private readonly Dictionary<string, SafetensorsEntry> _entries;
    private readonly long _start;

    /// <summary>Reads what the file has, but not yet the numbers.</summary>
    /// <exception cref="DatasetException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public SafetensorsData(string path)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Files of tensors are little-endian, and so must the machine be.");
        _path = path;
        using var stream = Open();
        try
        {
            var metadata = new Dictionary<string, string>();
            _entries = SafetensorsHeader.Read(stream, metadata, out _).ToDictionary(e => e.Name);
            (_start, Metadata) = (stream.Position, metadata);
        }
        catch (InvalidDataException e)
        {
            throw new DatasetException($"'{path}' is no whole safetensors file: {e.Message}.", e);
        }
    }

    /// <summary>The names of the tensors.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>What else the file says of itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>All tensors of the file as data: the first extent of each counts the examples.</summary>
    /// <param name="names">Which; none for all.</param>
    /// <exception cref="DatasetException">The tensors have different numbers of examples, or are of a type that data cannot have.</exception>
    public Dataset ToDataset(params ReadOnlySpan<string> names)
    {
        var data = new Dataset();
        foreach (var name in names.IsEmpty ? [.. _entries.Keys.Order(StringComparer.Ordinal)] : names)
        {
            switch (Find(name).ElementType)
            {
                case "F64": data.Add(name, Tensor<double>(name)); break;
                case "F32" or "F16" or "BF16": data.Add(name, Tensor<float>(name)); break;
                case "U8" or "BOOL": data.Add(name, Tensor<byte>(name)); break;
                default: data.Add(name, Tensor<int>(name)); break;
            }
        }
        return data;
    }

    /// <summary>A tensor with its numbers.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/> of any type; <see cref="int"/> of integers, <see cref="byte"/> of bytes.</typeparam>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="DatasetException">Its numbers do not become that type, or an integer is too large.</exception>
    public Tensor<T> Tensor<T>(string name) where T : unmanaged
    {
        var entry = Find(name);
        var bytes = Bytes(entry);
        Array values = typeof(T) == typeof(float) || typeof(T) == typeof(double) ? Fractions<T>(entry, bytes) : typeof(T) == typeof(int) ? Integers(entry, bytes) : typeof(T) == typeof(byte) && entry.ElementType is "U8" or "BOOL" ? bytes : throw Unfit<T>(entry);
        return System.Numerics.Tensors.Tensor.Create((T[])values, [.. entry.Shape.Select(e => checked((nint)e)).DefaultIfEmpty(1)]);
    }

    private static T[] Fractions<T>(SafetensorsEntry entry, byte[] bytes) where T : unmanaged => entry.ElementType switch
    {
        "F64" => Convert<double, T>(bytes),
        "F32" => Convert<float, T>(bytes),
        "F16" => Convert<Half, T>(bytes),
        // The upper half of a float.
        "BF16" => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(), b => Number<T>(BitConverter.UInt32BitsToSingle((uint)b << 16))),
        "U8" or "BOOL" => Convert<byte, T>(bytes),
        _ => Array.ConvertAll(Integers(entry, bytes), i => Number<T>(i)),
    };

    private static int[] Integers(SafetensorsEntry entry, byte[] bytes)
    {
        try
        {
            return entry.ElementType switch
            {
                "I32" => MemoryMarshal.Cast<byte, int>(bytes).ToArray(),
                "I64" => Array.ConvertAll(MemoryMarshal.Cast<byte, long>(bytes).ToArray(), v => checked((int)v)),
                "U64" => Array.ConvertAll(MemoryMarshal.Cast<byte, ulong>(bytes).ToArray(), v => checked((int)v)),
                "U32" => Array.ConvertAll(MemoryMarshal.Cast<byte, uint>(bytes).ToArray(), v => checked((int)v)),
                "I16" => Array.ConvertAll(MemoryMarshal.Cast<byte, short>(bytes).ToArray(), v => (int)v),
                "U16" => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(), v => (int)v),
                "I8" => Array.ConvertAll(bytes, v => (int)(sbyte)v),
                "U8" or "BOOL" => Array.ConvertAll(bytes, v => (int)v),
                _ => throw Unfit<int>(entry),
            };
        }
        catch (OverflowException e)
        {
            throw new DatasetException($"'{entry.Name}' has an integer that does not fit into 32 bits.", e);
        }
    }

    private static TTo[] Convert<TFrom, TTo>(byte[] bytes) where TFrom : unmanaged, System.Numerics.INumber<TFrom> where TTo : unmanaged
        => typeof(TFrom) == typeof(TTo) ? MemoryMarshal.Cast<byte, TTo>(bytes).ToArray() : Array.ConvertAll(MemoryMarshal.Cast<byte, TFrom>(bytes).ToArray(), v => Number<TTo>(double.CreateTruncating(v)));

    private static T Number<T>(double value) where T : unmanaged => typeof(T) == typeof(float) ? (T)(object)(float)value : (T)(object)value;

    private byte[] Bytes(SafetensorsEntry entry)
    {
        if (entry.End - entry.Begin > Array.MaxLength) throw new DatasetException($"'{entry.Name}' has {entry.End - entry.Begin} bytes, more than can be read at once.");
        var bytes = new byte[entry.End - entry.Begin];
        using var stream = Open();
        stream.Position = _start + entry.Begin;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private FileStream Open() => new(_path, FileMode.Open, FileAccess.Read, FileShare.Read);

    private SafetensorsEntry Find(string name) => _entries.TryGetValue(name, out var entry) ? entry
        : throw new KeyNotFoundException($"'{_path}' has no tensor '{name}', but: {string.Join(", ", _entries.Keys)}.");

    private static DatasetException Unfit<T>(SafetensorsEntry entry) => new($"'{entry.Name}' is {entry}, which does not become {typeof(T).Name}.");
}
