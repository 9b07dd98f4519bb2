namespace Ansatz.Symbolic;

/// <summary>A dense matrix of exact rational numbers.</summary>
public sealed class RationalMatrix
{
    private readonly Rational[][] _rows;

    /// <summary>A matrix of zeros.</summary>
    public RationalMatrix(int rows, int columns)
    {
        ColumnCount = columns;
        _rows = new Rational[rows][];
        for (var k = 0; k < rows; k++) _rows[k] = new Rational[columns];
    }

    private RationalMatrix(Rational[][] rows, int columns)
    {
        ColumnCount = columns;
        _rows = rows;
    }

    /// <summary>How many rows.</summary>
    public int RowCount => _rows.Length;

    /// <summary>How many columns.</summary>
    public int ColumnCount { get; }

    /// <summary>An entry.</summary>
    public Rational this[int row, int column]
    {
        get => _rows[row][column];
        set => _rows[row][column] = value;
    }

    /// <summary>The unit matrix.</summary>
    public static RationalMatrix Identity(int n)
    {
        var unit = new RationalMatrix(n, n);
        for (var k = 0; k < n; k++) unit[k, k] = 1;
        return unit;
    }

    /// <summary>The product.</summary>
    public static RationalMatrix operator *(RationalMatrix a, RationalMatrix b)
    {
        if (a.ColumnCount != b.RowCount) throw new ArgumentException($"A matrix with {a.ColumnCount} columns is not multiplied with one of {b.RowCount} rows.");
        var product = new RationalMatrix(a.RowCount, b.ColumnCount);
        for (var i = 0; i < a.RowCount; i++)
        {
            for (var k = 0; k < a.ColumnCount; k++)
            {
                if (a[i, k].IsZero) continue;
                for (var j = 0; j < b.ColumnCount; j++) product[i, j] += a[i, k] * b[k, j];
            }
        }

        return product;
    }

    /// <summary>The difference.</summary>
    public static RationalMatrix operator -(RationalMatrix a, RationalMatrix b)
    {
        if (a.RowCount != b.RowCount || a.ColumnCount != b.ColumnCount) throw new ArgumentException("Matrices of different shapes have no difference.");
        var result = new RationalMatrix(a.RowCount, a.ColumnCount);
        for (var i = 0; i < a.RowCount; i++)
        {
            for (var j = 0; j < a.ColumnCount; j++) result[i, j] = a[i, j] - b[i, j];
        }

        return result;
    }

    /// <summary>The transpose.</summary>
    public RationalMatrix Transpose()
    {
        var result = new RationalMatrix(ColumnCount, RowCount);
        for (var i = 0; i < RowCount; i++)
        {
            for (var j = 0; j < ColumnCount; j++) result[j, i] = this[i, j];
        }

        return result;
    }

    /// <summary>The reduced row echelon form without rows of zeros.</summary>
    /// <param name="pivots">The columns of the leading ones, one for each row, rising.</param>
    public RationalMatrix ReducedEchelon(out int[] pivots)
    {
        var rows = Array.ConvertAll(_rows, r => (Rational[])r.Clone());
        List<int> found = [];
        for (var column = 0; column < ColumnCount && found.Count < rows.Length; column++)
        {
            var rank = found.Count;
            var pivot = Array.FindIndex(rows, rank, r => !r[column].IsZero);
            if (pivot < 0) continue;
            (rows[rank], rows[pivot]) = (rows[pivot], rows[rank]);
            var lead = rows[rank];
            var inverse = lead[column].Power(-1);
            for (var j = column; j < ColumnCount; j++) lead[j] *= inverse;
            for (var i = 0; i < rows.Length; i++)
            {
                var factor = rows[i][column];
                if (i == rank || factor.IsZero) continue;
                for (var j = column; j < ColumnCount; j++)
                {
                    if (!lead[j].IsZero) rows[i][j] -= factor * lead[j];
                }
            }

            found.Add(column);
        }

        pivots = [.. found];
        Array.Resize(ref rows, found.Count);
        return new RationalMatrix(rows, ColumnCount);
    }

    /// <summary>The rank.</summary>
    public int Rank()
    {
        ReducedEchelon(out var pivots);
        return pivots.Length;
    }

    /// <summary>A basis of the vectors x with A·x = 0: the rows of the result.</summary>
    public RationalMatrix Nullspace()
    {
        var echelon = ReducedEchelon(out var pivots);
        var free = Enumerable.Range(0, ColumnCount).Except(pivots).ToArray();
        var basis = new RationalMatrix(free.Length, ColumnCount);
        for (var k = 0; k < free.Length; k++)
        {
            basis[k, free[k]] = 1;
            for (var r = 0; r < pivots.Length; r++) basis[k, pivots[r]] = -echelon[r, free[k]];
        }

        return basis;
    }

    /// <summary>The inverse; null for a singular matrix.</summary>
    /// <exception cref="InvalidOperationException">The matrix is not square.</exception>
    public RationalMatrix? Inverse()
    {
        var n = RowCount;
        if (ColumnCount != n) throw new InvalidOperationException($"A matrix of {n} rows and {ColumnCount} columns has no inverse.");
        var joined = new RationalMatrix(n, 2 * n);
        for (var i = 0; i < n; i++)
        {
            Array.Copy(_rows[i], joined._rows[i], n);
            joined[i, n + i] = 1;
        }

        var echelon = joined.ReducedEchelon(out var pivots);
        if (n > 0 && pivots[n - 1] != n - 1) return null;
        var inverse = new RationalMatrix(n, n);
        for (var i = 0; i < n; i++) Array.Copy(echelon._rows[i], n, inverse._rows[i], 0, n);
        return inverse;
    }
}
