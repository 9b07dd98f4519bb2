namespace Ansatz.Symbolic;

/// <summary>A dense matrix over a prime field, and what Gaussian elimination says of it.</summary>
public sealed class ModularMatrix
{
    private readonly uint[][] _rows;

    /// <summary>A matrix of zeros.</summary>
    public ModularMatrix(PrimeField field, int rows, int columns)
    {
        Field = field;
        ColumnCount = columns;
        _rows = new uint[rows][];
        for (var k = 0; k < rows; k++) _rows[k] = new uint[columns];
    }

    private ModularMatrix(PrimeField field, uint[][] rows, int columns)
    {
        Field = field;
        ColumnCount = columns;
        _rows = rows;
    }

    /// <summary>The field.</summary>
    public PrimeField Field { get; }

    /// <summary>How many rows.</summary>
    public int RowCount => _rows.Length;

    /// <summary>How many columns.</summary>
    public int ColumnCount { get; }

    /// <summary>An entry.</summary>
    public uint this[int row, int column]
    {
        get => _rows[row][column];
        set => _rows[row][column] = value;
    }

    /// <summary>The matrix with these rows, which are copied.</summary>
    public static ModularMatrix OfRows(PrimeField field, IEnumerable<IReadOnlyList<uint>> rows, int columns) => new(field, [.. rows.Select(r => r.ToArray())], columns);

    /// <summary>The unit matrix.</summary>
    public static ModularMatrix Identity(PrimeField field, int n)
    {
        var unit = new ModularMatrix(field, n, n);
        for (var k = 0; k < n; k++) unit[k, k] = 1;
        return unit;
    }

    /// <summary>A copy of a row.</summary>
    public uint[] Row(int k) => (uint[])_rows[k].Clone();

    /// <summary>The product.</summary>
    public static ModularMatrix operator *(ModularMatrix a, ModularMatrix b)
    {
        if (a.ColumnCount != b.RowCount) throw new ArgumentException($"A matrix with {a.ColumnCount} columns is not multiplied with one of {b.RowCount} rows.");
        var product = new ModularMatrix(a.Field, a.RowCount, b.ColumnCount);
        ulong p = a.Field.Prime;
        for (var i = 0; i < a.RowCount; i++)
        {
            for (var k = 0; k < a.ColumnCount; k++)
            {
                ulong factor = a._rows[i][k];
                if (factor == 0) continue;
                var (source, target) = (b._rows[k], product._rows[i]);
                for (var j = 0; j < target.Length; j++) target[j] = (uint)((target[j] + factor * source[j]) % p);
            }
        }

        return product;
    }

    /// <summary>The transpose.</summary>
    public ModularMatrix Transpose()
    {
        var result = new ModularMatrix(Field, ColumnCount, RowCount);
        for (var i = 0; i < RowCount; i++)
        {
            for (var j = 0; j < ColumnCount; j++) result._rows[j][i] = _rows[i][j];
        }

        return result;
    }

    /// <summary>The reduced row echelon form without rows of zeros.</summary>
    /// <param name="pivots">The columns of the leading ones, one for each row, rising.</param>
    public ModularMatrix ReducedEchelon(out int[] pivots)
    {
        var rows = Array.ConvertAll(_rows, r => (uint[])r.Clone());
        List<int> found = [];
        ulong p = Field.Prime;
        for (var column = 0; column < ColumnCount && found.Count < rows.Length; column++)
        {
            var rank = found.Count;
            var pivot = Array.FindIndex(rows, rank, r => r[column] != 0);
            if (pivot < 0) continue;
            (rows[rank], rows[pivot]) = (rows[pivot], rows[rank]);
            var lead = rows[rank];
            ulong inverse = Field.Invert(lead[column]);
            for (var j = column; j < ColumnCount; j++) lead[j] = (uint)(lead[j] * inverse % p);
            for (var i = 0; i < rows.Length; i++)
            {
                if (i == rank || rows[i][column] == 0) continue;
                var row = rows[i];
                ulong factor = p - row[column];
                for (var j = column; j < ColumnCount; j++) row[j] = (uint)((row[j] + factor * lead[j]) % p);
            }

            found.Add(column);
        }

        pivots = [.. found];
        Array.Resize(ref rows, found.Count);
        return new ModularMatrix(Field, rows, ColumnCount);
    }

    /// <summary>The rank.</summary>
    public int Rank()
    {
        ReducedEchelon(out var pivots);
        return pivots.Length;
    }

    /// <summary>A basis of the vectors x with A·x = 0: the rows of the result; the k-th has a one at the k-th column without pivot, and zeros at the others.</summary>
    public ModularMatrix Nullspace()
    {
        var echelon = ReducedEchelon(out var pivots);
        var free = Enumerable.Range(0, ColumnCount).Except(pivots).ToArray();
        var basis = new ModularMatrix(Field, free.Length, ColumnCount);
        for (var k = 0; k < free.Length; k++)
        {
            basis[k, free[k]] = 1;
            for (var r = 0; r < pivots.Length; r++) basis[k, pivots[r]] = Field.Negate(echelon[r, free[k]]);
        }

        return basis;
    }

    /// <summary>The inverse; null for a singular matrix.</summary>
    /// <exception cref="InvalidOperationException">The matrix is not square.</exception>
    public ModularMatrix? Inverse()
    {
        var n = RowCount;
        if (ColumnCount != n) throw new InvalidOperationException($"A matrix of {n} rows and {ColumnCount} columns has no inverse.");
        var joined = new ModularMatrix(Field, n, 2 * n);
        for (var i = 0; i < n; i++)
        {
            Array.Copy(_rows[i], joined._rows[i], n);
            joined[i, n + i] = 1;
        }

        var echelon = joined.ReducedEchelon(out var pivots);
        if (n > 0 && pivots[n - 1] != n - 1) return null;
        var inverse = new ModularMatrix(Field, n, n);
        for (var i = 0; i < n; i++) Array.Copy(echelon._rows[i], n, inverse._rows[i], 0, n);
        return inverse;
    }

    /// <summary>The determinant.</summary>
    /// <exception cref="InvalidOperationException">The matrix is not square.</exception>
    public uint Determinant()
    {
        if (ColumnCount != RowCount) throw new InvalidOperationException($"A matrix of {RowCount} rows and {ColumnCount} columns has no determinant.");
        var rows = Array.ConvertAll(_rows, r => (uint[])r.Clone());
        var determinant = 1u;
        for (var column = 0; column < rows.Length; column++)
        {
            var pivot = Array.FindIndex(rows, column, r => r[column] != 0);
            if (pivot < 0) return 0;
            if (pivot != column)
            {
                (rows[column], rows[pivot]) = (rows[pivot], rows[column]);
                determinant = Field.Negate(determinant);
            }

            var lead = rows[column];
            determinant = Field.Multiply(determinant, lead[column]);
            var inverse = Field.Invert(lead[column]);
            for (var i = column + 1; i < rows.Length; i++)
            {
                var factor = Field.Multiply(rows[i][column], inverse);
                if (factor == 0) continue;
                for (var j = column; j < rows.Length; j++) rows[i][j] = Field.Subtract(rows[i][j], Field.Multiply(factor, lead[j]));
            }
        }

        return determinant;
    }
}
