using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Snapshots;

/// <summary>The generated text of models of different shape, kept so that every change of it is looked at.</summary>
public class GeneratedTextTests
{
    [Theory]
    [InlineData("LowRankGelu")]
    [InlineData("Digits")]
    [InlineData("Attention")]
    [InlineData("Convolution1D")]
    [InlineData("Library.LowRankLayer")]
    [InlineData("Library.TensorTrainLayer")]
    [InlineData("Library.SparseLayer")]
    [InlineData("Library.CompressedLayer")]
    public void ReadsAsVerified(string model) => Snapshot.Match(model, Corpus.Models.GeneratedText(model.Contains('.', StringComparison.Ordinal) ? model : "Corpus." + model));

    [Fact]
    public void IsTheSameWhateverElseIsCompiled()
    {
        var layers = Corpus.Layers;
        var alone = GeneratorHarness.Compile("Alone", [ModelCorpus.File("Digits")], layers);
        Assert.Equal(Corpus.Models.GeneratedText("Corpus.Digits"), alone.GeneratedText("Corpus.Digits"));
        Assert.DoesNotContain('\r', alone.GeneratedText("Corpus.Digits"));
    }
}
