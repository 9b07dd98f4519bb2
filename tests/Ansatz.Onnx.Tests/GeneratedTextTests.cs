using Ansatz.Testing;

namespace Ansatz.Onnx.Tests;

/// <summary>The emitted text of a plain network, of a loop over time, and of reads at data and at computed places.</summary>
public class GeneratedTextTests
{
    private static readonly string[] Names = ["LowRankGelu", "ElmanNetwork", "Embedding", "StridedConvolution"];

    private static readonly Lazy<CompiledSet> Models = new(() =>
        GeneratorHarness.Compile("OnnxText", [.. ModelCorpus.FilesOf(Names.Select(n => "Corpus." + n)).Select(OnnxCorpus.Asking)], GeneratorHarness.Compile("OnnxTextLayers", ModelCorpus.Layers)));

    /// <summary>The models.</summary>
    public static TheoryData<string> Cases => [.. Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TextIsAsVerified(string name) => Snapshot.Match($"{name}.Onnx", Models.Value.GeneratedFor("Corpus." + name).Single(g => g.HintName.EndsWith(".Onnx.g.cs", StringComparison.Ordinal)).Text);

    [Fact]
    public void WhoDoesNotAskGetsNothing() => Assert.DoesNotContain(
        GeneratorHarness.Compile("Plain", [ModelCorpus.File("LowRankGelu")]).Generated, g => g.HintName.Contains("Onnx", StringComparison.Ordinal) || g.Text.Contains("Onnx", StringComparison.Ordinal));
}
