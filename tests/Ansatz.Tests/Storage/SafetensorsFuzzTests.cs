using Xunit;

namespace Ansatz.Tests.Storage;

/// <summary>Whatever bytes a file has: it is loaded, or refused by a <see cref="ModelFileException"/> and nothing has changed.</summary>
public sealed class SafetensorsFuzzTests
{
    private static readonly byte[] s_file = Saved();

    private static byte[] Saved()
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(SafetensorsTests.Filled(), stream);
        return stream.ToArray();
    }

    private static bool Loads(ParameterSet set, byte[] file)
    {
        var before = set.Snapshot();
        try
        {
            SafetensorsReader.Read(set, new MemoryStream(file), "weights");
            return true;
        }
        catch (ModelFileException)
        {
            Assert.Equal(before, set.Snapshot());
            return false;
        }
    }

    [Fact]
    public void TheFileItselfLoads() => Assert.True(Loads(Sets.Mixed(), s_file));

    [Fact]
    public void TruncatedAnywhere()
    {
        var set = SafetensorsTests.Filled();
        for (var length = 0; length < s_file.Length; length++)
            Assert.False(Loads(set, s_file[..length]), $"{length} bytes");
    }

    [Fact]
    public void LongerThanItsTensors()
    {
        Assert.False(Loads(Sets.Mixed(), [.. s_file, 0]));
    }

    [Fact]
    public void EveryBitOfTheHeaderFlipped()
    {
        var set = SafetensorsTests.Filled();
        var header = 8 + BitConverter.ToInt32(s_file);
        for (var i = 0; i < header; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var file = s_file.ToArray();
                file[i] ^= (byte)(1 << bit);
                Loads(set, file);
            }
        }
    }

    [Fact]
    public void EveryByteOfTheHeaderReplaced()
    {
        var set = SafetensorsTests.Filled();
        var header = 8 + BitConverter.ToInt32(s_file);
        foreach (var value in "\0\"\\{}[]:,-09eE. \nFu\u007f"u8.ToArray().Concat<byte>([0x80, 0xC0, 0xED, 0xFF]))
        {
            for (var i = 0; i < header; i++)
            {
                var file = s_file.ToArray();
                file[i] = value;
                Loads(set, file);
            }
        }
    }

    [Fact]
    public void BytesRemovedDoubledAndSwapped()
    {
        var set = SafetensorsTests.Filled();
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var file = s_file.ToList();
            for (var edits = random.Next(1, 5); edits > 0; edits--)
            {
                var (at, other) = (random.Next(file.Count), random.Next(file.Count));
                switch (random.Next(4))
                {
                    case 0: file.RemoveAt(at); break;
                    case 1: file.Insert(at, file[other]); break;
                    case 2: (file[at], file[other]) = (file[other], file[at]); break;
                    default: file.RemoveRange(Math.Min(at, other), Math.Abs(at - other) / 8); break;
                }
            }
            if (random.Next(2) == 0 && file.Count > 8)
            {
                // A length that fits again, so that the edits reach the parser.
                var end = file.LastIndexOf((byte)'}') + 1;
                if (end > 8) BitConverter.GetBytes((ulong)(end - 8)).CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(file));
            }
            Loads(set, [.. file]);
        }
    }

    [Fact]
    public void AFileThatEndsWhileItIsReadChangesNothing()
    {
        var set = SafetensorsTests.Filled();
        var before = set.Snapshot();
        var e = Assert.Throws<ModelFileException>(() => SafetensorsReader.Read(set, new ShrinkingStream(s_file, s_file.Length - 10), "weights"));
        Assert.Contains("it ended while it was being read", e.Message);
        Assert.Equal(before, set.Snapshot());
    }

    /// <summary>Claims its full length, but has less to read.</summary>
    private sealed class ShrinkingStream(byte[] bytes, int readable) : MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true)
    {
        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Clamp(readable - Position, 0, buffer.Length);
            GetBuffer().AsSpan((int)Position, count).CopyTo(buffer);
            Position += count;
            return count;
        }
    }
}
