using System.Numerics.Tensors;
using Ansatz.Testing;
using Microsoft.ML.OnnxRuntime;

namespace Ansatz.Onnx.Tests;

/// <summary>A network that was trained here and runs there.</summary>
public class TrainedNetworkTests
{
    private const int Count = 1797, Classes = 10;

    [Fact]
    public void PredictionsAreTheSame()
    {
        var (pixels, labels) = DigitNetwork.Images();
        var network = DigitNetwork.Create(seed: 1);
        network.Fit(new Dataset { { "X", pixels, 64 }, { "Label", labels } }, new TrainingOptions { Epochs = 10, BatchSize = 32, Seed = 1, Optimizer = new Adam(network.Parameters) { Rate = 0.01 } });
        var expected = new float[Count * Classes];
        network.Evaluate(Tensor.Create(pixels, [Count, 64]), Tensor.Create(expected, [Count, Classes]));
        var digits = expected.Chunk(Classes).Select(row => TensorPrimitives.IndexOfMax<float>(row)).ToArray();
        Assert.InRange(digits.Where((digit, n) => digit == labels[n]).Count(), 1700, Count);

        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            network.SaveOnnx(path);
            using var session = new OnnxRun(File.ReadAllBytes(path));
            var actual = (float[])Assert.Single(session.Run(_ => new NamedArray("X", pixels, [Count, 64]))).Values;
            Assert.Equal(digits, actual.Chunk(Classes).Select(row => TensorPrimitives.IndexOfMax<float>(row)));
            Assert.Null(Agreement.Difference("Result", Array.ConvertAll(actual, v => (double)v), Array.ConvertAll(expected, v => (double)v), 1e-5));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void TheFileSaysWhatItTakesAndGives()
    {
        var network = DigitNetwork.Create(seed: 1);
        using var session = new OnnxRun(CorpusTests.Saved(network));
        var (input, output) = (Assert.Single(session.Inputs), Assert.Single(session.Outputs));
        Assert.Equal("X", input.Key);
        Assert.Equal(["N", ""], input.Value.SymbolicDimensions);
        Assert.Equal([-1, 64], input.Value.Dimensions);
        Assert.Equal("Result", output.Key);
        Assert.Equal(["N", ""], output.Value.SymbolicDimensions);
        Assert.Equal([-1, 10], output.Value.Dimensions);
        Assert.Equal("Ansatz", session.Metadata.ProducerName);
        Assert.Equal("DigitNetwork", session.Metadata.GraphName);
        Assert.Equal("X[N, 64] → Result[N, 10]", session.Metadata.GraphDescription);
    }

    [Fact]
    public void TheFileHasTheParametersOfItsMoment()
    {
        var network = DigitNetwork.Create(seed: 1);
        var before = CorpusTests.Saved(network);
        network.Initialize(seed: 2);
        using var session = new OnnxRun(before);
        var (x, expected) = (new float[64], new float[10]);
        Array.Fill(x, 0.5f);
        DigitNetwork.Create(seed: 1).Evaluate(Tensor.Create(x, [1, 64]), Tensor.Create(expected, [1, 10]));
        var actual = session.Run(_ => new NamedArray("X", x, [1, 64]))[0].ToDoubles();
        Assert.Null(Agreement.Difference("Result", actual, Array.ConvertAll(expected, v => (double)v), 1e-5));
    }

    [Fact]
    public void AFileThatCannotBeWrittenLeavesTheOldOne()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            // A folder stands where the file should be.
            var path = Path.Combine(folder.FullName, "digits.onnx");
            Directory.CreateDirectory(path);
            var network = new DigitNetwork();
            Assert.ThrowsAny<Exception>(() => network.SaveOnnx(path));
            Assert.Equal([path], Directory.GetFileSystemEntries(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
