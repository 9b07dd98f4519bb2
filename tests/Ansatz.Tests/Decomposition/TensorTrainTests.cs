using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Xunit;

namespace Ansatz.Tests.Decomposition;

public sealed class TensorTrainTests
{
    // TensorLy 0.9.0 in double precision, ranks (1, 10, 10, 1).
    [Theory]
    [InlineData(true, 0.009935330893006142)]
    [InlineData(false, 0.009943039950952325)]
    public void TheErrorIsTensorLys(bool nonnegative, double error)
    {
        var x = (nonnegative ? ReferenceTensors.Nonnegative : ReferenceTensors.Gaussian).X;
        Assert.Equal(error, TensorTrainDecomposition.BySvd(x, 10, 10).RelativeError, 1e-9);
    }

    [Fact]
    public void ReconstructionIsTheChain()
    {
        var x = Arrays.Normal(1, 4, 5, 3, 2);
        var train = TensorTrainDecomposition.BySvd(x, 3, 4, 2);
        Assert.Equal([3, 4, 2], train.Ranks);
        var rebuilt = Tensor.CreateFromShape<double>([4, 5, 3, 2]);
        for (var at = 0; at < 120; at++)
        {
            int i = at / 30, j = at / 6 % 5, k = at / 2 % 3, l = at % 2;
            for (var r = 0; r < 3; r++)
            {
                for (var s = 0; s < 4; s++)
                {
                    for (var t = 0; t < 2; t++) rebuilt[i, j, k, l] += train.Cores[0][0, i, r] * train.Cores[1][r, j, s] * train.Cores[2][s, k, t] * train.Cores[3][t, l, 0];
                }
            }
        }
        Assert.True(Arrays.Error(rebuilt, train.Reconstruct()) < 1e-13);
        Assert.Equal(Arrays.Error(x, rebuilt), train.RelativeError, 1e-13);
    }

