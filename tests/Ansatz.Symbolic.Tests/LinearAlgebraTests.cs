using CsCheck;

namespace Ansatz.Symbolic.Tests;

public class LinearAlgebraTests
{
    private static readonly PrimeField Field = PrimeField.Default;

    private static readonly Gen<(int[][] Rows, int Columns)> Matrices = Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[0, 4], Gen.Int).Select((m, n, rank, seed) =>
    {
        // A product of an m × rank and a rank × n matrix.
        var random = new Random(seed);
        var (a, b) = (new int[m, rank], new int[rank, n]);
        for (var i = 0; i < m; i++) for (var k = 0; k < rank; k++) a[i, k] = random.Next(-4, 5);
        for (var k = 0; k < rank; k++) for (var j = 0; j < n; j++) b[k, j] = random.Next(-4, 5);
        return (Enumerable.Range(0, m).Select(i => Enumerable.Range(0, n).Select(j => Enumerable.Range(0, rank).Sum(k => a[i, k] * b[k, j])).ToArray()).ToArray(), n);
    });

    [Fact]
    public void RankIsTheSameOverTheRationalsAndModuloAPrime() => Matrices.Sample(m => Modular(m).Rank() == Rational(m).Rank());

    [Fact]
    public void TheNullspaceIsMappedToZeroAndHasTheMissingRank() => Matrices.Sample(m =>
    {
        var (a, q) = (Modular(m), Rational(m));
        var (kernel, exact) = (a.Nullspace(), q.Nullspace());
        var (image, exactImage) = (a * kernel.Transpose(), q * exact.Transpose());
        return kernel.RowCount == m.Columns - a.Rank() && kernel.Rank() == kernel.RowCount && exact.RowCount == kernel.RowCount
            && Enumerable.Range(0, image.RowCount).All(i => image.Row(i).All(v => v == 0)) && Enumerable.Range(0, image.RowCount).All(i => Enumerable.Range(0, image.ColumnCount).All(j => exactImage[i, j].IsZero));
    });

    [Fact]
    public void TheInverseIsOneOrThereIsNone() => Gen.Int[-5, 5].Array[3].Array[3].Sample(rows =>
    {
        var a = Modular((rows, 3));
        var q = Rational((rows, 3));
        if (a.Determinant() == 0) return a.Inverse() is null && q.Inverse() is null && a.Rank() < 3;
        var (product, exact) = (a * a.Inverse()!, q * q.Inverse()!);
        return Enumerable.Range(0, 9).All(k => product[k / 3, k % 3] == (k % 4 == 0 ? 1u : 0u) && exact[k / 3, k % 3] == (k % 4 == 0 ? 1 : 0));
    });

    [Fact]
    public void DeterminantsMultiply() => Gen.Select(Gen.Int[-5, 5].Array[3].Array[3], Gen.Int[-5, 5].Array[3].Array[3]).Sample((x, y) =>
        (Modular((x, 3)) * Modular((y, 3))).Determinant() == Field.Multiply(Modular((x, 3)).Determinant(), Modular((y, 3)).Determinant()));

    [Theory]
    [InlineData(2147483647u, true)]
    [InlineData(2147483629u, true)]
    [InlineData(2147483645u, false)]
    [InlineData(9u, false)]
    [InlineData(101u, true)]
    public void ModuliArePrime(uint p, bool prime)
    {
        if (prime) Assert.Equal(1u, new PrimeField(p).Multiply(7, new PrimeField(p).Invert(7)));
        else Assert.Throws<ArgumentOutOfRangeException>(() => new PrimeField(p));
    }

    private static ModularMatrix Modular((int[][] Rows, int Columns) m) => ModularMatrix.OfRows(Field, m.Rows.Select(r => r.Select(v => Field.Of(v)).ToArray()), m.Columns);

    private static RationalMatrix Rational((int[][] Rows, int Columns) m)
    {
        var result = new RationalMatrix(m.Rows.Length, m.Columns);
        for (var i = 0; i < m.Rows.Length; i++) for (var j = 0; j < m.Columns; j++) result[i, j] = m.Rows[i][j];
        return result;
    }
}
