using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Claims;

namespace FisherWeighting;

/// <summary>The weighted and the plain decomposition of a matrix whose rows matter differently, on the inputs of a measurement with NumPy.</summary>
internal static class ReferenceMatrix
{
    private const int Rows = 64, Columns = 48, Rank = 12;

    public static void Check(Report report)
    {
        Report.Section($"A matrix of {Rows} × {Columns} at rank {Rank}, squared errors");
        var (w, weights) = Inputs();
        var fisher = FisherWeightedSvd.ByRows(w, weights, Rank);
        var plain = TruncatedSvd.Of(w, Rank);
        double[] equal = [.. Enumerable.Repeat(1.0, Rows)];
        var (weighted, svdWeighted) = (Error(w, fisher.Reconstruct(), weights), Error(w, plain.Reconstruct(), weights));
        var (fisherPlain, svdPlain) = (Error(w, fisher.Reconstruct(), equal), Error(w, plain.Reconstruct(), equal));
        Console.WriteLine($"         {"",-24}{"weighted",10}{"plain",10}");
        Console.WriteLine($"         {"SVD",-24}{svdWeighted,10:0.0}{svdPlain,10:0.0}");
        Console.WriteLine($"         {"Fisher-weighted SVD",-24}{weighted,10:0.0}{fisherPlain,10:0.0}");

        var tail = fisher.WeightedSingularValues.Skip(Rank).Sum(s => s * s);
        var single = FisherWeightedSvd.ByRows(Single(w), weights, Rank);
        var singleTail = single.WeightedSingularValues.Skip(Rank).Sum(s => s * s);
        var singleError = Error(w, single.Reconstruct(), weights);
        report.Claim(Math.Abs(weighted - tail) <= 1e-10 * tail, $"the weighted error is the sum of the squared singular values that are not kept: relative difference {Math.Abs(weighted - tail) / tail:0.0e+0}");
        report.Claim(Math.Abs(singleError - singleTail) <= 1e-4 * singleTail, $"of the weights in single precision: {Math.Abs(singleError - singleTail) / singleTail:0.0e+0}");
        report.Claim(weighted < svdWeighted && Near(weighted, 91.8) && Near(svdWeighted, 145.2), $"it is 91.8, that of the SVD 145.2: {1 - weighted / svdWeighted:0 %} less");
        report.Claim(fisherPlain > svdPlain && Near(fisherPlain, 79.9) && Near(svdPlain, 59.4), "the plain error is larger, 79.9 instead of 59.4");
    }

    private static bool Near(double found, double expected) => Math.Abs(found - expected) <= 0.05;

    /// <summary>W = N·diag(0.93^j)·Q and weights exp(1.5·n), from NumPy's <c>RandomState(5)</c>.</summary>
    private static (Tensor<double> W, double[] Weights) Inputs()
    {
        var random = new RandomState(5);
        var left = random.Randn(Rows * Columns);
        var q = Orthonormal.Columns(random.Randn(Columns * Columns), Columns);
        var w = Tensor.CreateFromShape<double>([Rows, Columns]);
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                for (var k = 0; k < Columns; k++) w[i, j] += left[i * Columns + k] * Math.Pow(0.93, k) * q[k * Columns + j];
            }
        }

        return (w, [.. random.Randn(Rows).Select(v => Math.Exp(1.5 * v))]);
    }

    private static double Error(Tensor<double> w, Tensor<double> approximation, double[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++) sum += weights[i] * (w[i, j] - approximation[i, j]) * (w[i, j] - approximation[i, j]);
        }

        return sum;
    }

    private static Tensor<float> Single(Tensor<double> w)
    {
        var result = Tensor.CreateFromShape<float>(w.Lengths);
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++) result[i, j] = (float)w[i, j];
        }

        return result;
    }
}
