using System.Numerics.Tensors;
using Ansatz.Gpu;
using QuickStart;

namespace OnGpu;

/// <summary>Compares the kernels on a device with those of the CPU, for the same parameters.</summary>
/// <param name="Rows">For how many images.</param>
/// <param name="Difference">Largest difference of a logit, relative to the largest logit.</param>
public sealed record LogitCheck(int Rows, double Difference)
{
    /// <summary>Evaluates the first few images on both.</summary>
    public static LogitCheck Run(Digits network, GpuDevice device, DigitImages images, int rows)
    {
        var few = images.Select(image => image < rows);
        var (here, there) = (new float[rows * Digits.Classes], new float[rows * Digits.Classes]);
        network.Evaluate(few.X, Tensor.Create(here, [rows, Digits.Classes]));
        using var gpu = network.OnGpu(device);
        network.Evaluate(gpu, few.X, Tensor.Create(there, [rows, Digits.Classes]));
        return new LogitCheck(rows, here.Zip(there, (a, b) => Math.Abs((double)a - b)).Max() / Math.Abs(TensorPrimitives.MaxMagnitude<float>(here)));
    }
}
