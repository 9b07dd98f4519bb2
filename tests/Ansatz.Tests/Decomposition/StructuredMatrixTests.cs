using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Xunit;

namespace Ansatz.Tests.Decomposition;

/// <summary>Sums of Kronecker products, Monarch matrices, block-diagonal matrices, N:M masks.</summary>
public sealed class StructuredMatrixTests
{
    private static double Kronecker(KroneckerDecomposition sum, int o, int i, int o2, int i2)
    {
        var value = 0.0;
        for (var k = 0; k < sum.Terms; k++) value += sum.First[k, o / o2, i / i2] * sum.Second[k, o % o2, i % i2];
        return value;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void KroneckerSumsReconstructWithTheirError(int terms)
    {
        var w = Arrays.Normal(1, 12, 10);
        var sum = KroneckerDecomposition.Of(w, (3, 4), (2, 5), terms);
        var rebuilt = Tensor.CreateFromShape<double>([12, 10]);
        for (var o = 0; o < 12; o++)
        {
            for (var i = 0; i < 10; i++) rebuilt[o, i] = Kronecker(sum, o, i, 4, 5);
        }
        Assert.True(Arrays.Error(rebuilt, sum.Reconstruct()) < 1e-13);
        Assert.Equal(Arrays.Error(w, rebuilt), sum.RelativeError, 1e-13);
        // min(3·2, 4·5) terms meet any matrix.
        Assert.Equal(terms == 6, sum.RelativeError < 1e-14);
    }

    [Fact]
    public void AKroneckerProductIsFoundWhole()
    {
        Tensor<double> a = Arrays.Normal(2, 3, 2), c = Arrays.Normal(3, 4, 5);
        var w = Tensor.CreateFromShape<double>([12, 10]);
        for (var o = 0; o < 12; o++)
        {
            for (var i = 0; i < 10; i++) w[o, i] = a[o / 4, i / 5] * c[o % 4, i % 5];
        }
        Assert.True(KroneckerDecomposition.Of(w, (3, 4), (2, 5), 1).RelativeError < 1e-14);
    }

    [Fact]
    public void MonarchProjectionsReconstructWithTheirErrorAndAreNearest()
    {
        var w = Arrays.Normal(4, 12, 10);
        var monarch = MonarchProjection.Of(w, (3, 4), (2, 5));
        Tensor<double> l = monarch.L, r = monarch.R, rebuilt = Rebuild(l, r);
        Assert.True(Arrays.Error(rebuilt, monarch.Reconstruct()) < 1e-13);
        var error = Arrays.Error(w, rebuilt);
        Assert.Equal(error, monarch.RelativeError, 1e-13);
        for (var trial = 0; trial < 10; trial++)
        {
            var nudged = Tensor.Create([.. l.Values().Zip(new RandomState((uint)trial).Randn(24), (v, e) => v + 1e-2 * e)], l.Lengths);
            Assert.True(Arrays.Error(w, Rebuild(nudged, r)) > error);
        }

        static Tensor<double> Rebuild(Tensor<double> l, Tensor<double> r)
        {
            var result = Tensor.CreateFromShape<double>([12, 10]);
            for (var o = 0; o < 12; o++)
            {
                for (var i = 0; i < 10; i++) result[o, i] = l[o % 4, o / 4, i / 5] * r[i / 5, o % 4, i % 5];
            }
            return result;
        }
    }

    [Fact]
    public void AMonarchMatrixIsItsOwnProjection()
    {
        var w = MonarchProjection.Of(Arrays.Normal(5, 12, 10), (3, 4), (2, 5)).Reconstruct();
        Assert.True(MonarchProjection.Of(w, (3, 4), (2, 5)).RelativeError < 1e-14);
    }

    [Fact]
    public void BlocksAreThoseOfTheDiagonal()
    {
        var w = Arrays.Normal(6, 6, 9);
        var projection = BlockDiagonalProjection.Of(w, 3);
        var outside = 0.0;
        for (var o = 0; o < 6; o++)
        {
            for (var i = 0; i < 9; i++)
            {
                if (o / 2 == i / 3) Assert.Equal(w[o, i], projection.Blocks[o / 2, o % 2, i % 3]);
                else outside += w[o, i] * w[o, i];
            }
        }
        Assert.Equal(Math.Sqrt(outside) / w.Norm(), projection.RelativeError, 1e-14);
        Assert.Contains("cannot be divided into 4", Assert.Throws<ArgumentException>(() => BlockDiagonalProjection.Of(w, 4)).Message);
    }

    [Fact]
    public void MasksKeepTheGreatestAndOfEqualOnesTheFirst()
    {
        var w = Tensor.Create<double>([1, -3, 2, 0, /**/ 5, 5, 5, 5, /**/ 0, -1, /*next row*/ 0, 0, 0, 0, /**/ -2, 1, 2, -1, /**/ 3, 4], [2, 10]);
        var mask = NmMask.Of(w, 2, 4);
        bool[] expected = [false, true, true, false, true, true, false, false, true, true, true, true, false, false, true, false, true, false, true, true];
        Assert.Equal(expected, mask.Kept.ToArray());
        Assert.Equal(Arrays.Error(w, mask.Apply()), mask.RelativeError, 1e-14);
        Assert.Equal(0, NmMask.Of(w, 4, 4).RelativeError);
        Assert.Throws<ArgumentOutOfRangeException>(() => NmMask.Of(w, 5, 4));
    }
}
