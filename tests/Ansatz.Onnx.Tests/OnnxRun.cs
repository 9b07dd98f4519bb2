using Ansatz.Testing;
using Microsoft.ML.OnnxRuntime;

namespace Ansatz.Onnx.Tests;

/// <summary>A file in ONNX Runtime.</summary>
public sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession _session;

    /// <summary>Loads a file; one thread, so that many can be loaded.</summary>
    public OnnxRun(byte[] file, GraphOptimizationLevel optimisation = GraphOptimizationLevel.ORT_ENABLE_ALL)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, GraphOptimizationLevel = optimisation, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(file, options);
    }

    /// <summary>Names and extents of the inputs; an extent that each call chooses is −1.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    /// <summary>The same of the outputs.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    /// <summary>What the file says of itself.</summary>
    public ModelMetadata Metadata => _session.ModelMetadata;

    /// <summary>Runs the model.</summary>
    public IReadOnlyList<NamedArray> Run(Func<string, NamedArray> input)
    {
        using var options = new RunOptions();
        var values = Inputs.Keys.Select(name => (Name: name, Value: Value(input(name)))).ToArray();
        using var results = _session.Run(options, [.. values.Select(v => v.Name)], [.. values.Select(v => v.Value)], [.. _session.OutputNames]);
        var arrays = new List<NamedArray>();
        for (var k = 0; k < results.Count; k++)
        {
            var shape = results[k].GetTensorTypeAndShape();
            Array data = shape.ElementDataType switch
            {
                Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float => results[k].GetTensorDataAsSpan<float>().ToArray(),
                Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Double => results[k].GetTensorDataAsSpan<double>().ToArray(),
                Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int32 => results[k].GetTensorDataAsSpan<int>().ToArray(),
                var other => throw new InvalidOperationException($"An output of type {other}."),
            };
            arrays.Add(new NamedArray(_session.OutputNames[k], data, [.. shape.Shape.Select(e => (nint)e)]));
        }

        foreach (var (_, value) in values) value.Dispose();
        return arrays;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static OrtValue Value(NamedArray array)
    {
        var shape = array.Shape.Select(e => (long)e).ToArray();
        return array.Values switch
        {
            float[] f => OrtValue.CreateTensorValueFromMemory(f, shape),
            double[] d => OrtValue.CreateTensorValueFromMemory(d, shape),
            int[] i => OrtValue.CreateTensorValueFromMemory(i, shape),
            var other => throw new InvalidOperationException($"An input of type {other.GetType()}."),
        };
    }
}
