using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Ansatz.Layers;
using Ansatz.Tests.Decomposition;
using Xunit;

namespace Ansatz.Tests.Layers;

/// <summary>Factorized layers in the place of dense ones: the error of the layer's own matrix is the decomposition's, and nothing at full rank; the bias is taken along.</summary>
public sealed class FromDenseTests
{
    private const int In = 12, Out = 10;

    private static Linear Dense(int seed = 1, int input = In, int output = Out)
    {
        var dense = new Linear(In: input, Out: output);
        Fill(dense.W, seed);
        Fill(dense.B, seed + 100);
        return dense;
    }

    private static void Fill(Tensor<float> tensor, int seed)
    {
        var values = new RandomState((uint)seed).Randn((int)tensor.FlattenedLength);
        Tensor.Create([.. values.Select(v => (float)v)], tensor.Lengths).AsReadOnlyTensorSpan().CopyTo(tensor.AsTensorSpan());
    }

    // ‖W − Ŵ‖ / ‖W‖ by the layer's own equation.
    private static double Error(Linear dense, Func<int, int, float> reconstruction, Tensor<float> bias)
    {
        for (var o = 0; o < dense.Out; o++) Assert.Equal(dense.B[o], bias[o]);
        double lost = 0, all = 0;
        for (var o = 0; o < dense.Out; o++)
        {
            for (var i = 0; i < dense.In; i++) (lost, all) = (lost + Math.Pow(dense.W[o, i] - reconstruction(o, i), 2), all + Math.Pow(dense.W[o, i], 2));
        }
        return Math.Sqrt(lost / all);
    }

    private static void Check(double expected, double returned, double found)
    {
        Assert.Equal(expected, returned, 1e-12);
        Assert.Equal(expected, found, 1e-6);
        Assert.True(found > 0.01, "a case without an error tests nothing");
    }

