using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Ansatz.Layers;
using Claims;

namespace TuckerAdapters;

/// <summary>How near adapters come to the update, by the best parameters of each, set into the library's layers.</summary>
internal static class Table
{
    /// <summary>Rank, parameters and error of LoRA as measured with NumPy.</summary>
    private static readonly (int Rank, int Parameters, double Error)[] s_lora = [(1, 192, .455), (2, 384, .249), (4, 768, .0535), (8, 1536, .0181)];

    public static void Check(Report report)
    {
        Report.Section("An update of a 32 × 32 × 3 × 3 kernel, ‖ΔF − adapter‖ / ‖ΔF‖");
        var update = Update.Draw();
        var (tucker, parameters) = Flora(update);
        Console.WriteLine($"         {"adapter",-28}{"parameters",12}{"error",10}");
        Console.WriteLine($"         {"FLoRA, ranks (4, 4, 2, 2)",-28}{parameters,12:#,0}{tucker,10:0.0000}");
        var svd = TruncatedSvd.Of(Update.Unfold(update), 8);
        var lora = s_lora.Select(row => Lora(update, svd.WithRank(row.Rank))).ToArray();
        for (var k = 0; k < lora.Length; k++) Console.WriteLine($"         {$"LoRA, rank {s_lora[k].Rank}",-28}{lora[k].Parameters,12:#,0}{lora[k].Error,10:0.0000}");

        report.Claim(parameters == 332 && Digits(tucker, .0195), "FLoRA: 332 parameters, error .0195");
        for (var k = 0; k < lora.Length; k++)
            report.Claim(lora[k].Parameters == s_lora[k].Parameters && Digits(lora[k].Error, s_lora[k].Error), $"LoRA on the unfolded kernel, rank {s_lora[k].Rank}: {s_lora[k].Parameters:#,0} parameters, error {s_lora[k].Error:.000#}");
        report.Claim(lora.All(l => l.Error > 2 * tucker || l.Parameters > 4.5 * parameters), $"LoRA needs {(double)lora[^1].Parameters / parameters:0.0} times the parameters for the same error; with {(double)lora[^2].Parameters / parameters:0.0} times it loses {lora[^2].Error / tucker:0.0} times as much");
    }

    // Three digits: of .0195 they are the first three that are not 0.
    private static bool Digits(double found, double expected) => Math.Abs(found - expected) < (expected > 0.1 ? 5e-4 : 5e-5);

    private static (double Error, int Parameters) Flora(Tensor<double> update)
    {
        var tucker = TuckerDecomposition.ByHooi(update, [Update.Rank, Update.Rank, Update.KernelRank, Update.KernelRank], maxSweeps: 10, tolerance: 0);
        var layer = new FloraConvolution2D(InRank: Update.Rank, OutRank: Update.Rank, KernelRank: Update.KernelRank, Scale: 1, @base: new Convolution2D(Channels: Update.Channels, Height: 8, Width: 8, Filters: Update.Channels, Kernel: Update.Kernel, Stride: 1, Padding: 1, Dilation: 1));
        Set(tucker, layer);
        return (Update.Error(update, (o, i, p, q) => layer.Dense(o, i, p, q)), Trained(layer));
    }

    /// <summary>The core and the factors of a decomposition as an adapter's parameters.</summary>
    public static void Set(TuckerDecomposition tucker, FloraConvolution2D layer)
    {
        Set(layer.G, tucker.Core);
        Set(layer.U, tucker.Factors[0]);
        Set(layer.V, Transposed(tucker.Factors[1]));
        Set(layer.P, Transposed(tucker.Factors[2]));
        Set(layer.Q, Transposed(tucker.Factors[3]));
    }

    private static (double Error, int Parameters) Lora(Tensor<double> update, TruncatedSvd svd)
    {
        var layer = new Lora(Rank: svd.Rank, Alpha: svd.Rank, @base: new Linear(In: Update.Channels * Update.Kernel, Out: Update.Channels * Update.Kernel));
        var (left, right) = svd.Factors();
        Set(layer.U, left);
        Set(layer.V, right);
        return (Update.Error(update, (o, i, p, q) => layer.Dense(o * Update.Kernel + p, i * Update.Kernel + q)), Trained(layer));
    }

    private static int Trained(Ansatz.IModel layer) => layer.Parameters.FlatLength;

    private static void Set(Tensor<float> parameter, Tensor<double> values)
    {
        var flat = new double[values.FlattenedLength];
        values.FlattenTo(flat);
        Tensor.Create([.. flat.Select(v => (float)v)], values.Lengths).AsReadOnlyTensorSpan().CopyTo(parameter.AsTensorSpan());
    }

    private static Tensor<double> Transposed(Tensor<double> matrix)
    {
        var result = Tensor.CreateFromShape<double>([matrix.Lengths[1], matrix.Lengths[0]]);
        for (var i = 0; i < matrix.Lengths[0]; i++)
        {
            for (var j = 0; j < matrix.Lengths[1]; j++) result[j, i] = matrix[i, j];
        }

        return result;
    }
}
