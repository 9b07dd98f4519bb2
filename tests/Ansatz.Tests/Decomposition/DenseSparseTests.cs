using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Xunit;

namespace Ansatz.Tests.Decomposition;

public sealed class DenseSparseTests
{
    private const int Rows = 64, Columns = 256, Atoms = 48, Entries = 4, EqualRank = 13;

    /// <summary>Gaussian; low rank with noise; combinations of 4 of 48 atoms with noise.</summary>
    private static Tensor<double>[] Inputs()
    {
        var random = new RandomState(6);
        var gaussian = Arrays.Matrix(random.Randn(Rows * Columns), Rows, Columns);
        Tensor<double> u = Arrays.Matrix(random.Randn(Rows * 16), Rows, 16), v = Arrays.Matrix(random.Randn(16 * Columns), 16, Columns);
        var lowRank = Arrays.Matrix([.. Arrays.Product(u, v).Values().Select(x => x / 4 + 0.05 * random.Randn())], Rows, Columns);
        var atoms = random.Randn(Rows * Atoms);
        var code = new double[Atoms * Columns];
        for (var i = 0; i < Columns; i++)
        {
            var chosen = Enumerable.Range(0, Atoms).OrderBy(_ => random.Rand()).Take(Entries).ToArray();
            foreach (var atom in chosen) code[atom * Columns + i] = random.Randn();
        }
        var exact = Arrays.Product(Arrays.Matrix(atoms, Rows, Atoms), Arrays.Matrix(code, Atoms, Columns)).Values();
        var mean = exact.Average();
        var deviation = Math.Sqrt(exact.Average(x => (x - mean) * (x - mean)));
        return [gaussian, lowRank, Arrays.Matrix([.. exact.Select(x => x + 0.05 * deviation * random.Randn())], Rows, Columns)];
    }

    // The reference measurement, with another random start: dictionary-like .211 against .579 for the SVD, Gaussian .658 against .798, low rank .251 against .237.
    [Fact]
    public void AgainstTheSvdAtEqualBits()
    {
        var inputs = Inputs();
        var found = inputs.Select(w => DenseSparseFactorization.Of(w, Atoms, Entries, rounds: 8)).ToArray();
        double[] svd = [.. inputs.Select(w => TruncatedSvd.Of(w, EqualRank).RelativeError)];
        Assert.All(found, f => Assert.InRange(f.StorageBits, 32L * EqualRank * (Rows + Columns), 32L * (EqualRank + 1) * (Rows + Columns)));

        Assert.Equal(.798, svd[0], 1e-3);
        Assert.Equal(.658, found[0].RelativeError, 1e-2);
        Assert.True(found[0].RelativeError <= 0.85 * svd[0]);
        Assert.Equal(.237, svd[1], 2e-3);
        Assert.True(found[1].RelativeError > svd[1], "where the matrix is of low rank, the SVD wins");
        Assert.True(found[2].RelativeError < 0.5 * svd[2]);
    }

    [Fact]
    public void TheErrorIsThatOfTheReconstructionAndOfItsParts()
    {
        var w = Inputs()[0];
        var f = DenseSparseFactorization.Of(w, Atoms, Entries, rounds: 3);
        Assert.Equal(Arrays.Error(w, f.Reconstruct()), f.RelativeError, 1e-13);
        Assert.True(Arrays.Error(f.Reconstruct(), Arrays.Product(f.Dictionary, f.Code)) < 1e-13);
        var code = f.Code;
        for (var i = 0; i < Columns; i++)
        {
            var used = Enumerable.Range(0, Atoms).Where(k => code[k, i] != 0).ToArray();
            Assert.True(used.Length <= Entries);
            for (var j = 0; j < Entries; j++)
            {
                Assert.Equal(code[f.Indices[i, j], i], f.Coefficients[i, j]);
                if (j > 0) Assert.True(f.Indices[i, j] > f.Indices[i, j - 1]);
            }
        }
    }

    // With all atoms for each column, as many atoms as rows: any matrix.
    [Fact]
    public void EnoughAtomsMeetAnyMatrix()
    {
        var w = Arrays.Normal(3, 6, 20);
        Assert.True(DenseSparseFactorization.Of(w, 6, 6, rounds: 1).RelativeError < 1e-10);
    }

    [Fact]
    public void MoreRoundsAreNeverWorseAndTheSameSeedGivesTheSame()
    {
        var w = Inputs()[2];
        var errors = Enumerable.Range(1, 6).Select(rounds => DenseSparseFactorization.Of(w, Atoms, Entries, rounds).RelativeError).ToArray();
        Assert.Equal(errors.OrderDescending(), errors);
        Assert.True(errors[^1] < errors[0]);
        Assert.Equal(errors[2], DenseSparseFactorization.Of(w, Atoms, Entries, 3).RelativeError);
        Assert.NotEqual(errors[2], DenseSparseFactorization.Of(w, Atoms, Entries, 3, seed: 1).RelativeError);
    }

    // F(W) of the straight-through factorizer: a small step of the weights, one round from the old dictionary.
    [Fact]
    public void RefiningFollowsTheWeights()
    {
        var w = Inputs()[2];
        var before = DenseSparseFactorization.Of(w, Atoms, Entries, rounds: 8);
        var moved = Arrays.Matrix([.. w.Values().Zip(new RandomState(1).Randn(Rows * Columns), (v, e) => v + 0.02 * e)], Rows, Columns);
        var refined = before.Refine(moved);
        Assert.True(refined.RelativeError < Arrays.Error(moved, before.Reconstruct()));
        Assert.Contains("must be 64 × 256", Assert.Throws<ArgumentException>(() => before.Refine(Arrays.Normal(1, 3, 3))).Message);
    }

    [Fact]
    public void ColumnsThatRepeatLeaveAtomsToOthers()
    {
        // Six columns, two different: most atoms start equal, and coefficients of equal atoms must not run away.
        var w = Tensor.CreateFromShape<double>([4, 6]);
        for (var i = 0; i < 6; i++) w[i % 2, i] = 1 + i;
        var f = DenseSparseFactorization.Of(w, 4, 2, rounds: 4);
        Assert.True(f.RelativeError < 1e-12);
        Assert.All(f.Coefficients.Values(), c => Assert.True(double.IsFinite(c)));
    }

    [Fact]
    public void WhatIsWrongIsNamed()
    {
        var w = Arrays.Normal(1, 3, 5);
        Assert.Contains("1 to 5 atoms", Assert.Throws<ArgumentOutOfRangeException>(() => DenseSparseFactorization.Of(w, 6, 1)).Message);
        Assert.Contains("1 to 4 entries", Assert.Throws<ArgumentOutOfRangeException>(() => DenseSparseFactorization.Of(w, 4, 5)).Message);
    }
}
