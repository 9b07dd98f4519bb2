using System.Numerics.Tensors;
using Xunit;

namespace Ansatz.Tests.PyTorch;

/// <summary>Weights that PyTorch 1.13 has saved, loaded by its names, give its outputs; what is saved by its names is what it saved.</summary>
public sealed class PyTorchWeightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ansatz").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ParameterNaming Sequential => ParameterNaming.PyTorch.WithModule("First", "0").WithModule("Second", "2").WithModule("Norm", "3").WithModule("Head", "4");

    private static ParameterNaming Top(string module) => ParameterNaming.PyTorch.WithModule(module, "");

    // The file that the loaded model saves has the tensors of PyTorch's own, byte for byte, apart from biases whose sum was loaded.
    private void CheckSaved(ParameterSet parameters, ParameterNaming naming, Case of, params string[] apart)
    {
        var path = Path.Combine(_folder, "saved");
        parameters.Save(path, naming);
        var (expected, found) = (Read(of.Weights), Read(path));
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        foreach (var (name, (entry, bytes)) in expected)
        {
            Assert.Equal(entry.ToString(), found[name].Entry.ToString());
            if (!apart.Contains(name)) Assert.Equal(bytes, found[name].Bytes);
        }
    }

    private static Dictionary<string, (SafetensorsEntry Entry, byte[] Bytes)> Read(string path)
    {
        using var stream = File.OpenRead(path);
        var entries = SafetensorsHeader.Read(stream);
        var start = stream.Position;
        return entries.ToDictionary(e => e.Name, e =>
        {
            var bytes = new byte[e.End - e.Begin];
            stream.Position = start + e.Begin;
            stream.ReadExactly(bytes);
            return (e, bytes);
        });
    }

    [Fact]
    public void ASequentialStack()
    {
        var of = new Case("stack");
        var model = Stack.Create(1);
        model.Parameters.Load(of.Weights, Sequential);
        var y = of.Empty;
        model.Evaluate(of.X, y);
        of.Check(y);
        CheckSaved(model.Parameters, Sequential, of);
    }

    [Fact]
    public void SingleWeightsInAModelInDouble()
    {
        var of = new Case("stack");
        var model = StackInDouble.Create(1);
        model.Parameters.Load(of.Weights, Sequential);
        Tensor<double> x = Tensor.CreateFromShape<double>(of.X.Lengths), y = Tensor.CreateFromShape<double>(of.Y.Lengths);
        for (var i = 0; i < 30; i++) x[i / 6, i % 6] = of.X[i / 6, i % 6];
        model.Evaluate(x, y);
        for (var i = 0; i < 15; i++) Assert.Equal(of.Y[i / 3, i % 3], y[i / 3, i % 3], 1e-5);
    }

    [Fact]
    public void AConvolutionalNetworkWithBatchNormalization()
    {
        var of = new Case("images");
        var model = Images.Create(1);
        model.Parameters.Load(of.Weights, ParameterNaming.PyTorch);
        var y = of.Empty;
        model.Evaluate(of.X, y);
        of.Check(y);
        CheckSaved(model.Parameters, ParameterNaming.PyTorch, of);
    }

    [Fact]
    public void LongShortTermMemories()
    {
        var of = new Case("lstm");
        var model = Sequences.Create(1);
        model.Parameters.Load(of.Weights, Top("Cell"));
        var y = of.Empty;
        model.Evaluate(of.X, y);
        of.Check(y);
        CheckSaved(model.Parameters, Top("Cell"), of, "bias_ih_l0", "bias_hh_l0");
        CheckAgain(model.Parameters, Sequences.Create(2).Parameters, Top("Cell"));
    }

    [Fact]
    public void GatedRecurrentUnits()
    {
        var of = new Case("gru");
        var model = GatedSequences.Create(1);
        model.Parameters.Load(of.Weights, Top("Cell"));
        var y = of.Empty;
        model.Evaluate(of.X, y);
        of.Check(y);
        CheckSaved(model.Parameters, Top("Cell"), of, "bias_ih_l0", "bias_hh_l0");
        CheckAgain(model.Parameters, GatedSequences.Create(2).Parameters, Top("Cell"));
    }

    [Fact]
    public void PlainRecurrentNetworks()
    {
        var of = new Case("rnn");
        var model = PlainSequences.Create(1);
        model.Parameters.Load(of.Weights, Top("Cell"));
        var y = of.Empty;
        model.Evaluate(of.X, y);
        of.Check(y);
        CheckAgain(model.Parameters, PlainSequences.Create(2).Parameters, Top("Cell"));
    }

    // Biases that were summed are saved as one and zeros: what is loaded again is the same.
    private void CheckAgain(ParameterSet loaded, ParameterSet other, ParameterNaming naming)
    {
        var path = Path.Combine(_folder, "again");
        loaded.Save(path, naming);
        other.Load(path, naming);
        float[] a = new float[loaded.FlatLength], b = new float[other.FlatLength];
        loaded.FlattenTo<float>(a);
        other.FlattenTo<float>(b);
        Assert.Equal(a, b);
    }

    [Fact]
    public void Embeddings()
    {
        var of = new Case("embedding");
        var model = Words.Create(1);
        model.Parameters.Load(of.Weights, Top("Table"));
        var y = of.Empty;
        model.Evaluate(of.Indices, y);
        of.Check(y);
        CheckSaved(model.Parameters, Top("Table"), of);
    }

    [Fact]
    public void AttentionWithoutBiases()
    {
        var of = new Case("attention");
        var model = AttendingWithoutBiases.Create(1);
        model.Parameters.Load(of.Weights, ParameterNaming.PyTorch);
        var y = of.Empty;
        model.Evaluate(of.X, y);
        of.Check(y);
        CheckSaved(model.Parameters, ParameterNaming.PyTorch, of);
    }

    [Fact]
    public void AttentionWithBiases()
    {
        var of = new Case("attention_bias");
        var model = Attending.Create(1);
        model.Parameters.Load(of.Weights, ParameterNaming.PyTorch);
        var y = of.Empty;
        model.Evaluate(of.X, y);
        of.Check(y);
        CheckSaved(model.Parameters, ParameterNaming.PyTorch, of);

        // A layer that has no place for the biases says which it lacks.
        var e = Assert.Throws<ModelFileException>(() => AttendingWithoutBiases.Create(1).Parameters.Load(of.Weights, ParameterNaming.PyTorch));
        Assert.Equal(["'attention.in_proj_bias' is extra: the model has no such tensor", "'attention.out_proj.bias' is extra: the model has no such tensor"], e.Problems.Order());
    }

    [Fact]
    public void HalfPrecisionWeightsAreWidened()
    {
        var of = new Case("half");
        var model = Single.Create(1);
        model.Parameters.Load(of.Weights, Top("Layer"));
        var y = of.Empty;
        model.Evaluate(of.X, y);
        of.Check(y);
    }

    [Fact]
    public void WhatDoesNotFitIsNamedAndNothingChanges()
    {
        var model = Images.Create(1);
        float[] before = new float[model.Parameters.FlatLength], after = new float[model.Parameters.FlatLength];
        model.Parameters.FlattenTo<float>(before);
        var e = Assert.Throws<ModelFileException>(() => model.Parameters.Load(new Case("stack").Weights, ParameterNaming.PyTorch.WithModule("Head", "0")));
        Assert.Contains("'0.weight' must be F32[3, 36], but is F32[10, 6]", e.Problems);
        Assert.Contains("'2.weight' is extra: the model has no such tensor", e.Problems);
        Assert.Contains("'conv.weight' is missing: the model has it, F32[4, 2, 3, 3], but the file does not", e.Problems);
        Assert.DoesNotContain(e.Problems, p => p.Contains("num_batches_tracked"));
        model.Parameters.FlattenTo<float>(after);
        Assert.Equal(before, after);
    }

    // The trunk of one network in another with a new head.
    [Fact]
    public void PartsCanBeLeftOut()
    {
        var of = new Case("stack");
        var model = Stack.Create(1);
        var head = model.Head.W[0, 0];
        model.Parameters.Load(of.Weights, Sequential.Without("Head").Ignoring("4.*"));
        Assert.Equal(head, model.Head.W[0, 0]);
        var full = Stack.Create(2);
        full.Parameters.Load(of.Weights, Sequential);
        Assert.Equal(full.First.W[3, 2], model.First.W[3, 2]);
        Assert.Contains("'4.weight' is extra", Assert.Throws<ModelFileException>(() => model.Parameters.Load(of.Weights, Sequential.Without("Head"))).Message);
    }
}
