using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Xunit;

namespace Ansatz.Tests.Decomposition;

public sealed class TuckerDecompositionTests
{
    // TensorLy 0.9.0 in double precision.
    [Theory]
    [InlineData(true, 0.009975426773281835, 1359.279882513252)]
    [InlineData(false, 0.009983023045886332, 3179.6956480388412)]
    public void ErrorAndCoreAreTensorLys(bool nonnegative, double error, double core)
    {
        var x = (nonnegative ? ReferenceTensors.Nonnegative : ReferenceTensors.Gaussian).X;
        var tucker = TuckerDecomposition.ByHooi(x, [10, 10, 10], tolerance: 1e-5);
        Assert.Equal(error, tucker.RelativeError, 1e-9);
        Assert.Equal(core, tucker.Core.Norm(), 1e-9 * core);
        Assert.All(tucker.Factors, factor => Assert.True(Arrays.FromOrthonormal(factor) < 1e-12));
    }

    [Theory]
    [InlineData(new[] { 5, 4, 6 })]
    [InlineData(new[] { 3, 8 })]
    [InlineData(new[] { 2, 3, 4, 3, 2 })]
    public void FullRanksAreTheTensor(int[] shape)
    {
        var x = Arrays.Normal(1, [.. shape.Select(n => (nint)n)]);
        // A mode longer than all others together cannot have its full rank.
        int[] ranks = [.. shape.Select((n, k) => Math.Min(n, shape.Where((_, other) => other != k).Aggregate(1, (p, v) => p * v)))];
        foreach (var tucker in (TuckerDecomposition[])[TuckerDecomposition.ByHosvd(x, ranks), TuckerDecomposition.ByHooi(x, ranks)])
        {
            Assert.True(tucker.RelativeError < 1e-14);
            Assert.True(Arrays.Error(x, tucker.Reconstruct()) < 1e-14);
        }
    }

    [Fact]
    public void SweepsNeverRaiseTheErrorAndItIsThatOfTheReconstruction()
    {
        var x = Arrays.Normal(2, 8, 7, 6, 5);
        TuckerDecomposition hosvd = TuckerDecomposition.ByHosvd(x, 3, 4, 2, 3), hooi = TuckerDecomposition.ByHooi(x, [3, 4, 2, 3]);
        Assert.Equal(Arrays.Error(x, hosvd.Reconstruct()), hosvd.RelativeError, 1e-13);
        Assert.Equal(Arrays.Error(x, hooi.Reconstruct()), hooi.RelativeError, 1e-13);
        Assert.Equal(hosvd.RelativeError, hooi.ErrorTrace[0], 1e-12);
        Assert.True(hooi.ErrorTrace.Count > 2);
        for (var i = 1; i < hooi.ErrorTrace.Count; i++) Assert.True(hooi.ErrorTrace[i] <= hooi.ErrorTrace[i - 1] + 1e-13);
        Assert.True(hooi.RelativeError < hosvd.RelativeError);

        // The bound of the truncated HOSVD: the root of what each mode alone loses.
        int[] ranks = [3, 4, 2, 3];
        var lost = ranks.Select((r, k) => TuckerDecomposition.ModeSingularValues(x, k).Skip(r).Sum(s => s * s)).Sum();
        Assert.True(hosvd.RelativeError <= Math.Sqrt(lost) / x.Norm());
    }

    [Fact]
    public void ReconstructionIsTheCoreTimesTheFactors()
    {
        var tucker = TuckerDecomposition.ByHooi(Arrays.Normal(3, 4, 5, 3), [2, 3, 2]);
        var rebuilt = Tensor.CreateFromShape<double>([4, 5, 3]);
        for (var at = 0; at < 60; at++)
        {
            int i = at / 15, j = at / 3 % 5, k = at % 3;
            for (var p = 0; p < 2; p++)
            {
                for (var q = 0; q < 3; q++)
                {
                    for (var s = 0; s < 2; s++) rebuilt[i, j, k] += tucker.Core[p, q, s] * tucker.Factors[0][i, p] * tucker.Factors[1][j, q] * tucker.Factors[2][k, s];
                }
            }
        }
        Assert.True(Arrays.Error(rebuilt, tucker.Reconstruct()) < 1e-13);
    }

    // FLoRA's argument: an update of a convolution kernel of Tucker rank (4, 4, 2, 2) with noise, by Tucker and by LoRA on the unfolding (o·h) × (i·w).
    [Fact]
    public void TuckerMeetsKernelsThatUnfoldingsDoNot()
    {
        var random = new RandomState(7);
        double[] g = random.Randn(64), a = random.Randn(128), b = random.Randn(128), c = random.Randn(6), d = random.Randn(6);
        var kernel = new double[32 * 32 * 9];
        for (var at = 0; at < kernel.Length; at++)
        {
            int o = at / 288, i = at / 9 % 32, h = at / 3 % 3, w = at % 3;
            for (var r = 0; r < 64; r++) kernel[at] += g[r] * a[o * 4 + r / 16] * b[i * 4 + r / 4 % 4] * c[h * 2 + r / 2 % 2] * d[w * 2 + r % 2];
        }
        var mean = kernel.Average();
        var deviation = Math.Sqrt(kernel.Average(v => (v - mean) * (v - mean)));
        for (var at = 0; at < kernel.Length; at++) kernel[at] += 0.02 * deviation * random.Randn();

        var tucker = TuckerDecomposition.ByHooi(Tensor.Create(kernel, [32, 32, 3, 3]), [4, 4, 2, 2], maxSweeps: 10, tolerance: 0);
        Assert.Equal(332, tucker.Core.FlattenedLength + tucker.Factors.Sum(f => f.FlattenedLength));
        Assert.Equal(0.0195, tucker.RelativeError, 5e-5);

        var unfolded = Tensor.CreateFromShape<double>([96, 96]);
        for (var at = 0; at < kernel.Length; at++) unfolded[at / 288 * 3 + at / 3 % 3, at / 9 % 32 * 3 + at % 3] = kernel[at];
        var lora = TruncatedSvd.Of(unfolded, 8);
        foreach (var (rank, parameters, error) in ((int, int, double)[])[(1, 192, .455), (2, 384, .249), (4, 768, .0535), (8, 1536, .0181)])
        {
            Assert.Equal(parameters, rank * (96 + 96));
            Assert.Equal(error, lora.ErrorAt(rank), error > 0.1 ? 5e-4 : 5e-5);
        }
    }

    [Fact]
    public void WhatIsWrongIsNamed()
    {
        var x = Arrays.Normal(1, 3, 4, 5);
        Assert.Contains("needs as many ranks", Assert.Throws<ArgumentException>(() => TuckerDecomposition.ByHosvd(x, 2, 2)).Message);
        Assert.Contains("mode 0", Assert.Throws<ArgumentOutOfRangeException>(() => TuckerDecomposition.ByHosvd(x, 4, 2, 2)).Message);
        Assert.Contains("the product of the other ranks", Assert.Throws<ArgumentOutOfRangeException>(() => TuckerDecomposition.ByHosvd(x, 1, 1, 2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => TuckerDecomposition.ModeSingularValues(x, 3));
    }
}
