namespace Ansatz.Decomposition;

/// <summary>A sparse matrix with the same number of entries in each column.</summary>
internal sealed class SparseCode(int columns, int entries, int[] indices, double[] values)
{
    public int Columns { get; } = columns;

    public int Entries { get; } = entries;

    /// <summary>Columns × Entries: the row of each entry, ascending.</summary>
    public int[] Indices { get; } = indices;

    /// <summary>Columns × Entries.</summary>
    public double[] Values { get; } = values;

    /// <summary>With its zeros.</summary>
    public DenseMatrix ToMatrix(int rows)
    {
        var matrix = new DenseMatrix(rows, Columns);
        for (var i = 0; i < Indices.Length; i++) matrix[Indices[i], i / Entries] += Values[i];
        return matrix;
    }

    /// <summary>
    /// Orthogonal matching pursuit for each column: the atom that the rest is most parallel to is added, and all coefficients are fitted again. The rest itself is
    /// never made: its products with the atoms follow from those of the column and of the atoms with one another.
    /// </summary>
    public static SparseCode ByMatchingPursuit(DenseMatrix matrix, DenseMatrix dictionary, int entries)
    {
        var atoms = dictionary.Columns;
        // Atoms of unit length; one of zeros stays so, and is chosen last.
        var lengths = new double[atoms];
        var rows = dictionary.Transpose();
        for (var k = 0; k < atoms; k++)
        {
            lengths[k] = DenseMatrix.FrobeniusNorm(rows.Row(k));
            if (lengths[k] > 0) System.Numerics.Tensors.TensorPrimitives.Divide(rows.Row(k), lengths[k], rows.Row(k));
        }
        DenseMatrix gram = rows.TimesTransposed(rows), products = rows.Times(matrix).Transpose();

        var indices = new int[matrix.Columns * entries];
        var values = new double[indices.Length];
        var rest = new double[atoms];
        for (var column = 0; column < matrix.Columns; column++)
        {
            var support = new List<int>();
            double[] fitted = [];
            while (support.Count < entries)
            {
                products.Row(column).CopyTo(rest);
                for (var j = 0; j < support.Count; j++) DenseMatrix.AddScaled(-fitted[j], gram.Row(support[j]), rest);
                var best = -1;
                for (var k = 0; k < atoms; k++)
                {
                    if (!support.Contains(k) && (best < 0 || Math.Abs(rest[k]) > Math.Abs(rest[best]))) best = k;
                }
                support.Add(best);
                fitted = Fit(gram, products.Row(column), support, fitted);
            }
            var order = Enumerable.Range(0, entries).OrderBy(j => support[j]).ToArray();
            for (var j = 0; j < entries; j++)
            {
                var atom = support[order[j]];
                indices[column * entries + j] = atom;
                values[column * entries + j] = DenseArray.Ratio(fitted[order[j]], lengths[atom]);
            }
        }
        return new SparseCode(matrix.Columns, entries, indices, values);
    }

    // Least squares with the atoms of the support; where the newest is a combination of the others, it gets nothing.
    private static double[] Fit(DenseMatrix gram, ReadOnlySpan<double> products, List<int> support, double[] before)
    {
        var n = support.Count;
        var small = new DenseMatrix(n, n);
        var solution = new double[n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) small[i, j] = gram[support[i], support[j]];
            solution[i] = products[support[i]];
        }
        if (!CholeskyFactor.TryOf(small, 1e-12, out var factor)) return [.. before, 0];
        CholeskyFactor.Solve(factor, solution);
        return solution;
    }
}
