using System.Buffers;
using System.Text;

namespace Ansatz.Onnx;

/// <summary>
/// A message in the encoding of protocol buffers: the kinds of fields that onnx.proto has. Long contents are kept by reference and copied only into the file, so that
/// a message inside a message inside a message costs no copies of the weights.
/// </summary>
internal sealed class ProtobufWriter
{
    // Wire types of https://protobuf.dev/programming-guides/encoding.
    private const int Varint = 0, LengthDelimited = 2;

    // What is shorter is copied: fewer pieces.
    private const int ShortBytes = 256;

    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private ArrayBufferWriter<byte> _open = new();

    /// <summary>How many bytes the message has.</summary>
    public long Length { get; private set; }

    /// <summary>A whole number or a truth value.</summary>
    public ProtobufWriter Integer(int field, long value)
    {
        Tag(field, Varint);
        Number((ulong)value);
        return this;
    }

    /// <summary>Bytes, which must not change before the message is written.</summary>
    public ProtobufWriter Bytes(int field, ReadOnlyMemory<byte> value)
    {
        Tag(field, LengthDelimited);
        Number((ulong)value.Length);
        Append(value);
        return this;
    }

    /// <summary>A string.</summary>
    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message inside the message.</summary>
    public ProtobufWriter Message(int field, Action<ProtobufWriter> write)
    {
        var inner = new ProtobufWriter();
        write(inner);
        Tag(field, LengthDelimited);
        Number((ulong)inner.Length);
        inner.Seal();
        foreach (var piece in inner._pieces) Append(piece);
        return this;
    }

    /// <summary>Writes the message into a stream.</summary>
    public void CopyTo(Stream stream)
    {
        Seal();
        foreach (var piece in _pieces) stream.Write(piece.Span);
    }

    private void Tag(int field, int wire) => Number(((ulong)field << 3) | (uint)wire);

    // Seven bits a byte, lowest first; all but the last byte have their highest bit set.
    private void Number(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var count = 0;
        for (; value >= 0x80; value >>= 7) bytes[count++] = (byte)(value | 0x80);
        bytes[count++] = (byte)value;
        Append(bytes[..count]);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _open.Write(bytes);
        Length += bytes.Length;
    }

    private void Append(ReadOnlyMemory<byte> piece)
    {
        if (piece.Length < ShortBytes)
        {
            Append(piece.Span);
            return;
        }

        Seal();
        _pieces.Add(piece);
        Length += piece.Length;
    }

    private void Seal()
    {
        if (_open.WrittenCount == 0) return;
        _pieces.Add(_open.WrittenMemory);
        _open = new();
    }
}
