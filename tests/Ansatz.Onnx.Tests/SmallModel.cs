using System.Numerics.Tensors;
using Ansatz.Testing;
using Microsoft.ML.OnnxRuntime;

namespace Ansatz.Onnx.Tests;

/// <summary>A model written for one test, in its own <c>Evaluate</c> and in ONNX Runtime, at given inputs.</summary>
internal sealed class SmallModel
{
    private readonly ModelDriver _driver;
    private readonly ModelArguments _arguments;
    private readonly byte[] _file;

    /// <summary>An object of <c>Corpus.{name}</c>.</summary>
    public SmallModel(CompiledSet set, string name, IReadOnlyDictionary<string, int> extents, params NamedArray[] inputs)
    {
        if (set.FailureOf($"Corpus.{name}") is { } failure) Assert.Fail(failure);
        (_driver, _arguments) = (set.Driver($"Corpus.{name}"), new ModelArguments(extents));
        _driver.Create(_arguments);
        foreach (var p in _driver.Parameters)
        {
            var tensor = p.Tensor<double>();
            double[] values = [.. Enumerable.Range(1, (int)p.Length).Select(k => (double)k)];
            new ReadOnlyTensorSpan<double>(values, tensor.Lengths, []).CopyTo(tensor.AsTensorSpan());
        }

        foreach (var input in inputs) _arguments[input.Name] = input;
        _file = CorpusTests.Saved(_driver.Model);
    }

    /// <summary>Models of one text, in the namespace of the corpus.</summary>
    public static CompiledSet Compile(string name, string models) => GeneratorHarness.Compile(name, [new CorpusFile($"{name}.cs", $"""
        using System.Numerics.Tensors;
        using Ansatz;

        namespace Corpus;

        {models}
        """)]);

    /// <summary>Replaces an input.</summary>
    public void Set(NamedArray input) => _arguments[input.Name] = input;

    /// <summary>What its own <c>Evaluate</c> writes into outputs of these extents.</summary>
    public void Evaluate(params NamedArray[] outputs)
    {
        foreach (var output in outputs) _arguments[output.Name] = output;
        _driver.Evaluate(_arguments);
    }

    /// <summary>The outputs in ONNX Runtime.</summary>
    public IReadOnlyDictionary<string, double[]> Run(GraphOptimizationLevel optimisation)
    {
        using var run = new OnnxRun(_file, optimisation);
        return run.Run(input => _arguments[input]).ToDictionary(o => o.Name, o => o.ToDoubles());
    }
}
