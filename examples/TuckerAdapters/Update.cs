using System.Numerics.Tensors;
using Claims;

namespace TuckerAdapters;

/// <summary>What a fine-tuning would change of a kernel: of Tucker rank (4, 4, 2, 2), with noise of 2 % of its deviation.</summary>
internal static class Update
{
    public const int Channels = 32, Kernel = 3, Rank = 4, KernelRank = 2;

    /// <summary>The update, channels out × channels in × rows × columns; the random numbers are NumPy's <c>RandomState(7)</c>.</summary>
    public static Tensor<double> Draw()
    {
        var random = new RandomState(7);
        double[] core = random.Randn(64), o = random.Randn(Channels * Rank), i = random.Randn(Channels * Rank), p = random.Randn(Kernel * KernelRank), q = random.Randn(Kernel * KernelRank);
        var kernel = new double[Channels * Channels * Kernel * Kernel];
        for (var at = 0; at < kernel.Length; at++)
        {
            var (row, column, y, x) = (at / 288, at / 9 % 32, at / 3 % 3, at % 3);
            for (var r = 0; r < 64; r++) kernel[at] += core[r] * o[row * 4 + r / 16] * i[column * 4 + r / 4 % 4] * p[y * 2 + r / 2 % 2] * q[x * 2 + r % 2];
        }

        var mean = kernel.Average();
        var deviation = Math.Sqrt(kernel.Average(v => (v - mean) * (v - mean)));
        for (var at = 0; at < kernel.Length; at++) kernel[at] += 0.02 * deviation * random.Randn();
        return Tensor.Create(kernel, [Channels, Channels, Kernel, Kernel]);
    }

    /// <summary>The same numbers as a matrix, (channel out, row) × (channel in, column), as LoRA takes a kernel.</summary>
    public static Tensor<double> Unfold(Tensor<double> kernel)
    {
        var matrix = Tensor.CreateFromShape<double>([Channels * Kernel, Channels * Kernel]);
        for (var at = 0; at < kernel.FlattenedLength; at++)
        {
            var (o, i, p, q) = ((int)(at / 288), (int)(at / 9 % 32), (int)(at / 3 % 3), (int)(at % 3));
            matrix[o * 3 + p, i * 3 + q] = kernel[o, i, p, q];
        }

        return matrix;
    }

    /// <summary>‖ΔF − found‖ / ‖ΔF‖ over all elements (channel out, channel in, row, column).</summary>
    public static double Error(Tensor<double> kernel, Func<int, int, int, int, double> found)
    {
        double lost = 0, all = 0;
        for (var o = 0; o < Channels; o++)
        {
            for (var i = 0; i < Channels; i++)
            {
                for (var p = 0; p < Kernel; p++)
                {
                    for (var q = 0; q < Kernel; q++)
                    {
                        var expected = kernel[o, i, p, q];
                        var difference = expected - found(o, i, p, q);
                        (lost, all) = (lost + difference * difference, all + expected * expected);
                    }
                }
            }
        }

        return Math.Sqrt(lost / all);
    }
}
