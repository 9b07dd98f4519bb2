using Ansatz.Testing;

namespace Ansatz.Onnx.Tests;

/// <summary>The emitted text of a plain network, of a loop over time, and of reads at data and at computed places.</summary>
public class GeneratedTextTests
{
    private static readonly string[] Names = ["Corpus.LowRankGelu", "Corpus.ElmanNetwork", "Corpus.Embedding", "Corpus.StridedConvolution", "Library.ConvolutionalClassifier"];

    private static readonly Lazy<CompiledSet> Models = new(() =>
        GeneratorHarness.Compile("OnnxText", [.. ModelCorpus.FilesOf([.. Names, "Corpus.Pooling"]).Select(OnnxCorpus.Asking)], GeneratorHarness.Compile("OnnxTextLayers", ModelCorpus.Layers)));

    /// <summary>The models.</summary>
    public static TheoryData<string> Cases => [.. Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TextIsAsVerified(string name) => Snapshot.Match($"{name.Replace("Corpus.", "", StringComparison.Ordinal)}.Onnx", Text(name));

    [Fact]
    public void ConvolutionsAndPoolingsAreRecognised()
    {
        var text = Text("Library.ConvolutionalClassifier");
        Assert.Equal(1, Count(text, "\"Conv\""));
        Assert.Equal(1, Count(text, "\"Pad\""));
        Assert.Equal(1, Count(Text("Corpus.Pooling"), "\"MaxPool\""));

        static int Count(string text, string part) => text.Split(part).Length - 1;
    }

    [Fact]
    public void TablesOfUnknownSizeAreComputedInTheGraph() => Assert.DoesNotContain("at[1]", Text("Corpus.StridedConvolution"), StringComparison.Ordinal);

    private static string Text(string name) => Models.Value.GeneratedFor(name).Single(g => g.HintName.EndsWith(".Onnx.g.cs", StringComparison.Ordinal)).Text;

    [Fact]
    public void WhoDoesNotAskGetsNothing() => Assert.DoesNotContain(
        GeneratorHarness.Compile("Plain", [ModelCorpus.File("LowRankGelu")]).Generated, g => g.HintName.Contains("Onnx", StringComparison.Ordinal) || g.Text.Contains("Onnx", StringComparison.Ordinal));
}
