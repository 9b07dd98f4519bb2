using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Xunit;

namespace Ansatz.Tests.Decomposition;

public sealed class TruncatedSvdTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(7, 1)]
    [InlineData(12, 12)]
    [InlineData(40, 17)]
    [InlineData(17, 40)]
    [InlineData(65, 64)]
    public void FullRankIsTheMatrix(int rows, int columns)
    {
        var a = Arrays.Normal(3, rows, columns);
        var svd = TruncatedSvd.Of(a, Math.Min(rows, columns));
        Assert.Equal(0, svd.RelativeError);
        Assert.True(Arrays.Error(a, svd.Reconstruct()) < 2e-15 * Math.Sqrt(rows + columns));
        Assert.True(Arrays.FromOrthonormal(svd.LeftVectors) < 1e-13);
        Assert.True(Arrays.FromOrthonormal(svd.RightVectors) < 1e-13);
        var (left, right) = svd.Factors();
        Assert.True(Arrays.Error(a, Arrays.Product(left, right)) < 1e-13);
    }

    [Theory]
    [InlineData(30, 20)]
    [InlineData(20, 30)]
    public void EachRankHasTheErrorOfTheTail(int rows, int columns)
    {
        var a = Arrays.Normal(4, rows, columns);
        var norm = a.Norm();
        for (var rank = 1; rank <= 20; rank++)
        {
            var svd = TruncatedSvd.Of(a, rank);
            Assert.Equal(Arrays.Error(a, svd.Reconstruct()), svd.RelativeError, 1e-13);
            Assert.Equal(Math.Sqrt(svd.SingularValues.Skip(rank).Sum(s => s * s)) / norm, svd.RelativeError, 1e-14);
            Assert.Equal(rank, svd.RankFor(svd.RelativeError * (1 + 1e-12)));
        }
    }

    // Singular values from 1 to 1e-14 of a matrix with known vectors: by way of A'A, all below 1e-8 would be noise.
    [Fact]
    public void SmallSingularValuesKeepTheirDigits()
    {
        const int n = 15;
        Tensor<double> u = Arrays.Orthogonal(Arrays.Normal(1, 40, n)), v = Arrays.Orthogonal(Arrays.Normal(2, n, n));
        var scaled = Tensor.CreateFromShape<double>([40, n]);
        for (var i = 0; i < 40; i++)
        {
            for (var k = 0; k < n; k++) scaled[i, k] = u[i, k] * Math.Pow(10, -k);
        }
        var svd = TruncatedSvd.Of(Arrays.Product(scaled, Arrays.Transposed(v)), n);
        for (var k = 0; k < n; k++) Assert.Equal(Math.Pow(10, -k), svd.SingularValues[k], 2e-16 * 5);
    }

    [Fact]
    public void DeficientMatricesHaveOrthonormalVectorsToo()
    {
        var a = Arrays.Product(Arrays.Normal(1, 20, 3), Arrays.Normal(2, 3, 9));
        var svd = TruncatedSvd.Of(a, 9);
        Assert.All(svd.SingularValues.Skip(3), s => Assert.True(s < 1e-13));
        Assert.True(Arrays.FromOrthonormal(svd.LeftVectors) < 1e-13);
        Assert.True(Arrays.FromOrthonormal(svd.RightVectors) < 1e-13);

        var zero = TruncatedSvd.Of(Tensor.CreateFromShape<double>([4, 3]), 2);
        Assert.Equal(0, zero.RelativeError);
        Assert.Equal([0, 0, 0], zero.SingularValues);
        Assert.True(Arrays.FromOrthonormal(zero.LeftVectors) < 1e-15);
        Assert.True(Arrays.FromOrthonormal(zero.RightVectors) < 1e-15);
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void ScaleDoesNotMatter(double scale)
    {
        var a = Arrays.Normal(5, 12, 8);
        var scaled = Arrays.Matrix([.. a.Values().Select(v => v * scale)], 12, 8);
        var (svd, other) = (TruncatedSvd.Of(a, 3), TruncatedSvd.Of(scaled, 3));
        Assert.Equal(svd.RelativeError, other.RelativeError, 1e-13);
        Assert.Equal(svd.SingularValues[0], other.SingularValues[0] / scale, 1e-12);
    }

    [Fact]
    public void SingleAndDoublePrecisionInputsAgree()
    {
        var a = Arrays.Normal(6, 9, 14).ToSingle();
        var svd = TruncatedSvd.Of(a, 4);
        Assert.Equal(svd.SingularValues, TruncatedSvd.Of(Tensor.Create([.. a.ToArray().Select(v => (double)v)], [9, 14]), 4).SingularValues);
    }

    [Fact]
    public void WhatIsWrongIsNamed()
    {
        var a = Arrays.Normal(1, 4, 6);
        Assert.Contains("must be from 1 to 4", Assert.Throws<ArgumentOutOfRangeException>(() => TruncatedSvd.Of(a, 5)).Message);
        Assert.Contains("must be from 1 to 4", Assert.Throws<ArgumentOutOfRangeException>(() => TruncatedSvd.Of(a, 0)).Message);
        Assert.Contains("[4, 6, 1]", Assert.Throws<ArgumentException>(() => TruncatedSvd.Of(Arrays.Normal(1, 4, 6, 1), 1)).Message);
        a[2, 3] = double.NaN;
        Assert.Contains("element 15", Assert.Throws<ArgumentException>(() => TruncatedSvd.Of(a, 1)).Message);
    }

    // The leading singular values of 100 × 10000 unfoldings, as NumPy gives them.
    [Theory]
    [InlineData(true, 1347.345266902433, 76.16196083652082, 41.254787333561666, 1.480085787268045)]
    [InlineData(false, 1241.7507798111953, 1215.883976282047, 711.8231741353655, 3.453094022865167)]
    public void UnfoldingsOfTheReferenceTensors(bool nonnegative, double first, double second, double tenth, double eleventh)
    {
        var x = (nonnegative ? ReferenceTensors.Nonnegative : ReferenceTensors.Gaussian).X;
        double[] values = [.. TruncatedSvd.Of(Tensor.Reshape(x, [100, 10000]), 10).SingularValues], byGram = TuckerDecomposition.ModeSingularValues(x, 0);
        foreach (var (index, expected) in ((int, double)[])[(0, first), (1, second), (9, tenth), (10, eleventh)])
        {
            Assert.Equal(expected, values[index], 1e-12 * first);
            Assert.Equal(expected, byGram[index], 1e-11 * first);
        }
    }
}
