using System.Buffers.Binary;
using System.IO.Compression;
using Ansatz.Tests.Storage;
using Xunit;

namespace Ansatz.Tests.Data;

public sealed class ReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("readers").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Idx(byte type, int[] extents, params byte[] content)
    {
        var head = new byte[4 + 4 * extents.Length];
        (head[2], head[3]) = (type, (byte)extents.Length);
        for (var d = 0; d < extents.Length; d++) BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4 + 4 * d), extents[d]);
        return [.. head, .. content];
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionMode.Compress)) gzip.Write(bytes);
        return stream.ToArray();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ImagesAndLabelsBecomeData(bool compressed)
    {
        byte[] Maybe(byte[] bytes) => compressed ? Compressed(bytes) : bytes;
        var images = Write("images", Maybe(Idx(8, [3, 2, 2], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255)));
        var labels = Write("labels", Maybe(Idx(8, [3], 2, 0, 1)));
        var data = IdxReader.ReadImages(images, labels);
        Assert.Equal(3, data.Count);
        Assert.Equal([4], data["X"].Extents.ToArray());
        Assert.Equal([8f, 9f, 10f, 255f], data.Select([2]).Tensor<float>("X"));
        Assert.Equal([2, 0, 1], data.Tensor<int>("Label"));
        Assert.Equal([2, 2], IdxReader.ReadImages(images, labels, flat: false)["X"].Extents.ToArray());
    }

    [Fact]
    public void OtherTypesAreBigEndian()
    {
        Assert.Equal([1, -2], IdxReader.ReadInts(Write("ints", Idx(0x0C, [2], 0, 0, 0, 1, 255, 255, 255, 254))));
        Assert.Equal([1.5f, -2f], IdxReader.ReadFloats(Write("floats", Idx(0x0D, [2, 1], 0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0))));
    }

    [Fact]
    public void DamagedIdxFilesAreNamed()
    {
        var whole = Idx(8, [3, 2], 1, 2, 3, 4, 5, 6);
        for (var length = 0; length < whole.Length; length++) Assert.Throws<DatasetException>(() => IdxReader.ReadBytes(Write("cut", whole[..length])));
        Assert.Contains("more follows", Assert.Throws<DatasetException>(() => IdxReader.ReadBytes(Write("long", [.. whole, 7]))).Message, StringComparison.Ordinal);
        Assert.Contains("unsigned byte are asked for", Assert.Throws<DatasetException>(() => IdxReader.ReadBytes(Write("floats", Idx(0x0D, [1], 0, 0, 0, 0)))).Message, StringComparison.Ordinal);
        Assert.Contains("two zero bytes", Assert.Throws<DatasetException>(() => IdxReader.ReadBytes(Write("text", "hello world"u8.ToArray()))).Message, StringComparison.Ordinal);
        Assert.Throws<DatasetException>(() => IdxReader.ReadBytes(Write("huge", Idx(8, [int.MaxValue, int.MaxValue]))));
        Assert.Throws<DatasetException>(() => IdxReader.ReadBytes(Write("negative", Idx(8, [-1]))));
        var zip = Compressed(whole);
        Assert.Throws<DatasetException>(() => IdxReader.ReadBytes(Write("zip", zip[..(zip.Length / 2)])));
    }

    private static Dataset Csv(string text, CsvOptions? options = null) => CsvReader.Read(new StringReader(text), options);

    private static string CsvError(string text, CsvOptions? options = null) => Assert.Throws<DatasetException>(() => Csv(text, options)).Message;

    [Fact]
    public void WithoutBeingToldColumnsAreNumbersOrCategories()
    {
        var data = Csv("\uFEFFage, kind ,\"note, quoted\"\r\n3,b,\"say \"\"hi\"\"\"\r\n-4.5e1,a,\"two\nlines\"\r\n\r\n7,b,x");
        Assert.Equal(["age", "kind", "note, quoted"], data.Columns.Select(c => c.Name));
        Assert.Equal([3f, -45f, 7f], data.Tensor<float>("age"));
        Assert.Equal([1, 0, 1], data.Tensor<int>("kind"));
        Assert.Equal(["a", "b"], data["kind"].Categories);
        Assert.Equal(["say \"hi\"", "two\nlines", "x"], data["note, quoted"].Categories);
    }

    [Fact]
    public void ColumnsAreMadeOfThoseOfTheFile()
    {
        var data = Csv("a;b;c;y;k\n1;2;3;9;2\n4;5;6;8;1\n", new CsvOptions
        {
            Delimiter = ';', Columns = [CsvColumn.Numbers("X"), CsvColumn.Number("Target", "y").AsDouble(), CsvColumn.Integer("K", "k"), CsvColumn.Category("Label", "b", ["5", "2"])],
        });
        Assert.Equal([1f, 3f, 4f, 6f], data.Tensor<float>("X"));
        Assert.Equal(typeof(double), data["Target"].ElementType);
        Assert.Equal([2, 1], data.Tensor<int>("K"));
        Assert.Equal([1, 0], data.Tensor<int>("Label"));
        var plain = Csv("1,2\n3,4", new CsvOptions { Header = false, Columns = [CsvColumn.Numbers("X", "1", "0")] });
        Assert.Equal([2f, 1f, 4f, 3f], plain.Tensor<float>("X"));
    }

    [Fact]
    public void MissingValuesGoByThePolicy()
    {
        const string Text = "x,n,c\n1,2,a\n,4,b\n5,NA,\n";
        CsvOptions With(MissingPolicy policy) => new() { Missing = policy, Columns = [CsvColumn.Number("x"), CsvColumn.Integer("n"), CsvColumn.Category("c")] };
        Assert.Contains("'x' is missing in record 3", CsvError(Text, With(MissingPolicy.Refuse)), StringComparison.Ordinal);
        Assert.Equal(1, Csv(Text, With(MissingPolicy.SkipExample)).Count);
        var filled = Csv(Text, With(MissingPolicy.Fill));
        Assert.Equal([1f, 3f, 5f], filled.Tensor<float>("x"));
        Assert.Equal([2, 4, 3], filled.Tensor<int>("n"));
        Assert.Equal(["", "a", "b"], filled["c"].Categories);
        Assert.Equal([1, 2, 0], filled.Tensor<int>("c"));
        Assert.Contains("all values of 'x' are missing", CsvError("x\nNA\nNA\n", new CsvOptions { Missing = MissingPolicy.Fill }), StringComparison.Ordinal);
        Assert.Equal([1f, 2f], Csv("x\n1\n?\n2\n", new CsvOptions { Missing = MissingPolicy.SkipExample, MissingValues = ["?"] }).Tensor<float>("x"));
    }

    [Fact]
    public void WhatIsWrongIsNamedWithItsRecord()
    {
        Assert.Contains("record 3 has 3 cells, but there are 2", CsvError("a,b\n1,2\n1,2,3\n"), StringComparison.Ordinal);
        Assert.Contains("record 2 does not end", CsvError("a\n\"1\n"), StringComparison.Ordinal);
        Assert.Contains("'a' in record 3 must be a number, but is 'x'", CsvError("a\n1\nx\n", new CsvOptions { Columns = [CsvColumn.Number("a")] }), StringComparison.Ordinal);
        Assert.Contains("must be an integer, but is '1.5'", CsvError("a\n1.5\n", new CsvOptions { Columns = [CsvColumn.Integer("a")] }), StringComparison.Ordinal);
        Assert.Contains("must be one of u, v, but is 'w'", CsvError("a\nw\n", new CsvOptions { Columns = [CsvColumn.Category("a", categories: ["u", "v"])] }), StringComparison.Ordinal);
        Assert.Contains("no column 'b', but: a", CsvError("a\n1\n", new CsvOptions { Columns = [CsvColumn.Number("b")] }), StringComparison.Ordinal);
        Assert.Contains("two columns 'a'", CsvError("a,a\n1,2\n"), StringComparison.Ordinal);
        Assert.Contains("is empty", CsvError(""), StringComparison.Ordinal);
    }

    [Fact]
    public void CsvFilesMayBeCompressed() => Assert.Equal([1f, 2f], CsvReader.Read(Write("c.csv.gz", Compressed("v\n1\n2\n"u8.ToArray()))).Tensor<float>("v"));

    [Fact]
    public void TensorsOfAnyFileAreReadByName()
    {
        var set = Sets.Mixed();
        set.Count("W", 2);
        set.Values<double>("D")[3] = 0.1;
        var path = Path.Combine(_folder, "m.safetensors");
        set.Save(path);
        var file = new SafetensorsData(path);
        Assert.Equal(["D", "Mean", "Scale", "Seen", "W"], file.Names.Order());
        Assert.Equal(set.Tensor<float>("W"), file.Tensor<float>("W"));
        Assert.Equal([0, 0, 0, 0.1], file.Tensor<double>("D"));
        Assert.Equal([0, 0, 0, 0.1f], file.Tensor<float>("D"));
        Assert.Equal([0], file.Tensor<int>("Seen"));
        Assert.Equal(3, file.ToDataset("W").Count);
        Assert.Contains("does not become Int32", Assert.Throws<DatasetException>(() => file.Tensor<int>("W")).Message, StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => file.Tensor<float>("V"));
        Assert.Throws<DatasetException>(() => new SafetensorsData(Write("cut", File.ReadAllBytes(path)[..40])));
    }

    [Fact]
    public void HalvesAndLongsAreConverted()
    {
        var header = """{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]},"u":{"dtype":"U8","shape":[2],"data_offsets":[6,8]},"l":{"dtype":"I64","shape":[2],"data_offsets":[8,24]}}"""u8.ToArray();
        var content = new byte[24];
        BitConverter.TryWriteBytes(content, (Half)1.5);
        BitConverter.TryWriteBytes(content.AsSpan(2), (Half)(-0.25));
        BitConverter.TryWriteBytes(content.AsSpan(4), (ushort)(BitConverter.SingleToUInt32Bits(3f) >> 16));
        (content[6], content[7]) = (7, 200);
        BitConverter.TryWriteBytes(content.AsSpan(8), -3L);
        BitConverter.TryWriteBytes(content.AsSpan(16), 1L << 40);
        var file = new SafetensorsData(Write("t", [.. BitConverter.GetBytes((long)header.Length), .. header, .. content]));
        Assert.Equal([1.5f, -0.25f], file.Tensor<float>("h"));
        Assert.Equal([3.0], file.Tensor<double>("b"));
        Assert.Equal(new byte[] { 7, 200 }, file.Tensor<byte>("u"));
        Assert.Equal([7, 200], file.Tensor<int>("u"));
        Assert.Contains("32 bits", Assert.Throws<DatasetException>(() => file.Tensor<int>("l")).Message, StringComparison.Ordinal);
    }
}
