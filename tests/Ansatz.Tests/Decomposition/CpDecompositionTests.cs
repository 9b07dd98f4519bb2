using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Xunit;

namespace Ansatz.Tests.Decomposition;

public sealed class CpDecompositionTests
{
    // TensorLy 0.9.0 in double precision: parafac from the same start, no early stop.
    private static readonly (int Iteration, double Error)[] s_nonnegative =
    [
        (1, .11196456637867709), (2, .08675556072812703), (3, .08319604454494801), (5, .07670793327830526), (10, .06479838478971194), (20, .05765970531031117), (50, .03140407324442821),
    ];

    private static readonly (int Iteration, double Error)[] s_gaussian =
    [
        (1, .8831914688115378), (2, .7108696663533861), (3, .6359577346979961), (5, .5239658109716689), (10, .27799308483242446), (20, .009986792482355811), (50, .009986782684648256),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheTraceOfErrorsIsTensorLys(bool nonnegative)
    {
        var x = (nonnegative ? ReferenceTensors.Nonnegative : ReferenceTensors.Gaussian).X;
        var cp = CpDecomposition.ByAls(x, 10, new AlternatingOptions { MaxIterations = 50, Tolerance = 0, Start = ReferenceTensors.Start() });
        foreach (var (iteration, error) in nonnegative ? s_nonnegative : s_gaussian) Assert.Equal(error, cp.ErrorTrace[iteration - 1], 1e-9);
        Assert.Equal(cp.ErrorTrace[^1], cp.RelativeError, 1e-10);
        Assert.Equal(50, cp.ErrorTrace.Count);
        Assert.False(cp.HasConverged);
    }

    [Theory]
    [InlineData(new[] { 6, 5 }, 3)]
    [InlineData(new[] { 5, 4, 6 }, 3)]
    [InlineData(new[] { 3, 4, 2, 5 }, 2)]
    [InlineData(new[] { 2, 3, 2, 3, 2, 4 }, 2)]
    public void WhatIsOfTheRankIsRecovered(int[] shape, int rank)
    {
        var x = Model(shape, rank, seed: 11);
        var cp = CpDecomposition.ByAls(x, rank, new AlternatingOptions { MaxIterations = 2000, Tolerance = 1e-15 });
        Assert.True(cp.RelativeError < 1e-6, $"{cp.RelativeError}");
        Assert.Equal(Arrays.Error(x, cp.Reconstruct()), cp.RelativeError, 1e-13);
        Assert.Equal(rank, cp.Rank);
    }

    [Fact]
    public void FactorsHaveUnitColumnsAndWeightsDescend()
    {
        var x = Arrays.Normal(5, 6, 7, 4);
        var cp = CpDecomposition.ByAls(x, 4);
        foreach (var factor in cp.Factors)
        {
            for (var r = 0; r < 4; r++)
            {
                var sum = 0.0;
                for (var i = 0; i < factor.Lengths[0]; i++) sum += factor[i, r] * factor[i, r];
                Assert.Equal(1, sum, 1e-13);
            }
        }
        Assert.Equal(cp.Weights.OrderDescending(), cp.Weights);
        // By definition, from the factors that are handed out.
        var rebuilt = Tensor.CreateFromShape<double>([6, 7, 4]);
        for (var i = 0; i < 6; i++)
        {
            for (var j = 0; j < 7; j++)
            {
                for (var k = 0; k < 4; k++)
                {
                    for (var r = 0; r < 4; r++) rebuilt[i, j, k] += cp.Weights[r] * cp.Factors[0][i, r] * cp.Factors[1][j, r] * cp.Factors[2][k, r];
                }
            }
        }
        Assert.True(Arrays.Error(cp.Reconstruct(), rebuilt) < 1e-13);
        Assert.Equal(Arrays.Error(x, rebuilt), cp.RelativeError, 1e-13);
    }

    [Fact]
    public void TheErrorNeverRisesAndTheSameSeedGivesTheSame()
    {
        var x = Arrays.Normal(6, 5, 6, 7);
        var options = new AlternatingOptions { MaxIterations = 60, Seed = 3 };
        CpDecomposition first = CpDecomposition.ByAls(x, 9, options), second = CpDecomposition.ByAls(x, 9, options);
        for (var i = 1; i < first.ErrorTrace.Count; i++) Assert.True(first.ErrorTrace[i] <= first.ErrorTrace[i - 1] + 1e-12);
        Assert.Equal(first.ErrorTrace, second.ErrorTrace);
        Assert.Equal(first.Factors[2].Values(), second.Factors[2].Values());
        // Rank 9 exceeds two of the extents: the seed's numbers fill the start.
        Assert.NotEqual(first.ErrorTrace, CpDecomposition.ByAls(x, 9, new AlternatingOptions { MaxIterations = 60, Seed = 4 }).ErrorTrace);
    }

    [Fact]
    public void TwoModesReachTheTruncatedSvd()
    {
        var x = Arrays.Normal(7, 12, 9);
        var cp = CpDecomposition.ByAls(x, 3, new AlternatingOptions { MaxIterations = 500, Tolerance = 1e-14 });
        Assert.Equal(TruncatedSvd.Of(x, 3).RelativeError, cp.RelativeError, 1e-9);
        Assert.True(cp.HasConverged);
    }

    [Fact]
    public void ATensorOfZerosIsMetExactly() => Assert.Equal(0, CpDecomposition.ByAls(Tensor.CreateFromShape<double>([3, 3, 3]), 2).RelativeError);

    [Fact]
    public void WhatIsWrongIsNamed()
    {
        var x = Arrays.Normal(1, 3, 4, 5);
        Assert.Contains("two modes or more", Assert.Throws<ArgumentException>(() => CpDecomposition.ByAls(Arrays.Normal(1, 3), 1)).Message);
        Assert.Contains("Factor 1 of the start must be 4 × 2", Assert.Throws<ArgumentException>(() => CpDecomposition.ByAls(x, 2, new AlternatingOptions
        {
            Start = [Arrays.Normal(1, 3, 2), Arrays.Normal(1, 5, 2), Arrays.Normal(1, 5, 2)],
        })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => CpDecomposition.ByAls(x, 0));
        Assert.Throws<ArgumentException>(() => CpDecomposition.ByAls(x, 1, new AlternatingOptions { MaxIterations = 0 }));
    }

    internal static Tensor<double> Model(int[] shape, int rank, int seed)
    {
        var random = new RandomState((uint)seed);
        var factors = shape.Select(n => random.Randn(n * rank)).ToArray();
        var x = new double[shape.Aggregate(1, (p, n) => p * n)];
        for (var at = 0; at < x.Length; at++)
        {
            for (var r = 0; r < rank; r++)
            {
                var product = 1.0;
                for (int k = shape.Length - 1, rest = at; k >= 0; rest /= shape[k--]) product *= factors[k][rest % shape[k] * rank + r];
                x[at] += product;
            }
        }
        return Tensor.Create(x, [.. shape.Select(n => (nint)n)]);
    }
}
