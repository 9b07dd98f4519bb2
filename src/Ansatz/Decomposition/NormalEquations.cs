namespace Ansatz.Decomposition;

/// <summary>Least squares with several right-hand sides by their normal equations.</summary>
internal static class NormalEquations
{
    /// <summary>F with F·G = M for a positive semidefinite G; directions in which G is singular get nothing, as by the pseudo-inverse.</summary>
    public static DenseMatrix Solve(DenseMatrix products, DenseMatrix gram)
    {
        var svd = EconomySvd.Of(gram);
        var inverses = new double[svd.Values.Length];
        for (var i = 0; i < inverses.Length; i++)
        {
            if (svd.Values[i] > 1e-15 * svd.Values[0]) inverses[i] = 1 / svd.Values[i];
        }
        // G = U·diag(σ)·V', so its pseudo-inverse is V·diag(1/σ)·U'.
        return products.TimesTransposed(svd.Right).ScaleColumns(inverses).Times(svd.Left);
    }
}
