namespace Ansatz.StructuralEquations;

/// <summary>Covariances of estimates from an information matrix, with equal parameters: K(KᵀIK)⁻¹Kᵀ.</summary>
internal static class ParameterCovariance
{
    /// <summary>The inverse information along the constraints.</summary>
    /// <param name="information">The information of all free rows, q × q.</param>
    /// <param name="constraints">Which parameters are equal.</param>
    /// <param name="singular">The free parameter, from 0, that the information says least of, if it is singular; otherwise −1.</param>
    /// <returns>The q × q inverse; null where it is singular.</returns>
    public static double[]? Inverse(ReadOnlySpan<double> information, LinearConstraints constraints, out int[] singular)
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
        var scaled = new double[r * r];
        for (var i = 0; i < r; i++)
        {
            for (var j = 0; j < r; j++) scaled[i * r + j] = scale[i] * scale[j] * reduced[i * r + j];
        }

        var factor = (double[])scaled.Clone();
        var failed = Dense.Cholesky(factor, r, out _);
        for (var k = 0; failed < 0 && k < r; k++)
        {
            if (factor[k * r + k] < 1e-7) failed = k;
        }

        singular = [];
        if (failed >= 0)
        {
            singular = NullParameters(scaled, constraints);
            return null;
        }

        double[] triangle = new double[r * r], inverse = new double[r * r];
        Dense.InvertTriangle(factor, triangle, r);
        Dense.InverseOfTriangles(triangle, inverse, r);
        var result = new double[q * q];
        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++) result[i * q + j] = scale[constraints.Class[i]] * scale[constraints.Class[j]] * inverse[constraints.Class[i] * r + constraints.Class[j]];
        }

        return result;
    }

    /// <summary>The parameters that take part in the directions along which the information is 0.</summary>
    private static int[] NullParameters(double[] scaled, LinearConstraints constraints)
    {
        var r = constraints.Reduced;
        var matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowMajor(r, r, scaled);
        var decomposition = matrix.Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
        var involved = new SortedSet<int>();
        var largest = decomposition.EigenValues.Enumerate().Max(v => Math.Abs(v.Real));
        for (var k = 0; k < r; k++)
        {
            if (decomposition.EigenValues[k].Real > 1e-10 * largest && k > 0) continue;
            for (var i = 0; i < r; i++)
            {
                if (Math.Abs(decomposition.EigenVectors[i, k]) > 0.05) involved.Add(Array.IndexOf(constraints.Class, i));
            }
        }

        return [.. involved];
    }
}
