using System.Text;

namespace Ansatz.Benchmarks.Peers;

/// <summary>The three kinds of protobuf fields that an ONNX file needs.</summary>
internal sealed class ProtobufWriter
{
    private const int VarintField = 0, BytesField = 2;

    private readonly MemoryStream _bytes = new();

    /// <summary>Everything written.</summary>
    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>An integer.</summary>
    public ProtobufWriter Integer(int field, long value)
    {
        Varint((ulong)((field << 3) | VarintField));
        Varint((ulong)value);
        return this;
    }

    /// <summary>Bytes.</summary>
    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)((field << 3) | BytesField));
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>A string.</summary>
    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message inside the message.</summary>
    public ProtobufWriter Message(int field, Action<ProtobufWriter> write)
    {
        var inner = new ProtobufWriter();
        write(inner);
        return Bytes(field, inner.ToArray());
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
    }
}
