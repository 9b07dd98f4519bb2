using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Ansatz.Tests.Storage;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ansatz").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string name) => Path.Combine(_folder, name);

    internal static ParameterSet Filled()
    {
        var set = Sets.Mixed();
        set.Count("W", 1);
        set.Values<double>("D")[3] = Math.PI;
        set.Count("Mean", -3);
        set.Values<int>("Seen")[0] = 12345;
        set.Values<float>("Scale")[0] = float.NaN;
        return set;
    }

    internal static byte[] File(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        return [.. length, .. text, .. data];
    }

    private static ModelFileException Refused(ParameterSet set, byte[] file)
    {
        var before = set.Snapshot();
        var e = Assert.Throws<ModelFileException>(() => SafetensorsReader.Read(set, new MemoryStream(file), "weights"));
        Assert.Equal(before, set.Snapshot());
        Assert.StartsWith("'weights' cannot be loaded: ", e.Message);
        return e;
    }

    [Fact]
    public void WhatIsSavedIsLoaded()
    {
        var saved = Filled();
        saved.Save(PathOf("a.safetensors"));
        var loaded = Sets.Mixed();
        loaded.Load(PathOf("a.safetensors"));
        Assert.Equal(saved.Snapshot(), loaded.Snapshot());
        Assert.Equal(["a.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void UsedModelsAreSavedByPathOwnedOrNot()
    {
        ParameterSet Make() => ParameterSet.Create([Sets.Float("W", 2)], new UsedModel("Hidden", Sets.LowRank(), true), new UsedModel("Encoder", Sets.LowRank(), false));
        var saved = Make();
        saved.Initialize(1);
        saved.Count("Encoder.U", 3);
        saved.Save(PathOf("a"));
        var loaded = Make();
        loaded.Load(PathOf("a"));
        Assert.Equal(saved.Snapshot(), loaded.Snapshot());
        Assert.Equal(5, loaded.Values<float>("Encoder.U")[2]);
    }

    [Fact]
    public void ATiedTensorIsSavedOnce()
    {
        var shared = Sets.LowRank();
        var saved = ParameterSet.Create([], new UsedModel("A", shared, false), new UsedModel("B", shared, false));
        saved.Count("B.V", 1);
        saved.Save(PathOf("a"));
        Assert.InRange(new FileInfo(PathOf("a")).Length, 1, 600);
        using (var header = Header(PathOf("a"), out _))
            Assert.Equal("A.V", header.RootElement.GetProperty("__metadata__").GetProperty("B.V").GetString());

        var other = Sets.LowRank();
        var loaded = ParameterSet.Create([], new UsedModel("A", other, false), new UsedModel("B", other, false));
        loaded.Load(PathOf("a"));
        Assert.Equal(shared.Snapshot(), other.Snapshot());

        var untied = ParameterSet.Create([], new UsedModel("A", Sets.LowRank(), false), new UsedModel("B", Sets.LowRank(), false));
        Assert.Contains("'B.V' is missing", Assert.Throws<ModelFileException>(() => untied.Load(PathOf("a"))).Message);
        untied.Save(PathOf("b"));
        Assert.Contains("'B.V' is extra: in the model it is the same tensor as 'A.V'", Assert.Throws<ModelFileException>(() => loaded.Load(PathOf("b"))).Message);
    }

    [Fact]
    public void TheFileIsAsThePublicFormatSays()
    {
        Filled().Save(PathOf("a"));
        var bytes = System.IO.File.ReadAllBytes(PathOf("a"));
        using var header = Header(PathOf("a"), out var start);
        Assert.Equal(0, start % 8);
        Assert.Equal(bytes.Length, start + 15 * 4 + 4 * 8 + 5 * 4 + 4 + 4);
        Assert.Equal(["D", "W", "Mean", "Seen", "Scale"], header.RootElement.EnumerateObject().Select(p => p.Name)); // wider elements first
        var w = header.RootElement.GetProperty("W");
        Assert.Equal("""{"dtype":"F32","shape":[3,5],"data_offsets":[32,92]}""", w.GetRawText());
        Assert.Equal("""{"dtype":"I32","shape":[],"data_offsets":[112,116]}""", header.RootElement.GetProperty("Seen").GetRawText());
        Assert.Equal(3f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(start + 32 + 8)));
        Assert.Equal(Math.PI, BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(start + 24)));
    }

    [Fact]
    public void AFileOfAnotherWriterIsLoaded()
    {
        // Another order, metadata, spaces, escapes, a field that the format may get one day.
        var header = """ {"B": {"dtype":"F32","shape":[2],"data_offsets":[0,8]}, "__metadata__":{"format":"pt"}, "\u0041":{"data_offsets":[8,12],"more":{"x":[1,2]},"shape":[1,1],"dtype":"F32"} }  """.Trim() + "  ";
        var set = ParameterSet.Create([Sets.Float("A", 1, 1), Sets.Float("B", 2)]);
        SafetensorsReader.Read(set, new MemoryStream(File(header, [0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64])), "weights");
        Assert.Equal(3, set.Values<float>("A")[0]);
        Assert.Equal([1, 2], set.Values<float>("B").ToArray());
    }

    [Fact]
    public void AllThatDoesNotFitIsNamedAtOnceAndNothingChanges()
    {
        ParameterSet.Create([Sets.Float("W", 5, 3), Sets.Float("D", 2, 2), Sets.State("Mean", 5), Sets.Float("Old", 1)]).Save(PathOf("a"));
        var set = Filled();
        var before = set.Snapshot();
        var e = Assert.Throws<ModelFileException>(() => set.Load(PathOf("a")));
        Assert.Equal(before, set.Snapshot());
        Assert.Equal(PathOf("a"), e.File);
        Assert.Equal(5, e.Problems.Count);
        Assert.Contains("'W' must be F32[3, 5], but is F32[5, 3]", e.Problems);
        Assert.Contains("'D' must be F64[2, 2], but is F32[2, 2]", e.Problems);
        Assert.Contains("'Old' is extra: the model has no such tensor", e.Problems);
        Assert.Contains(e.Problems, p => p.StartsWith("'Seen' is missing"));
        Assert.Contains(e.Problems, p => p.StartsWith("'Scale' is missing"));
    }

    [Fact]
    public void AHostileFileMakesNoEndlessMessage()
    {
        var header = "{" + string.Join(",", Enumerable.Range(0, 5000).Select(i => $$"""
            "{{new string('x', 1000)}}{{i}}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}
            """)) + "}";
        var e = Refused(Sets.Mixed(), File(header, []));
        Assert.InRange(e.Message.Length, 100, 5000);
        Assert.Equal(21, e.Problems.Count);
    }

    [Theory]
    [InlineData("", "does not begin with '{'")]
    [InlineData("[]", "does not begin with '{'")]
    [InlineData(" {}", "does not begin with '{'")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{}{}", "not valid JSON")]
    [InlineData("{} // end", "not valid JSON")]
    [InlineData("{\"A\":1}", "StartObject must be")]
    [InlineData("{\"A\":{}}", "must have 'dtype'")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", "String must be")]
    [InlineData("{\"__metadata__\":[]}", "StartObject must be")]
    [InlineData("{\"\\ud800\":{}}", "not valid Unicode")]
    [InlineData("{\"A\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}}", "unknown type 'F31'")]
    [InlineData("{\"A\":{\"dtype\":null,\"shape\":[1],\"data_offsets\":[0,4]}}", "String must be")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "'dtype' twice")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "whole numbers")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}", "whole numbers")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}", "whole numbers")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[[1]],\"data_offsets\":[0,4]}}", "whole numbers")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", "two 'data_offsets'")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}", "two 'data_offsets'")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", "ends before it")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", "4 bytes, which is not what F32[2] needs")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,9223372036854775807,9223372036854775807],\"data_offsets\":[0,4]}}", "is not what")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[4611686018427387905],\"data_offsets\":[0,4]}}", "is not what")]
    [InlineData("{\"A\":{\"dtype\":\"F4\",\"shape\":[1],\"data_offsets\":[0,0]}}", "is not what")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "must begin at 0")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"B\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "overlap")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"B\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}", "overlap")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"A\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "'A' twice")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "take 4 bytes, but 8 follow")]
    [InlineData("{\"A\":{\"dtype\":\"F32\",\"shape\":[2305843009213693951],\"data_offsets\":[0,9223372036854775804]}}", "but 8 follow")]
    public void ABadHeaderIsRefused(string header, string reason)
        => Assert.Contains(reason, Refused(ParameterSet.Create([Sets.Float("A", 1), Sets.Float("B", 1)]), File(header, new byte[8])).Message);

    [Fact]
    public void DeepNestingIsRefused()
        => Refused(Sets.Mixed(), File("{\"A\":" + new string('[', 100_000), []));

    [Theory]
    [InlineData(ulong.MaxValue, "100000000 allowed")]
    [InlineData(100_000_001ul, "100000000 allowed")]
    [InlineData(1ul << 63, "100000000 allowed")]
    [InlineData(100_000_000ul, "but only 2 follow")]
    [InlineData(3ul, "but only 2 follow")]
    public void AHeaderLongerThanTheFileOrTheLimitIsRefused(ulong length, string reason)
    {
        var file = new byte[10];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        Assert.Contains(reason, Refused(Sets.Mixed(), file).Message);
    }

    [Fact]
    public void AFailedSaveLeavesTheOldFileAndNoOther()
    {
        Directory.CreateDirectory(PathOf("folder"));
        Assert.ThrowsAny<Exception>(() => Filled().Save(PathOf("folder"))); // a folder cannot be replaced by a file
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Throws<DirectoryNotFoundException>(() => Filled().Save(PathOf("none/a")));
        Assert.Throws<FileNotFoundException>(() => Filled().Load(PathOf("none")));
    }

    [Fact]
    public void ATensorOfSeveralPiecesIsSavedAndLoaded()
    {
        var length = SafetensorsFormat.PieceElements + 3;
        var saved = ParameterSet.Create([Sets.Float("A", length), Sets.Float("B", 5)]);
        saved.Count("A", 1);
        saved.Count("B", 7);
        saved.Save(PathOf("a"));
        var loaded = ParameterSet.Create([Sets.Float("A", length), Sets.Float("B", 5)]);
        loaded.Load(PathOf("a"));
        Assert.True(saved.Values<float>("A").SequenceEqual(loaded.Values<float>("A")));
        Assert.True(saved.Values<float>("B").SequenceEqual(loaded.Values<float>("B")));
    }

    private static JsonDocument Header(string path, out int start)
    {
        var bytes = System.IO.File.ReadAllBytes(path);
        start = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return JsonDocument.Parse(bytes.AsMemory(8, start - 8));
    }
}
