using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Ansatz;

/// <summary>Reads files in the IDX format, in which the MNIST family of data sets comes.</summary>
/// <remarks>
/// Two zero bytes, a byte for the type, a byte for the number of dimensions, each extent as a big-endian 32-bit integer, then the numbers, big-endian, row by row.
/// Source: LeCun, Cortes, Burges, <i>The MNIST database of handwritten digits</i>. A file that is compressed by gzip is recognised by its content.
/// </remarks>
public static class IdxReader
{
    private const int MaxDimensions = 8;

    /// <summary>Reads a file of bytes, as images and labels are.</summary>
    /// <returns>The numbers with the extents that the file states.</returns>
    /// <exception cref="DatasetException">The file is damaged, or of another type.</exception>
    public static Tensor<byte> ReadBytes(string path) => Read(path, 0x08, 1, bytes => bytes);

    /// <summary>Reads a file of 32-bit integers, or of bytes as such.</summary>
    /// <returns>The numbers with the extents that the file states.</returns>
    /// <exception cref="DatasetException">The file is damaged, or of another type.</exception>
    public static Tensor<int> ReadInts(string path) => TypeOf(path) == 0x08
        ? Read(path, 0x08, 1, bytes => Array.ConvertAll(bytes, b => (int)b))
        : Read(path, 0x0C, 4, bytes => Swapped<int>(bytes, BinaryPrimitives.ReverseEndianness));

    /// <summary>Reads a file of single-precision numbers.</summary>
    /// <returns>The numbers with the extents that the file states.</returns>
    /// <exception cref="DatasetException">The file is damaged, or of another type.</exception>
    public static Tensor<float> ReadFloats(string path) => Read(path, 0x0D, 4, bytes => MemoryMarshal.Cast<int, float>(Swapped<int>(bytes, BinaryPrimitives.ReverseEndianness)).ToArray());

    /// <summary>Reads images and their labels: columns <c>X</c>, of bytes, and <c>Label</c>, of integers.</summary>
    /// <param name="images">The path of the images, count × height × width.</param>
    /// <param name="labels">The path of the labels, count.</param>
    /// <param name="flat">Whether an image is one row of numbers; otherwise height × width.</param>
    /// <exception cref="DatasetException">A file is damaged or of another type, or they have not as many examples.</exception>
    public static Dataset ReadImages(string images, string labels, bool flat = true)
    {
        var (x, label) = (ReadBytes(images), ReadInts(labels));
        if (flat && x.Rank > 1) x = Tensor.Reshape(x, [x.Lengths[0], x.FlattenedLength / Math.Max(x.Lengths[0], 1)]);
        return new Dataset { { "X", x }, { "Label", label } };
    }

    private static byte TypeOf(string path)
    {
        using var stream = Open(path);
        Span<byte> head = stackalloc byte[4];
        return stream.ReadAtLeast(head, 4, throwOnEndOfStream: false) == 4 ? head[2] : (byte)0;
    }

    private static Tensor<T> Read<T>(string path, byte type, int size, Func<byte[], T[]> convert) where T : unmanaged
    {
        using var stream = Open(path);
        try
        {
            Span<byte> head = stackalloc byte[4];
            stream.ReadExactly(head);
            if (head[0] != 0 || head[1] != 0) throw Damaged(path, $"it begins with {head[0]:x2} {head[1]:x2}, not with two zero bytes");
            if (head[2] != type) throw new DatasetException($"'{path}' has numbers of the type {Name(head[2])}, but {Name(type)} are asked for.");
            if (head[3] is 0 or > MaxDimensions) throw Damaged(path, $"it claims {head[3]} dimensions");
            var extents = new nint[head[3]];
            long count = 1;
            Span<byte> extent = stackalloc byte[4];
            for (var d = 0; d < extents.Length; d++)
            {
                stream.ReadExactly(extent);
                var value = BinaryPrimitives.ReadInt32BigEndian(extent);
                if (value < 0 || (count *= Math.Max(value, 1)) * size > Array.MaxLength) throw Damaged(path, $"its extent {d} is {value}, which makes more than can be read");
                extents[d] = value;
            }
            if (extents.Contains(0)) count = 0;
            var bytes = new byte[count * size];
            stream.ReadExactly(bytes);
            if (stream.ReadByte() >= 0) throw Damaged(path, "more follows its last number");
            return Tensor.Create(convert(bytes), extents);
        }
        catch (EndOfStreamException e)
        {
            throw Damaged(path, "it ends too early", e);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(path, e.Message, e);
        }
    }

    // gzip begins with 1f 8b.
    private static Stream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var isCompressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static T[] Swapped<T>(byte[] bytes, Func<T, T> swap) where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes).ToArray();
        return BitConverter.IsLittleEndian ? Array.ConvertAll(values, v => swap(v)) : values;
    }

    private static DatasetException Damaged(string path, string why, Exception? inner = null) => new($"'{path}' is no whole IDX file: {why}.", inner);

    private static string Name(byte type) => type switch
    {
        0x08 => "unsigned byte",
        0x09 => "signed byte",
        0x0B => "16-bit integer",
        0x0C => "32-bit integer",
        0x0D => "float",
        0x0E => "double",
        _ => $"0x{type:x2}",
    };
}
