using Microsoft.ML.OnnxRuntime;

namespace Ansatz.Benchmarks.Peers;

/// <summary>A model that has written itself as ONNX, in ONNX Runtime, on one thread, with input and output bound to memory once.</summary>
internal sealed class OnnxPeer : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options;
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _input, _result;
    private readonly float[] _output;

    /// <summary>A session for one input and one output.</summary>
    /// <param name="save">Writes the file.</param>
    /// <param name="input">The numbers of the input.</param>
    /// <param name="rows">How many rows input and output have.</param>
    /// <param name="columns">How many columns the output has.</param>
    /// <exception cref="MissingPeerException">Its native library cannot be loaded.</exception>
    public OnnxPeer(Action<Stream> save, ReadOnlySpan<float> input, int rows, int columns)
    {
        using var file = new MemoryStream();
        save(file);
        try
        {
            _options = new RunOptions();
            using var options = new SessionOptions
            {
                IntraOpNumThreads = 1,
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            };
            _session = new InferenceSession(file.ToArray(), options);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            throw new MissingPeerException("ONNX Runtime cannot be loaded: " + e.GetBaseException().Message.Split('\n')[0]);
        }

        _output = new float[rows * columns];
        _input = OrtValue.CreateTensorValueFromMemory(input.ToArray(), [rows, input.Length / rows]);
        _result = OrtValue.CreateTensorValueFromMemory(_output, [rows, columns]);
        _binding = _session.CreateIoBinding();
        _binding.BindInput(_session.InputNames[0], _input);
        _binding.BindOutput(_session.OutputNames[0], _result);
    }

    /// <summary>The library's version.</summary>
    public static string Version => typeof(InferenceSession).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>What <see cref="Run"/> has computed.</summary>
    public ReadOnlySpan<float> Output => _output;

    /// <summary>Computes the output.</summary>
    public void Run() => _session.RunWithBinding(_options, _binding);

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        _result.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
