namespace Ansatz.Onnx.Tests;

/// <summary>Bytes of messages, against the examples of the format's own description and what follows from its rules.</summary>
public class ProtobufWriterTests
{
    [Theory]
    [InlineData(1, 150, "08 96 01")] // https://protobuf.dev/programming-guides/encoding, "A Simple Message"
    [InlineData(1, 0, "08 00")]
    [InlineData(15, 127, "78 7F")]
    [InlineData(16, 128, "80 01 80 01")]
    [InlineData(20, -1, "A0 01 FF FF FF FF FF FF FF FF FF 01")]
    public void Integers(int field, long value, string bytes) => Assert.Equal(bytes, Hex(new ProtobufWriter().Integer(field, value)));

    [Fact]
    public void Texts() => Assert.Equal("12 07 74 65 73 74 69 6E 67", Hex(new ProtobufWriter().Text(2, "testing")));

    [Fact]
    public void Messages() => Assert.Equal("1A 03 08 96 01", Hex(new ProtobufWriter().Message(3, inner => inner.Integer(1, 150))));

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(70_000)]
    public void LongContentsStandInTheirPlace(int length)
    {
        var content = Enumerable.Range(0, length).Select(k => (byte)k).ToArray();
        var writer = new ProtobufWriter().Integer(1, 5).Message(2, outer => outer.Message(3, inner => inner.Bytes(4, content).Integer(5, 6)).Integer(6, 7)).Integer(7, 8);
        var bytes = Bytes(writer);
        Assert.Equal(writer.Length, bytes.Length);

        // From behind: two fields of two bytes, the content, and then only headers.
        Assert.Equal([0x28, 6, 0x30, 7, 0x38, 8], bytes[^6..]);
        Assert.Equal(content, bytes[^(6 + length)..^6]);
        Assert.Equal([0x08, 5, 0x12], bytes[..3]);
    }

    private static byte[] Bytes(ProtobufWriter writer)
    {
        using var stream = new MemoryStream();
        writer.CopyTo(stream);
        return stream.ToArray();
    }

    private static string Hex(ProtobufWriter writer) => string.Join(" ", Bytes(writer).Select(b => b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));
}
