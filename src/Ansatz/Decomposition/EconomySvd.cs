using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>
/// The economy singular value decomposition A = U·diag(σ)·V': of an m × n matrix, min(m, n) vectors on each side and never more, so that a wide
/// unfolding of a tensor costs memory of its own size only.
/// </summary>
/// <remarks>
/// A QR factorization of the long side, then one-sided Jacobi rotations of the triangle. Unlike by way of the Gram matrix A'A, which knows singular
/// values only down to σ₁·1e-8, no digits are lost: each σ has an error of about σ₁·1e-16. Sources: Hestenes, Inversion of matrices by
/// biorthogonalization (1958); Drmač and Veselić, New fast and accurate Jacobi SVD algorithm (2008).
/// </remarks>
internal sealed class EconomySvd
{
    private const int MaxSweeps = 60;

    private EconomySvd(DenseMatrix left, double[] values, DenseMatrix right) => (Left, Values, Right) = (left, values, right);

    /// <summary>U', min(m, n) × m: left singular vectors as rows.</summary>
    public DenseMatrix Left { get; }

    /// <summary>The singular values, greatest first.</summary>
    public double[] Values { get; }

    /// <summary>V', min(m, n) × n: right singular vectors as rows.</summary>
    public DenseMatrix Right { get; }

    /// <summary>Decomposes a matrix, which stays as it is.</summary>
    public static EconomySvd Of(DenseMatrix matrix)
    {
        var tall = matrix.Rows >= matrix.Columns;
        var columns = tall ? matrix.Transpose() : new DenseMatrix(matrix.Rows, matrix.Columns, [.. matrix.Values]);
        // Entries near 1, by a power of two, so that no square overflows or vanishes.
        var scale = Math.ScaleB(1, Math.ILogB(Math.Max(Math.Abs(TensorPrimitives.MaxMagnitude<double>(columns.Values)), 1e-300)));
        TensorPrimitives.Divide(columns.Values, scale, columns.Values);
        var (q, rotated) = HouseholderQr.Of(columns);
        var n = rotated.Rows;
        var negligible = 1e-17 * rotated.Norm();

        // Rotations G with orthogonal rows of G·R = diag(σ)·V': then A = (Q·G')·diag(σ)·V'.
        var rotation = DenseMatrix.Identity(n);
        RotateRows(rotated, rotation, negligible);
        var norms = new double[n];
        for (var i = 0; i < n; i++) norms[i] = DenseMatrix.FrobeniusNorm(rotated.Row(i));

        // LINQ's sort is stable, so that equal values stay in their order.
        var order = Enumerable.Range(0, n).OrderByDescending(i => norms[i]).ToArray();
        DenseMatrix sorted = new(n, n), right = new(n, n);
        var values = new double[n];
        for (var i = 0; i < n; i++)
        {
            var norm = norms[order[i]];
            rotation.Row(order[i]).CopyTo(sorted.Row(i));
            if (norm > negligible) TensorPrimitives.Divide(rotated.Row(order[i]), norm, right.Row(i));
            else Complete(right, i);
            values[i] = norm > negligible ? norm * scale : 0;
        }
        var left = sorted.Times(q);
        FixSigns(tall ? left : right, tall ? right : left);
        return tall ? new EconomySvd(left, values, right) : new EconomySvd(right, values, left);
    }

    private static void RotateRows(DenseMatrix rows, DenseMatrix rotation, double negligible)
    {
        var n = rows.Rows;
        var tolerance = 1e-15 * Math.Sqrt(n);
        var squares = new double[n];
        for (var sweep = 0; sweep < MaxSweeps; sweep++)
        {
            for (var i = 0; i < n; i++) squares[i] = TensorPrimitives.SumOfSquares<double>(rows.Row(i));
            var rotated = false;
            for (var i = 0; i < n - 1; i++)
            {
                for (var j = i + 1; j < n; j++)
                {
                    var product = TensorPrimitives.Dot<double>(rows.Row(i), rows.Row(j));
                    double a = Math.Sqrt(Math.Max(squares[i], 0)), b = Math.Sqrt(Math.Max(squares[j], 0));
                    if (Math.Abs(product) <= tolerance * a * b || a <= negligible || b <= negligible) continue;
                    rotated = true;
                    // The smaller of the two angles that make the rows orthogonal, the greater row first.
                    var zeta = (squares[j] - squares[i]) / (2 * product);
                    var tangent = Math.CopySign(1, zeta) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
                    double cosine = 1 / Math.Sqrt(1 + tangent * tangent), sine = cosine * tangent;
                    Rotate(rows.Row(i), rows.Row(j), cosine, sine);
                    Rotate(rotation.Row(i), rotation.Row(j), cosine, sine);
                    squares[i] = TensorPrimitives.SumOfSquares<double>(rows.Row(i));
                    squares[j] = TensorPrimitives.SumOfSquares<double>(rows.Row(j));
                }
            }
            if (!rotated) return;
        }
    }

    private static void Rotate(Span<double> first, Span<double> second, double cosine, double sine)
    {
        Span<double> old = first.Length <= 512 ? stackalloc double[first.Length] : new double[first.Length];
        first.CopyTo(old);
        TensorPrimitives.Multiply(first, cosine, first);
        TensorPrimitives.MultiplyAdd(second, -sine, first, first);
        TensorPrimitives.Multiply(second, cosine, second);
        TensorPrimitives.MultiplyAdd(old, sine, second, second);
    }

    // A unit row orthogonal to those before it: what remains of the unit vector that they cover least.
    private static void Complete(DenseMatrix rows, int row)
    {
        var covered = new double[rows.Columns];
        for (var i = 0; i < row; i++)
        {
            for (var j = 0; j < covered.Length; j++) covered[j] += rows[i, j] * rows[i, j];
        }
        var into = rows.Row(row);
        into[Array.IndexOf(covered, covered.Min())] = 1;
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < row; i++) DenseMatrix.AddScaled(-TensorPrimitives.Dot<double>(rows.Row(i), into), rows.Row(i), into);
        }
        TensorPrimitives.Divide(into, DenseMatrix.FrobeniusNorm(into), into);
    }

    // Each pair of vectors is known up to their common sign: the entry of the left one that is greatest in magnitude becomes positive.
    private static void FixSigns(DenseMatrix left, DenseMatrix right)
    {
        for (var i = 0; i < left.Rows; i++)
        {
            if (left.Row(i)[TensorPrimitives.IndexOfMaxMagnitude<double>(left.Row(i))] >= 0) continue;
            TensorPrimitives.Negate(left.Row(i), left.Row(i));
            TensorPrimitives.Negate(right.Row(i), right.Row(i));
        }
    }
}
