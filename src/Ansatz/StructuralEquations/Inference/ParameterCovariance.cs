namespace Ansatz.StructuralEquations;

/// <summary>Covariances of estimates from an information matrix, along what constraints leave: K(KᵀIK)⁻¹Kᵀ.</summary>
internal static class ParameterCovariance
{
    /// <summary>The inverse information along the constraints.</summary>
    /// <param name="information">The information of all free rows, q × q.</param>
    /// <param name="constraints">Which parameters are equal.</param>
    /// <param name="directions">The directions over the coordinates that other constraints leave; null if there are none.</param>
    /// <param name="singular">The free parameters, from 0, that take part in directions of which the information says nothing; empty if there are none.</param>
    /// <returns>The q × q inverse; null where it is singular.</returns>
    public static double[]? Inverse(ReadOnlySpan<double> information, ConstraintSet constraints, NullSpace? directions, out int[] singular)
    {
        int q = constraints.Count, r = constraints.Reduced;
        var reduced = new double[r * r];
        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++) reduced[constraints.Class[i] * r + constraints.Class[j]] += information[i * q + j];
        }

        // Scaled to a unit diagonal, so that the units of variables do not make it look singular.
        var scale = new double[r];
        for (var i = 0; i < r; i++) scale[i] = reduced[i * r + i] > 0 ? 1 / Math.Sqrt(reduced[i * r + i]) : 1;
        for (var i = 0; i < r; i++)
        {
            for (var j = 0; j < r; j++) reduced[i * r + j] *= scale[i] * scale[j];
        }

        var inverse = Scaled(reduced, r, directions, scale, constraints, out singular);
        if (inverse is null) return null;
        var result = new double[q * q];
        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++) result[i * q + j] = scale[constraints.Class[i]] * scale[constraints.Class[j]] * inverse[constraints.Class[i] * r + constraints.Class[j]];
        }

        return result;
    }

    private static double[]? Scaled(double[] reduced, int r, NullSpace? directions, double[] scale, ConstraintSet constraints, out int[] singular)
    {
        singular = [];
        if (directions is null or { Rank: 0 })
        {
            var inverse = Regular(reduced, r);
            if (inverse is null) singular = NullParameters(reduced, r, null, constraints);
            return inverse;
        }

        // Directions over scaled coordinates, made orthonormal again: rows with unit length suffice.
        var n = r - directions.Rank;
        var z = (double[])directions.Basis.Clone();
        for (var i = 0; i < n; i++)
        {
            var row = z.AsSpan(i * r, r);
            for (var k = 0; k < r; k++) row[k] /= scale[k];
            var length = Math.Sqrt(Dense.Dot(row, row));
            for (var k = 0; k < r; k++) row[k] /= length;
        }

        double[] product = new double[n * r], inner = new double[n * n];
        Dense.Multiply(z, reduced, product, n, r, r);
        Dense.MultiplyTransposed(product, z, inner, n, r, n);
        if (Regular(inner, n) is not { } inverted)
        {
            singular = NullParameters(inner, n, z, constraints);
            return null;
        }

        Dense.Multiply(inverted, z, product, n, n, r);
        var result = new double[r * r];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < r; k++) Dense.MultiplyAdd(product.AsSpan(i * r, r), z[i * r + k], result.AsSpan(k * r, r));
        }

        return result;
    }

    /// <summary>
    /// How many times the variance of an estimate may exceed what it would be with all others known. Beyond, the information is singular but for rounding: pivots alone do not tell, their errors grow
    /// with those of the elements.
    /// </summary>
    private const double MaximalInflation = 1e11;

    /// <summary>The inverse of a matrix with a diagonal near 1; null where it is singular or not positive definite.</summary>
    private static double[]? Regular(double[] matrix, int n)
    {
        var factor = (double[])matrix.Clone();
        if (Dense.Cholesky(factor, n, out _) >= 0) return null;
        for (var k = 0; k < n; k++)
        {
            if (factor[k * n + k] * factor[k * n + k] < 1e-13 * matrix[k * n + k]) return null;
        }

        double[] triangle = new double[n * n], inverse = new double[n * n];
        Dense.InvertTriangle(factor, triangle, n);
        Dense.InverseOfTriangles(triangle, inverse, n);
        for (var k = 0; k < n; k++)
        {
            if (!(inverse[k * n + k] * matrix[k * n + k] < MaximalInflation)) return null;
        }

        return inverse;
    }

    /// <summary>The parameters that take part in the directions along which the information is 0.</summary>
    private static int[] NullParameters(double[] matrix, int n, double[]? basis, ConstraintSet constraints)
    {
        var r = constraints.Reduced;
        var decomposition = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowMajor(n, n, matrix).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
        var involved = new SortedSet<int>();
        var largest = decomposition.EigenValues.Enumerate().Max(v => Math.Abs(v.Real));
        for (var k = 0; k < n; k++)
        {
            if (decomposition.EigenValues[k].Real > 1e-10 * largest && k > 0) continue;
            for (var i = 0; i < r; i++)
            {
                var part = basis is null ? decomposition.EigenVectors[i, k] : Enumerable.Range(0, n).Sum(a => basis[a * r + i] * decomposition.EigenVectors[a, k]);
                if (Math.Abs(part) > 0.05) involved.Add(Array.IndexOf(constraints.Class, i));
            }
        }

        return [.. involved];
    }
}
