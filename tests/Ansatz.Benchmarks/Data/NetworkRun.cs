using System.Numerics.Tensors;
using Ansatz.Benchmarks.Models.Networks;

namespace Ansatz.Benchmarks.Data;

/// <summary>A network with its numbers, as <c>networks_peer.py</c> has it, and one step of its training.</summary>
/// <param name="step">One step.</param>
/// <param name="loss">The loss before the first step.</param>
internal sealed class NetworkRun(Action step, double loss)
{
    private const double Rate = 1e-3;

    /// <summary>One step of Adam.</summary>
    public Action Step { get; } = step;

    /// <summary>The loss before the first step.</summary>
    public double Loss { get; } = loss;

    /// <summary>Three low-rank layers, 128 rows.</summary>
    public static NetworkRun Perceptron()
    {
        var network = new LowRankPerceptron();
        string[] layers = ["First", "Second", "Head"];
        for (var k = 0; k < 3; k++)
        {
            var outputs = k < 2 ? 512 : 10;
            Transposed(network.Parameters, layers[k] + ".V", HashNumbers.Single(512 * 32, 0.73 + 0.01 * k, 0.2, 1 / Math.Sqrt(512)), 512, 32);
            Transposed(network.Parameters, layers[k] + ".U", HashNumbers.Single(32 * outputs, 1.17 + 0.01 * k, 0.3, 1 / Math.Sqrt(32)), 32, outputs);
        }

        var x = new AlignedArray<float>(HashNumbers.Single(128 * 512, 0.37, 0.1, 1), 128, 512);
        var label = new AlignedArray<int>(Labels(128), 128);
        return Of(network.Parameters, network.Gradients, () => network.Gradient(x.Tensor, label.Tensor));
    }

    /// <summary>Two convolutions, 64 images.</summary>
    public static NetworkRun Images()
    {
        var network = new ImageNetwork();
        string[] names = ["First.F", "First.B", "Second.F", "Second.B", "Head.W", "Head.B"];
        for (var k = 0; k < names.Length; k++)
        {
            var target = network.Parameters.Tensor<float>(names[k]);
            var scale = target.Rank > 1 ? 1 / Math.Sqrt(target.FlattenedLength / (double)target.Lengths[0]) : 0.1;
            Fill(target, HashNumbers.Single((int)target.FlattenedLength, 0.21 + 0.1 * k, 0.3, scale));
        }

        var x = new AlignedArray<float>(HashNumbers.Single(64 * 784, 0.37, 0.1, 1), 64, 28, 28);
        var label = new AlignedArray<int>(Labels(64), 64);
        return Of(network.Parameters, network.Gradients, () => network.Gradient(x.Tensor, label.Tensor));
    }

    /// <summary>A factorization machine, 4096 rows of 39 fields.</summary>
    public static NetworkRun Clicks()
    {
        var network = new ClickNetwork();
        Fill(network.Parameters.Tensor<float>("E"), HashNumbers.Single(1_600_000, 0.0137, 0.1, 0.1));
        Fill(network.Parameters.Tensor<float>("W"), HashNumbers.Single(100_000, 0.021, 0.2, 0.1));
        var numbers = new int[4096 * 39];
        var state = 12345u;
        for (var i = 0; i < numbers.Length; i++)
        {
            state = unchecked((state * 1664525) + 1013904223);
            numbers[i] = (int)((state >> 8) % 100_000);
        }

        var index = new AlignedArray<int>(numbers, 4096, 39);
        var label = new AlignedArray<float>(Enumerable.Range(0, 4096).Select(n => (float)(numbers[n * 39] & 1)).ToArray(), 4096);
        return Of(network.Parameters, network.Gradients, () => network.Gradient(index.Tensor, label.Tensor));
    }

    private static NetworkRun Of(ParameterSet parameters, GradientSet gradients, Func<float> gradient)
    {
        var adam = new Adam(parameters) { Rate = Rate };
        return new(() =>
        {
            gradient();
            adam.Step(gradients);
        }, gradient());
    }

    private static int[] Labels(int count) => [.. Enumerable.Range(0, count).Select(n => n * 7 % 10)];

    private static void Fill(Tensor<float> target, float[] values) => Tensor.Create(values, target.Lengths).CopyTo(target);

    // The numbers of the reference are those of the matrix that rows are multiplied by from the left.
    private static void Transposed(ParameterSet parameters, string name, float[] values, int rows, int columns)
    {
        var turned = new float[values.Length];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++) turned[(j * rows) + i] = values[(i * columns) + j];
        }

        Fill(parameters.Tensor<float>(name), turned);
    }
}
