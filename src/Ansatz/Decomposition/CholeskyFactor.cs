using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>The lower triangular factor of a symmetric positive definite matrix, and what is solved with it.</summary>
internal static class CholeskyFactor
{
    /// <summary>L with L·L' = A; of A only the lower triangle is read.</summary>
    /// <exception cref="ArgumentException">A is not positive definite.</exception>
    public static DenseMatrix Of(DenseMatrix matrix, string name) => TryOf(matrix, 0, out var factor) ? factor
        : throw new ArgumentException("It must be symmetric positive definite, but is not, or only just: add a small multiple of the identity.", name);

    /// <summary>Tries the same; fails where what remains of a diagonal entry is at most <paramref name="tolerance"/> times that entry.</summary>
    public static bool TryOf(DenseMatrix matrix, double tolerance, out DenseMatrix factor)
    {
        var n = matrix.Rows;
        factor = new DenseMatrix(n, n);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var rest = matrix[i, j] - TensorPrimitives.Dot<double>(factor.Row(i)[..j], factor.Row(j)[..j]);
                if (i != j) factor[i, j] = rest / factor[j, j];
                else if (rest > tolerance * matrix[i, i]) factor[i, i] = Math.Sqrt(rest);
                else return false;
            }
        }
        return true;
    }

    /// <summary>X with L'·X = B, in the place of B.</summary>
    public static void SolveTransposed(DenseMatrix l, DenseMatrix b)
    {
        for (var i = l.Rows - 1; i >= 0; i--)
        {
            TensorPrimitives.Divide(b.Row(i), l[i, i], b.Row(i));
            for (var j = 0; j < i; j++) DenseMatrix.AddScaled(-l[i, j], b.Row(i), b.Row(j));
        }
    }

    /// <summary>x with L·L'·x = b, in the place of b.</summary>
    public static void Solve(DenseMatrix l, Span<double> b)
    {
        for (var i = 0; i < l.Rows; i++) b[i] = (b[i] - TensorPrimitives.Dot<double>(l.Row(i)[..i], b[..i])) / l[i, i];
        for (var i = l.Rows - 1; i >= 0; i--)
        {
            b[i] /= l[i, i];
            DenseMatrix.AddScaled(-b[i], l.Row(i)[..i], b[..i]);
        }
    }
}
