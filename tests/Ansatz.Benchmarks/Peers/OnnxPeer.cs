using Ansatz.Benchmarks.Data;
using Microsoft.ML.OnnxRuntime;

namespace Ansatz.Benchmarks.Peers;

/// <summary>The forward pass in ONNX Runtime, on one thread, with input and output bound to memory once.</summary>
internal sealed class OnnxPeer : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options;
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _x, _y;
    private readonly float[] _output;

    /// <summary>A session for a batch of the first rows of the data.</summary>
    /// <exception cref="MissingPeerException">Its native library cannot be loaded.</exception>
    public OnnxPeer(int rows)
    {
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
            _session = new InferenceSession(OnnxFile.LowRankLayer(rows), options);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            throw new MissingPeerException("ONNX Runtime cannot be loaded: " + e.GetBaseException().Message.Split('\n')[0]);
        }

        _output = new float[rows * 512];
        _x = OrtValue.CreateTensorValueFromMemory(LowRankData.X[..(rows * 512)], [rows, 512]);
        _y = OrtValue.CreateTensorValueFromMemory(_output, [rows, 512]);
        _binding = _session.CreateIoBinding();
        _binding.BindInput("x", _x);
        _binding.BindOutput("y", _y);
    }

    /// <summary>The library's version.</summary>
    public static string Version => typeof(InferenceSession).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>What <see cref="Run"/> has computed.</summary>
    public ReadOnlySpan<float> Output => _output;

    /// <summary>Computes y.</summary>
    public void Run() => _session.RunWithBinding(_options, _binding);

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _x.Dispose();
        _y.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
