using Xunit;

namespace Ansatz.Tests.Storage;

public sealed class ParameterNamingTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    private static ParameterSet Linear() => ParameterSet.Create([Sets.Float("W", 3, 2), Sets.Float("B", 3)]);

    [Theory]
    [InlineData("Hidden", "hidden")]
    [InlineData("FirstBlock", "first_block")]
    [InlineData("Block1", "block1")]
    [InlineData("MLP", "mlp")]
    [InlineData("MLPBlock", "mlp_block")]
    [InlineData("V", "v")]
    [InlineData("Layer_Norm", "layer_norm")]
    public void NamesInSmallLetters(string name, string expected) => Assert.Equal(expected, ParameterNaming.InSmallLetters(name));

    [Fact]
    public void ModulesAreNamedByPath()
    {
        var inner = ParameterSet.Create([], new UsedModel("FirstBlock", Linear(), true), new UsedModel("Gain", Linear(), true));
        var set = ParameterSet.Create([Sets.Float("Scale", 1)], new UsedModel("Encoder", inner, true), new UsedModel("Head", Linear(), true));
        Assert.Equal(
        [
            "scale: F32[1] = Scale", "encoder.first_block.weight: F32[3, 2] = Encoder.FirstBlock.W", "encoder.first_block.bias: F32[3] = Encoder.FirstBlock.B",
            "encoder.gain.weight: F32[3, 2] = Encoder.Gain.W", "encoder.gain.bias: F32[3] = Encoder.Gain.B", "head.weight: F32[3, 2] = Head.W", "head.bias: F32[3] = Head.B",
        ], ParameterNaming.PyTorch.Describe(set));
        var naming = ParameterNaming.PyTorch.WithModule("Encoder", "model.layers").WithModule("Encoder.Gain", "gate").WithTensor("Head.B", "offset").Without("Scale");
        Assert.Equal(
        [
            "model.layers.first_block.weight: F32[3, 2] = Encoder.FirstBlock.W", "model.layers.first_block.bias: F32[3] = Encoder.FirstBlock.B",
            "gate.weight: F32[3, 2] = Encoder.Gain.W", "gate.bias: F32[3] = Encoder.Gain.B", "offset: F32[3] = Head.B", "head.weight: F32[3, 2] = Head.W",
        ], naming.Describe(set));
    }

    [Fact]
    public void WhatIsUsedTwiceIsWrittenOnce()
    {
        var shared = Linear();
        var set = ParameterSet.Create([], new UsedModel("A", shared, false), new UsedModel("B", shared, false));
        Assert.Equal(["a.weight: F32[3, 2] = A.W", "a.bias: F32[3] = A.B"], ParameterNaming.PyTorch.Describe(set));
        set.Save(_path, ParameterNaming.PyTorch);
        set.Load(_path, ParameterNaming.PyTorch);
    }

    [Fact]
    public void RulesForWhatIsNotThereAreSlips()
    {
        var set = ParameterSet.Create([], new UsedModel("A", Linear(), true));
        foreach (var naming in (ParameterNaming[])[ParameterNaming.PyTorch.WithModule("a", "0"), ParameterNaming.PyTorch.WithTensor("A.V", "0"), ParameterNaming.PyTorch.Without("B")])
        {
            Assert.Contains("neither a tensor nor a module of that name; it has: A.W, A.B", Assert.Throws<ArgumentException>(() => set.Load(_path, naming)).Message);
        }
        Assert.Contains("Two tensors of the model would be 'x'", Assert.Throws<ArgumentException>(() => ParameterNaming.PyTorch.WithTensor("A.W", "x").WithTensor("A.B", "x").Describe(set)).Message);
    }

    [Theory]
    [InlineData("head.bias", "head.bias", true)]
    [InlineData("head.bias", "head.biases", false)]
    [InlineData("head.*", "head.bias", true)]
    [InlineData("*.bias", "head.bias", true)]
    [InlineData("*.bias", "head.biases", false)]
    [InlineData("*a*a", "a", false)]
    [InlineData("h*d.*s", "head.bias", true)]
    [InlineData("*", "anything", true)]
    public void PatternsOfWhatIsIgnored(string pattern, string name, bool matches) => Assert.Equal(matches, ParameterNaming.PyTorch.Ignoring(pattern).Ignores(name));

    [Fact]
    public void WiderTypesThanTheModelsAreRefused()
    {
        ParameterSet.Create([Sets.Double("W", 2)]).Save(_path);
        var single = ParameterSet.Create([Sets.Float("W", 2)]);
        Assert.Contains("'W' must be F32[2], but is F64[2]", Assert.Throws<ModelFileException>(() => single.Load(_path, ParameterNaming.PyTorch.WithTensor("W", "W"))).Message);
        single.Values<float>("W")[1] = 1.5f;
        single.Save(_path);
        var real = ParameterSet.Create([Sets.Double("W", 2)]);
        real.Load(_path, ParameterNaming.PyTorch.WithTensor("W", "W"));
        Assert.Equal(1.5, real.Values<double>("W")[1]);
        Assert.Contains("'W' must be F64[2], but is F32[2]", Assert.Throws<ModelFileException>(() => real.Load(_path)).Message);
    }
}
