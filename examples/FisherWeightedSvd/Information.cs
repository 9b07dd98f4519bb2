using System.Numerics.Tensors;
using Ansatz.Decomposition;
using DigitNetworks;
using QuickStart;

namespace FisherWeighting;

/// <summary>What the gradients of single examples tell of the hidden layer of a trained network.</summary>
internal sealed class Information
{
    private const int Rows = DenseDigits.Wide, Columns = DenseDigits.Pixels;

    private Information(FisherInformation byOutputs, FisherInformation byInputs, Tensor<double> rowFactor, Tensor<double> columnFactor)
    {
        (OutputWeights, InputWeights) = (byOutputs.RowWeights(), byInputs.RowWeights());
        (RowFactor, ColumnFactor) = (rowFactor, columnFactor);
    }

    /// <summary>Of each output, the sum of the mean squared gradients of the weights that lead to it.</summary>
    public double[] OutputWeights { get; }

    /// <summary>Of each input, the sum of the mean squared gradients of the weights that lead from it.</summary>
    public double[] InputWeights { get; }

    /// <summary>The mean of g·g', g the gradient with respect to the layer's outputs.</summary>
    public Tensor<double> RowFactor { get; }

    /// <summary>The mean of x·x', x what goes into the layer.</summary>
    public Tensor<double> ColumnFactor { get; }

    /// <summary>One gradient for each image.</summary>
    public static Information Of(DenseDigits network, DigitImages images)
    {
        FisherInformation byOutputs = new(Rows, Columns), byInputs = new(Columns, Rows);
        Tensor<double> rows = Tensor.CreateFromShape<double>([Rows, Rows]), columns = Tensor.CreateFromShape<double>([Columns, Columns]);
        var x = Tensor.CreateFromShape<float>([1, Columns]);
        var label = Tensor.CreateFromShape<int>([1]);
        double[] g = new double[Rows], input = new double[Columns];
        for (var n = 0; n < images.Count; n++)
        {
            label[0] = images.Label[n];
            for (var i = 0; i < Columns; i++) (x[0, i], input[i]) = (images.X[n, i], images.X[n, i] / 16);
            network.Gradient(x, label);
            var gradient = network.Gradients.Tensor<float>("Hidden.W");
            byOutputs.Add(gradient);
            byInputs.Add(Tensor.Transpose(gradient));

            // The gradient of the bias is that of the outputs.
            var bias = network.Gradients.Tensor<float>("Hidden.B");
            for (var o = 0; o < Rows; o++) g[o] = bias[o];
            AddOuter(rows, g, images.Count);
            AddOuter(columns, input, images.Count);
        }

        Damp(rows);
        Damp(columns);
        return new Information(byOutputs, byInputs, rows, columns);
    }

    private static void AddOuter(Tensor<double> sum, double[] v, int count)
    {
        for (var i = 0; i < v.Length; i++)
        {
            for (var j = 0; j < v.Length; j++) sum[i, j] += v[i] * v[j] / count;
        }
    }

    // Positive definite where some pixels are white in all images: a hundredth of the mean of the diagonal on it.
    private static void Damp(Tensor<double> factor)
    {
        var n = (int)factor.Lengths[0];
        var mean = Enumerable.Range(0, n).Average(i => factor[i, i]);
        for (var i = 0; i < n; i++) factor[i, i] += 0.01 * mean;
    }
}
