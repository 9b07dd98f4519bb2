using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Xunit;

namespace Ansatz.Tests.Decomposition;

public sealed class FisherWeightedSvdTests
{
    private const int Rows = 64, Columns = 48, Rank = 12;

    private static (Tensor<double> W, double[] Weights) Inputs()
    {
        var random = new RandomState(5);
        var w = random.Randn(Rows * Columns);
        for (var i = 0; i < w.Length; i++) w[i] *= Math.Pow(0.93, i % Columns);
        var q = Arrays.Orthogonal(Arrays.Matrix(random.Randn(Columns * Columns), Columns, Columns));
        double[] weights = [.. random.Randn(Rows).Select(v => Math.Exp(1.5 * v))];
        return (Arrays.Product(Arrays.Matrix(w, Rows, Columns), q), weights);
    }

    private static double WeightedError(Tensor<double> w, Tensor<double> approximation, double[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++) sum += weights[i] * Math.Pow(w[i, j] - approximation[i, j], 2);
        }
        return Math.Sqrt(sum);
    }

    [Fact]
    public void TheWeightedErrorIsTheTailAndLessThanThatOfThePlainOne()
    {
        var (w, weights) = Inputs();
        var fisher = FisherWeightedSvd.ByRows(w, weights, Rank);
        var plain = TruncatedSvd.Of(w, Rank);
        var weighted = WeightedError(w, fisher.Reconstruct(), weights);
        var tail = Math.Sqrt(fisher.WeightedSingularValues.Skip(Rank).Sum(s => s * s));
        Assert.Equal(tail, weighted, 1e-10 * tail);
        Assert.Equal(tail, fisher.WeightedError, 1e-12 * tail);

        // The reference measurement of these inputs, of squared errors.
        var plainWeighted = WeightedError(w, plain.Reconstruct(), weights);
        Assert.True(weighted < plainWeighted);
        Assert.Equal(Arrays.Error(w, fisher.Reconstruct()), fisher.RelativeError, 1e-13);
        Assert.Equal(91.8, weighted * weighted, 0.05);
        Assert.Equal(145.2, plainWeighted * plainWeighted, 0.05);
        Assert.Equal(79.9, Math.Pow(fisher.RelativeError * w.Norm(), 2), 0.05);
        Assert.Equal(59.4, Math.Pow(plain.RelativeError * w.Norm(), 2), 0.05);
    }

    [Fact]
    public void SinglePrecisionKeepsTheIdentity()
    {
        var (w, weights) = Inputs();
        var fisher = FisherWeightedSvd.ByRows(w.ToSingle(), weights, Rank);
        Assert.Equal(WeightedError(w, fisher.Reconstruct(), weights), fisher.WeightedError, 1e-4 * fisher.WeightedError);
    }

    [Fact]
    public void EqualWeightsGiveThePlainOne()
    {
        var (w, _) = Inputs();
        double[] weights = [.. Enumerable.Repeat(4.0, Rows)];
        Assert.True(Arrays.Error(TruncatedSvd.Of(w, Rank).Reconstruct(), FisherWeightedSvd.ByRows(w, weights, Rank).Reconstruct()) < 1e-12);
    }

    // A row of weight 0 does not count, but gets the best that the others' directions give: its projection.
    [Fact]
    public void RowsOfWeightZeroAreProjected()
    {
        var (w, weights) = Inputs();
        weights[7] = 0;
        var fisher = FisherWeightedSvd.ByRows(w, weights, Rank);
        var right = fisher.Right;
        Assert.True(Arrays.FromOrthonormal(Arrays.Transposed(right)) < 1e-13);
        var coefficients = Arrays.Product(w, Arrays.Transposed(right));
        for (var r = 0; r < Rank; r++) Assert.Equal(coefficients[7, r], fisher.Left[7, r], 1e-12);
        Assert.Equal(WeightedError(w, fisher.Reconstruct(), weights), fisher.WeightedError, 1e-10 * fisher.WeightedError);
    }

    [Fact]
    public void KroneckerFactorsThatAreDiagonalWeighRows()
    {
        var (w, weights) = Inputs();
        Tensor<double> rows = Tensor.CreateFromShape<double>([Rows, Rows]), columns = Tensor.CreateFromShape<double>([Columns, Columns]);
        for (var i = 0; i < Rows; i++) rows[i, i] = weights[i];
        for (var i = 0; i < Columns; i++) columns[i, i] = 1;
        Tensor<double> expected = FisherWeightedSvd.ByRows(w, weights, Rank).Reconstruct(), found = FisherWeightedSvd.ByKroneckerFactors(w, rows, columns, Rank).Reconstruct();
        Assert.True(Arrays.Error(expected, found) < 1e-10);
    }

    [Fact]
    public void KroneckerFactorsWeighTheErrorThatIsLeast()
    {
        var (w, _) = Inputs();
        Tensor<double> rows = Spread(1, Rows), columns = Spread(2, Columns);
        var fisher = FisherWeightedSvd.ByKroneckerFactors(w, rows, columns, Rank);
        Assert.Equal(Math.Sqrt(Quadratic(w, fisher.Reconstruct(), rows, columns)), fisher.WeightedError, 1e-9 * fisher.WeightedError);
        Assert.True(fisher.WeightedError < 0.99 * Math.Sqrt(Quadratic(w, TruncatedSvd.Of(w, Rank).Reconstruct(), rows, columns)));
        // No neighbour of the same rank has less.
        var (left, right) = (fisher.Left, fisher.Right);
        for (var trial = 0; trial < 5; trial++)
        {
            var nudged = Tensor.Create([.. left.Values().Zip(new RandomState((uint)trial).Randn(Rows * Rank), (v, e) => v + 1e-2 * e)], [Rows, Rank]);
            Assert.True(Quadratic(w, Arrays.Product(nudged, right), rows, columns) > fisher.WeightedError * fisher.WeightedError);
        }

        static Tensor<double> Spread(int seed, int n)
        {
            var a = Arrays.Normal(seed, n, n);
            var gram = Arrays.Product(a, Arrays.Transposed(a));
            for (var i = 0; i < n; i++) gram[i, i] += 0.1 * n;
            return gram;
        }

        // trace(E' R E C), which is vec(E)'(R ⊗ C)vec(E) row by row.
        static double Quadratic(Tensor<double> w, Tensor<double> approximation, Tensor<double> rows, Tensor<double> columns)
        {
            var e = Tensor.Create([.. w.Values().Zip(approximation.Values(), (p, q) => p - q)], [Rows, Columns]);
            return Arrays.Product(Arrays.Product(rows, e), columns).Values().Zip(e.Values(), (p, q) => p * q).Sum();
        }
    }

    [Fact]
    public void InformationIsTheMeanOfSquares()
    {
        var information = new FisherInformation(2, 3);
        Assert.Throws<InvalidOperationException>(() => information.RowWeights());
        information.Add(Tensor.Create<float>([1, 2, 3, 0, 0, 1], [2, 3]));
        information.Add(Tensor.Create<float>([1, 0, 0, 2, 0, 0], [2, 3]));
        Assert.Equal([7.5, 2.5], information.RowWeights());
        Assert.Contains("must be 2 × 3", Assert.Throws<ArgumentException>(() => information.Add(Tensor.CreateFromShape<float>([3, 2]))).Message);
    }

    [Fact]
    public void WhatIsWrongIsNamed()
    {
        var w = Arrays.Normal(1, 3, 4);
        Assert.Contains("needs as many weights", Assert.Throws<ArgumentException>(() => FisherWeightedSvd.ByRows(w, [1, 1], 2)).Message);
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => FisherWeightedSvd.ByRows(w, [1, -1, 1], 2)).Message);
        Assert.Contains("above 0", Assert.Throws<ArgumentException>(() => FisherWeightedSvd.ByRows(w, [0, 0, 0], 2)).Message);
        Assert.Contains("positive definite", Assert.Throws<ArgumentException>(() => FisherWeightedSvd.ByKroneckerFactors(w, Tensor.CreateFromShape<double>([3, 3]), Tensor.CreateFromShape<double>([4, 4]), 2)).Message);
        Assert.Contains("must be 3 × 3", Assert.Throws<ArgumentException>(() => FisherWeightedSvd.ByKroneckerFactors(w, Tensor.CreateFromShape<double>([4, 3]), Tensor.CreateFromShape<double>([4, 4]), 2)).Message);
    }
}
