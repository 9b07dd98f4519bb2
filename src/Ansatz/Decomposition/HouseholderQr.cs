using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>The economy QR factorization of a tall matrix by Householder reflections. Source: Golub and Van Loan, Matrix Computations (2013), algorithm 5.2.1.</summary>
internal static class HouseholderQr
{
    /// <summary>A = Q·R for A, m × n with m ≥ n, given by its columns.</summary>
    /// <param name="columns">A', n × m; overwritten.</param>
    /// <returns>Q', n × m with orthonormal rows, and R, n × n and upper triangular.</returns>
    public static (DenseMatrix QTransposed, DenseMatrix R) Of(DenseMatrix columns)
    {
        int n = columns.Rows, m = columns.Columns;
        var r = new DenseMatrix(n, n);
        var factors = new double[n];
        for (var k = 0; k < n; k++)
        {
            // The reflection I − β v v' takes what remains of column k to a multiple of the first unit vector; v overwrites it.
            var v = columns.Row(k)[k..];
            var norm = DenseMatrix.FrobeniusNorm(v);
            if (norm > 0)
            {
                var head = v[0] >= 0 ? -norm : norm;
                TensorPrimitives.Divide(v, norm, v);
                v[0] -= head / norm;
                factors[k] = 1 / Math.Abs(v[0]);
                r[k, k] = head;
            }
            for (var j = k + 1; j < n; j++)
            {
                var column = columns.Row(j)[k..];
                Reflect(v, factors[k], column);
                r[k, j] = column[0];
            }
        }

        // Q is the product of the reflections, applied to the first unit vectors.
        var q = new DenseMatrix(n, m);
        for (var j = 0; j < n; j++)
        {
            var row = q.Row(j);
            row[j] = 1;
            for (var k = j; k >= 0; k--) Reflect(columns.Row(k)[k..], factors[k], row[k..]);
        }
        return (q, r);
    }

    static void Reflect(ReadOnlySpan<double> v, double factor, Span<double> column) =>
        DenseMatrix.AddScaled(-factor * TensorPrimitives.Dot(v, column), v, column);
}
