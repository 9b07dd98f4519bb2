namespace Ansatz.StructuralEquations;

/// <summary>The directions along which linear constraints do not change: A = RY with orthonormal rows Y, and Z orthonormal to them.</summary>
internal sealed class NullSpace
{
    private readonly double[] triangle, range;
    private readonly int[] rows;
    private readonly int n;

    private NullSpace(int n, int[] rows, double[] triangle, double[] range, double[] basis, int[] dependent)
        => (this.n, this.rows, this.triangle, this.range, Basis, Dependent) = (n, rows, triangle, range, basis, dependent);

    /// <summary>The rank of A.</summary>
    public int Rank => rows.Length;

    /// <summary>Z: n − rank rows of n entries, orthonormal.</summary>
    public double[] Basis { get; }

    /// <summary>Rows of A that depend on those before them.</summary>
    public int[] Dependent { get; }

    /// <summary>The null space of some rows.</summary>
    /// <param name="matrix">All rows, n entries each.</param>
    /// <param name="chosen">The rows that count.</param>
    /// <param name="n">The number of columns.</param>
    public static NullSpace Of(double[] matrix, int[] chosen, int n)
    {
        var range = new double[Math.Min(chosen.Length, n) * n];
        var triangle = new double[chosen.Length * chosen.Length];
        var kept = new List<int>();
        var dependent = new List<int>();
        var row = new double[n];
        foreach (var c in chosen)
        {
            matrix.AsSpan(c * n, n).CopyTo(row);
            var length = Math.Sqrt(Dense.Dot(row, row));
            var k = kept.Count;
            var coefficients = triangle.AsSpan(k * chosen.Length, chosen.Length);
            coefficients.Clear();
            Orthogonalise(row, range, k, n, coefficients);
            var rest = Math.Sqrt(Dense.Dot(row, row));
            if (k == n || !(rest > 1e-10 * length))
            {
                dependent.Add(c);
                continue;
            }

            coefficients[k] = rest;
            for (var j = 0; j < n; j++) range[k * n + j] = row[j] / rest;
            kept.Add(c);
        }

        var rank = kept.Count;
        var lower = new double[rank * rank];
        for (var i = 0; i < rank; i++) triangle.AsSpan(i * chosen.Length, rank).CopyTo(lower.AsSpan(i * rank));
        return new NullSpace(n, [.. kept], lower, range[..(rank * n)], Complete(range, rank, n), [.. dependent]);
    }

    /// <summary>Takes off what lies along the first k rows, twice so that rounding does not matter.</summary>
    private static void Orthogonalise(double[] row, ReadOnlySpan<double> basis, int k, int n, Span<double> coefficients)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            for (var b = 0; b < k; b++)
            {
                var c = Dense.Dot(basis.Slice(b * n, n), row);
                if (!coefficients.IsEmpty) coefficients[b] += c;
                Dense.MultiplyAdd(basis.Slice(b * n, n), -c, row);
            }
        }
    }

    private static double[] Complete(double[] range, int rank, int n)
    {
        var all = new double[n * n];
        range.AsSpan(0, rank * n).CopyTo(all);
        var count = rank;
        var used = new bool[n];
        var row = new double[n];
        while (count < n)
        {
            // The unit vector of which most is left.
            int best = -1;
            var most = -1.0;
            for (var j = 0; j < n; j++)
            {
                if (used[j]) continue;
                var left = 1.0;
                for (var b = 0; b < count; b++) left -= all[b * n + j] * all[b * n + j];
                if (left > most) (most, best) = (left, j);
            }

            used[best] = true;
            Array.Clear(row);
            row[best] = 1;
            Orthogonalise(row, all, count, n, []);
            var length = Math.Sqrt(Dense.Dot(row, row));
            for (var j = 0; j < n; j++) all[count * n + j] = row[j] / length;
            count++;
        }

        return all[(rank * n)..];
    }

    /// <summary>The shortest step d with Ad = b; values of all rows are given, dependent ones do not count.</summary>
    public void Particular(double[] b, double[] step)
    {
        Array.Clear(step);
        Span<double> y = Rank <= 128 ? stackalloc double[Rank] : new double[Rank];
        for (var i = 0; i < Rank; i++)
        {
            y[i] = (b[rows[i]] - Dense.Dot(triangle.AsSpan(i * Rank, i), y[..i])) / triangle[i * Rank + i];
            Dense.MultiplyAdd(range.AsSpan(i * n, n), y[i], step);
        }
    }

    /// <summary>Multipliers with Aᵀλ = v, for v in the range; 0 for rows that do not count.</summary>
    public void Multipliers(double[] v, double[] multipliers)
    {
        Array.Clear(multipliers);
        for (var i = Rank - 1; i >= 0; i--)
        {
            var value = Dense.Dot(range.AsSpan(i * n, n), v);
            for (var j = i + 1; j < Rank; j++) value -= triangle[j * Rank + i] * multipliers[rows[j]];
            multipliers[rows[i]] = value / triangle[i * Rank + i];
        }
    }
}