    [Fact]
    public void LowRanks()
    {
        var dense = Dense();
        var layer = LowRank.From(dense, 4);
        Check(TruncatedSvd.Of(dense.W, 4).RelativeError, layer.Approximate(dense), Error(dense, layer.Dense, layer.B));
        var full = LowRank.From(dense, 10);
        Assert.True(Error(dense, full.Dense, full.B) < 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>(() => LowRank.From(dense, 11));
        Assert.Contains("[10, 12]", Assert.Throws<ShapeMismatchException>(() => layer.Approximate(Dense(input: 11))).Message);
    }

    [Fact]
    public void OrderedLayersAreCutAtAnyRank()
    {
        var dense = Dense();
        var ordered = OrderedLowRank.From(dense, 10);
        Assert.True(Error(dense, ordered.Dense, ordered.B) < 1e-6);
        var svd = TruncatedSvd.Of(dense.W, 10);
        for (var r = 0; r < 10; r++) Assert.Equal(svd.SingularValues[r], ordered.Importance(r), 1e-5);
        var cut = LowRank.From(ordered, 4);
        Assert.Equal(svd.ErrorAt(4), cut.Approximate(ordered), 1e-6);
        Assert.Equal(svd.ErrorAt(4), Error(dense, cut.Dense, cut.B), 1e-6);
        for (var o = 0; o < Out; o++)
        {
            for (var i = 0; i < In; i++) Assert.Equal(ordered.LeadingDense(4, o, i), cut.Dense(o, i));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => LowRank.From(OrderedLowRank.From(dense, 3), 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => OrderedLowRank.From(dense, 11));
        Assert.Throws<ShapeMismatchException>(() => cut.Approximate(OrderedLowRank.From(Dense(input: 11), 10)));
    }

    [Fact]
    public void LowRanksByFisherInformation()
    {
        var dense = Dense();
        double[] weights = [.. new RandomState(3).Randn(Out).Select(Math.Exp)];
        var layer = LowRank.From(dense, 4, weights);
        var svd = FisherWeightedSvd.ByRows(dense.W, weights, 4);
        Assert.Equal(svd.RelativeWeightedError, layer.Approximate(dense, weights), 1e-12);
        Assert.Equal(svd.RelativeError, Error(dense, layer.Dense, layer.B), 1e-6);
    }

    [Fact]
    public void SumsOfOuterProducts()
    {
        var dense = Dense();
        var two = CpLinear2.From(dense, (3, 4), (2, 5), 6);
        Check(two.Approximate(dense), two.Approximate(dense), Error(dense, two.Dense, two.B));
        var wide = Dense(2, 24, 12);
        var three = CpLinear3.From(wide, (2, 3, 4), (2, 3, 2), 6);
        Check(three.Approximate(wide), three.Approximate(wide), Error(wide, three.Dense, three.B));

        // What is of the rank is met: a layer's own matrix.
        var exact = Linear2Of(two);
        var again = CpLinear2.From(exact, (3, 4), (2, 5), 40);
        Assert.True(Error(exact, again.Dense, again.B) < 1e-3);
    }

    private static Linear Linear2Of(CpLinear2 layer)
    {
        var dense = new Linear(In: layer.In, Out: layer.Out);
        for (var o = 0; o < layer.Out; o++)
        {
            for (var i = 0; i < layer.In; i++) dense.W[o, i] = layer.Dense(o, i);
        }
        return dense;
    }

    [Fact]
    public void TuckerForms()
    {
        var dense = Dense();
        var two = TuckerLinear2.From(dense, (3, 4), (2, 5), (2, 3), (2, 3));
        var expected = TuckerDecomposition.ByHooi(Tensor.Reshape(dense.W, [2, 5, 3, 4]), [2, 3, 2, 3]).RelativeError;
        Check(expected, two.Approximate(dense), Error(dense, two.Dense, two.B));
        var full = TuckerLinear2.From(dense, (3, 4), (2, 5), (3, 4), (2, 5));
        Assert.True(Error(dense, full.Dense, full.B) < 1e-6);
        var wide = Dense(2, 24, 12);
        var three = TuckerLinear3.From(wide, (2, 3, 4), (2, 3, 2), (2, 2, 3), (1, 3, 2));
        Check(three.Approximate(wide), three.Approximate(wide), Error(wide, three.Dense, three.B));
        Assert.True(Error(wide, TuckerLinear3.From(wide, (2, 3, 4), (2, 3, 2), (2, 3, 4), (2, 3, 2)).Dense, wide.B) < 1e-6);
    }

    [Fact]
    public void Trains()
    {
        var dense = Dense();
        var two = BlockTensorTrain2.From(dense, (3, 4), (2, 5), 3);
        Check(BlockTensorTrainDecomposition.BySvd(dense.W, [2, 5], [3, 4], [3]).RelativeError, two.Approximate(dense), Error(dense, two.Dense, two.B));
        Assert.True(Error(dense, BlockTensorTrain2.From(dense, (3, 4), (2, 5), 6).Dense, dense.B) < 1e-6);
        var wide = Dense(2, 24, 12);
        var three = BlockTensorTrain3.From(wide, (2, 3, 4), (2, 3, 2), 3, 5);
        Check(BlockTensorTrainDecomposition.BySvd(wide.W, [2, 3, 2], [2, 3, 4], [3, 5]).RelativeError, three.Approximate(wide), Error(wide, three.Dense, three.B));
        Assert.True(Error(wide, BlockTensorTrain3.From(wide, (2, 3, 4), (2, 3, 2), 4, 8).Dense, wide.B) < 1e-6);
    }

    [Fact]
    public void Rings()
    {
        var dense = Dense();
        var two = TensorRing2.From(dense, (3, 4), (2, 5), 2, 2);
        Check(two.Approximate(dense), two.Approximate(dense), Error(dense, two.Dense, two.B));
        Assert.True(Error(dense, TensorRing2.From(dense, (3, 4), (2, 5), 3, 2).Dense, dense.B) < 1e-6);
        var wide = Dense(2, 24, 12);
        var three = TensorRing3.From(wide, (2, 3, 4), (2, 3, 2), 2, 4, 2);
        Check(three.Approximate(wide), three.Approximate(wide), Error(wide, three.Dense, three.B));
        Assert.True(Error(wide, TensorRing3.From(wide, (2, 3, 4), (2, 3, 2), 2, 16, 2).Dense, wide.B) < 1e-6);
    }

    [Fact]
    public void StructuredMatrices()
    {
        var dense = Dense();
        var sum = KroneckerSum.From(dense, (3, 4), (2, 5), 2);
        Check(KroneckerDecomposition.Of(dense.W, (2, 5), (3, 4), 2).RelativeError, sum.Approximate(dense), Error(dense, sum.Dense, sum.B));
        Assert.True(Error(dense, KroneckerSum.From(dense, (3, 4), (2, 5), 6).Dense, dense.B) < 1e-6);
        var monarch = Monarch.From(dense, (3, 4), (2, 5));
        Check(MonarchProjection.Of(dense.W, (2, 5), (3, 4)).RelativeError, monarch.Approximate(dense), Error(dense, monarch.Dense, monarch.B));
        var blocks = BlockDiagonal.From(dense, 2);
        Check(BlockDiagonalProjection.Of(dense.W, 2).RelativeError, blocks.Approximate(dense), Error(dense, blocks.Dense, blocks.B));
        Assert.True(Error(dense, BlockDiagonal.From(dense, 1).Dense, dense.B) < 1e-6);
    }

    [Fact]
    public void SparseMatrices()
    {
        var dense = Dense();
        var nm = NmSparse.From(dense, 2, 4);
        Check(NmMask.Of(dense.W, 2, 4).RelativeError, nm.Approximate(dense), Error(dense, nm.Dense, nm.B));
        var compressed = CompressedNmSparse.From(nm);
        Check(compressed.Approximate(dense), NmMask.Of(dense.W, 2, 4).RelativeError, Error(dense, compressed.Dense, compressed.B));
        var kept = CompressedNmSparse.From(dense, 2, 4);
        for (var o = 0; o < Out; o++)
        {
            for (var i = 0; i < In; i++)
            {
                Assert.Equal(nm.Dense(o, i), compressed.Dense(o, i));
                Assert.Equal(nm.Dense(o, i), kept.Dense(o, i));
            }
        }

        var combined = DenseSparse.From(dense, 6, 3);
        Check(combined.Approximate(dense), combined.Approximate(dense), Error(dense, combined.Dense, combined.B));
        Assert.True(Error(dense, DenseSparse.From(dense, 10, 10).Dense, dense.B) < 1e-5);
    }

    [Fact]
    public void DoublePrecision()
    {
        var dense = new Ansatz.Layers.Double.Linear(In: In, Out: Out);
        Arrays.Normal(1, Out, In).AsReadOnlyTensorSpan().CopyTo(dense.W.AsTensorSpan());
        var layer = Ansatz.Layers.Double.LowRank.From(dense, 10);
        for (var o = 0; o < Out; o++)
        {
            for (var i = 0; i < In; i++) Assert.Equal(dense.W[o, i], layer.Dense(o, i), 1e-13);
        }
    }

    // ‖F − F̂‖ / ‖F‖.
    private static double Error(Convolution2D dense, Func<int, int, int, int, float> reconstruction, Tensor<float> bias)
    {
        double lost = 0, all = 0;
        for (var o = 0; o < dense.Filters; o++)
        {
            Assert.Equal(dense.B[o], bias[o]);
            for (var at = 0; at < dense.Channels * dense.Kernel * dense.Kernel; at++)
            {
                int c = at / (dense.Kernel * dense.Kernel), p = at / dense.Kernel % dense.Kernel, q = at % dense.Kernel;
                (lost, all) = (lost + Math.Pow(dense.F[o, c, p, q] - reconstruction(o, c, p, q), 2), all + Math.Pow(dense.F[o, c, p, q], 2));
            }
        }
        return Math.Sqrt(lost / all);
    }

    private static double Error(Convolution1D dense, Func<int, int, int, float> reconstruction, Tensor<float> bias)
    {
        double lost = 0, all = 0;
        for (var o = 0; o < dense.Filters; o++)
        {
            Assert.Equal(dense.B[o], bias[o]);
            for (var at = 0; at < dense.Channels * dense.Kernel; at++)
            {
                int c = at / dense.Kernel, p = at % dense.Kernel;
                (lost, all) = (lost + Math.Pow(dense.F[o, c, p] - reconstruction(o, c, p), 2), all + Math.Pow(dense.F[o, c, p], 2));
            }
        }
        return Math.Sqrt(lost / all);
    }

    [Fact]
    public void ConvolutionsOfImages()
    {
        var dense = new Convolution2D(Channels: 5, Height: 7, Width: 6, Filters: 6, Kernel: 3, Stride: 2, Padding: 1, Dilation: 2);
        Fill(dense.F, 1);
        Fill(dense.B, 2);
        var tucker = TuckerConvolution2D.From(dense, inRank: 3, outRank: 4);
        Check(TuckerDecomposition.ByHooi(dense.F, [4, 3, 3, 3]).RelativeError, tucker.Approximate(dense), Error(dense, tucker.Dense, tucker.B));
        Assert.Equal((7, 6, 2, 1, 2), (tucker.Height, tucker.Width, tucker.Stride, tucker.Padding, tucker.Dilation));
        Assert.True(Error(dense, TuckerConvolution2D.From(dense, 5, 6).Dense, dense.B) < 1e-6);
        var cp = CpConvolution2D.From(dense, 7);
        Check(CpDecomposition.ByAls(dense.F, 7).RelativeError, cp.Approximate(dense), Error(dense, cp.Dense, cp.B));
        var separable = SeparableConvolution2D.From(dense);
        Check(separable.Approximate(dense), separable.Approximate(dense), Error(dense, separable.Dense, separable.B));
    }

    [Fact]
    public void ConvolutionsOfSequences()
    {
        var dense = new Convolution1D(Channels: 5, Length: 9, Filters: 6, Kernel: 3, Stride: 1, Padding: 1, Dilation: 1);
        Fill(dense.F, 1);
        Fill(dense.B, 2);
        var tucker = TuckerConvolution1D.From(dense, inRank: 3, outRank: 4);
        Check(TuckerDecomposition.ByHooi(dense.F, [4, 3, 3]).RelativeError, tucker.Approximate(dense), Error(dense, tucker.Dense, tucker.B));
        var cp = CpConvolution1D.From(dense, 7);
        Check(CpDecomposition.ByAls(dense.F, 7).RelativeError, cp.Approximate(dense), Error(dense, cp.Dense, cp.B));
        var separable = SeparableConvolution1D.From(dense);
        Check(separable.Approximate(dense), separable.Approximate(dense), Error(dense, separable.Dense, separable.B));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(18)]
    public void EmbeddingTables(int rows)
    {
        // Of 20 or 18 rows in buckets of 5: in the second case the last quotient lacks two.
        var dense = new Embedding(Rows: rows, Width: 6);
        Fill(dense.E, 1);
        var products = QuotientRemainderEmbedding.From(dense, buckets: 5);
        Check(products.Approximate(dense), products.Approximate(dense), Error(dense, products.Dense));
        var mixed = MixedDimensionEmbedding.From(dense, head: 4, shortWidth: 2);
        Check(mixed.Approximate(dense), mixed.Approximate(dense), Error(dense, mixed.Dense));
        Assert.True(Error(dense, MixedDimensionEmbedding.From(dense, 4, 6).Dense) < 1e-6);
        var train = TensorTrainEmbedding.From(dense, (2, dense.Rows / 2), (3, 2), rank: 3);
        Check(train.Approximate(dense), train.Approximate(dense), Error(dense, train.Dense));
        Assert.True(Error(dense, TensorTrainEmbedding.From(dense, (2, dense.Rows / 2), (3, 2), rank: 6).Dense) < 1e-6);

        static double Error(Embedding dense, Func<int, int, float> reconstruction)
        {
            double lost = 0, all = 0;
            for (var row = 0; row < dense.Rows; row++)
            {
                for (var d = 0; d < dense.Width; d++) (lost, all) = (lost + Math.Pow(dense.E[row, d] - reconstruction(row, d), 2), all + Math.Pow(dense.E[row, d], 2));
            }
            return Math.Sqrt(lost / all);
        }
    }

    // Rows that are lacking are no rows: what the others give is a stationary point of the error.
    [Fact]
    public void LackingRowsDoNotCount()
    {
        var exact = new QuotientRemainderEmbedding(Rows: 18, Buckets: 5, Width: 2);
        Fill(exact.P, 1);
        Fill(exact.Q, 2);
        var dense = new Embedding(Rows: 18, Width: 2);
        for (var row = 0; row < 18; row++)
        {
            for (var d = 0; d < 2; d++) dense.E[row, d] = exact.Dense(row, d);
        }
        Assert.True(QuotientRemainderEmbedding.From(dense, 5).Approximate(dense) < 1e-3);
    }
}