    [Fact]
    public void FullRanksAreTheTensor()
    {
        var x = Arrays.Normal(2, 4, 5, 3, 2);
        Assert.True(TensorTrainDecomposition.BySvd(x, 4, 6, 2).RelativeError < 1e-14);
        var exact = TensorTrainDecomposition.ToError(x, 1e-12);
        Assert.Equal([4, 6, 2], exact.Ranks);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.2)]
    [InlineData(0.05)]
    public void RanksAreAsSmallAsTheErrorAllows(double error)
    {
        // Singular values that fall off, so that ranks depend on the error.
        var x = Arrays.Normal(3, 6, 6, 6, 6);
        for (var at = 0; at < 1296; at++) x[at / 216, at / 36 % 6, at / 6 % 6, at % 6] *= Math.Pow(0.7, at / 216 + at / 36 % 6 + at / 6 % 6 + at % 6);
        var train = TensorTrainDecomposition.ToError(x, error);
        Assert.True(train.RelativeError <= error);
        Assert.Contains(train.Ranks, r => r > 1);
        // One less at any bond loses more than that bond's share of the error.
        for (var k = 0; k < 3; k++)
        {
            int[] fewer = [.. train.Ranks];
            if (--fewer[k] > 0) Assert.True(TensorTrainDecomposition.BySvd(x, fewer).RelativeError > error / Math.Sqrt(3));
        }
    }

    [Theory]
    [InlineData(new[] { 4, 3 }, new[] { 2, 5 }, new[] { 4 })]
    [InlineData(new[] { 2, 3, 2 }, new[] { 3, 2, 4 }, new[] { 3, 5 })]
    public void BlockTrainsReconstructWithTheirError(int[] rows, int[] columns, int[] ranks)
    {
        int m = rows.Aggregate(1, (p, v) => p * v), n = columns.Aggregate(1, (p, v) => p * v);
        var w = Arrays.Normal(4, m, n);
        var train = BlockTensorTrainDecomposition.BySvd(w, rows, columns, ranks);
        Assert.Equal(Arrays.Error(w, train.Reconstruct()), train.RelativeError, 1e-13);
        Assert.True(train.RelativeError is > 0.1 and < 1);

        // By definition: digits with the last fastest.
        var rebuilt = Tensor.CreateFromShape<double>([m, n]);
        for (var o = 0; o < m; o++)
        {
            for (var i = 0; i < n; i++)
            {
                double[] row = [1];
                for (int k = 0, mo = m, ni = n; k < rows.Length; k++)
                {
                    (mo, ni) = (mo / rows[k], ni / columns[k]);
                    var core = train.Cores[k];
                    var next = new double[core.Lengths[3]];
                    for (var s = 0; s < row.Length; s++)
                    {
                        for (var t = 0; t < next.Length; t++) next[t] += row[s] * core[s, o / mo % rows[k], i / ni % columns[k], t];
                    }
                    row = next;
                }
                rebuilt[o, i] = row[0];
            }
        }
        Assert.True(Arrays.Error(rebuilt, train.Reconstruct()) < 1e-13);
    }

    [Fact]
    public void BlockTrainsOfFullRankAreTheMatrix()
    {
        var w = Arrays.Normal(5, 12, 24);
        Assert.True(BlockTensorTrainDecomposition.BySvd(w, [2, 3, 2], [3, 2, 4], [6, 8]).RelativeError < 1e-14);
    }

    // A ring whose first rank is 1 is a train.
    [Fact]
    public void RingsGeneraliseTrains()
    {
        var x = Arrays.Normal(6, 4, 5, 3);
        Assert.Equal(TensorTrainDecomposition.BySvd(x, 3, 2).RelativeError, TensorRingDecomposition.BySvd(x, 1, 3, 2).RelativeError, 1e-13);
    }

    [Fact]
    public void RingsReconstructWithTheirError()
    {
        var x = Arrays.Normal(7, 6, 5, 4, 3);
        var ring = TensorRingDecomposition.BySvd(x, 2, 3, 4, 3);
        var rebuilt = Tensor.CreateFromShape<double>([6, 5, 4, 3]);
        for (var at = 0; at < 360; at++)
        {
            int i = at / 60, j = at / 12 % 5, k = at / 3 % 4, l = at % 3;
            for (var q = 0; q < 2 * 3 * 4 * 3; q++)
            {
                int s = q / 36, t = q / 12 % 3, u = q / 3 % 4, v = q % 3;
                rebuilt[i, j, k, l] += ring.Cores[0][s, i, t] * ring.Cores[1][t, j, u] * ring.Cores[2][u, k, v] * ring.Cores[3][v, l, s];
            }
        }
        Assert.True(Arrays.Error(rebuilt, ring.Reconstruct()) < 1e-13);
        Assert.Equal(Arrays.Error(x, rebuilt), ring.RelativeError, 1e-13);
        Assert.Equal([2, 3, 4, 3], ring.Ranks);
    }

    [Fact]
    public void RingsOfFullRankAreTheTensorAndMoreIsPadded()
    {
        var x = Arrays.Normal(8, 6, 4, 5);
        Assert.True(TensorRingDecomposition.BySvd(x, 2, 3, 10).RelativeError < 1e-14);
        var padded = TensorRingDecomposition.BySvd(x, 3, 4, 15);
        Assert.True(padded.RelativeError < 1e-14);
        Assert.Equal([15, 5, 3], padded.Cores[2].Lengths.ToArray().Select(n => (int)n));
    }

    [Fact]
    public void WhatIsWrongIsNamed()
    {
        var x = Arrays.Normal(1, 3, 4, 5);
        Assert.Contains("bond 0", Assert.Throws<ArgumentOutOfRangeException>(() => TensorTrainDecomposition.BySvd(x, 4, 2)).Message);
        Assert.Contains("2 bonds", Assert.Throws<ArgumentException>(() => TensorTrainDecomposition.BySvd(x, 2)).Message);
        Assert.Contains("as many ranks", Assert.Throws<ArgumentException>(() => TensorRingDecomposition.BySvd(x, 2, 2)).Message);
        Assert.Contains("has 6 rows, but the digits 2·2 number 4", Assert.Throws<ArgumentException>(() => BlockTensorTrainDecomposition.BySvd(Arrays.Normal(1, 6, 4), [2, 2], [2, 2], [2])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => TensorTrainDecomposition.ToError(x, -1));
    }
}
