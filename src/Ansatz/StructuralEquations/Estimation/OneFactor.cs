namespace Ansatz.StructuralEquations;

/// <summary>Loadings of one factor without iteration: from three covariances, or by instrumental variables (FABIN3; Hägglund, Psychometrika 47, 1982).</summary>
internal static class OneFactor
{
    // The factor takes at least this share of the first indicator's variance, which bounds the other loadings.
    private const double LeastShare = 0.1;

    /// <summary>The loadings.</summary>
    /// <param name="s">The covariances of the indicators, n × n.</param>
    /// <param name="n">How many indicators.</param>
    /// <param name="unitVariance">Whether the factor has variance 1; otherwise the first loading is 1.</param>
    public static double[] Loadings(double[] s, int n, bool unitVariance) => n < 4 ? FromTriad(s, n, unitVariance) : Fabin(s, n, unitVariance);

    private static double[] FromTriad(double[] s, int n, bool unitVariance)
    {
        // One or two indicators are completed to three so that the same formulas serve.
        double s11 = 1, s21 = 1, s22 = 1, s31 = 1, s32 = 1, s33 = 1;
        if (n >= 2) (s11, s21, s22) = (s[0], s[n], s[n + 1]);
        if (n == 2) (s31, s32, s33) = (0.5 * (s[0] + s[3]), s[2], Math.Max(s[0], s[3]));
        if (n == 3) (s31, s32, s33) = (s[6], s[7], s[8]);
        if (s21 * s31 * s32 < 0)
        {
            var same = new double[n];
            Array.Fill(same, unitVariance ? 0.7 : 1);
            return same;
        }

        var psi = Math.Min(Math.Max(s21 * s31 / s32, LeastShare * s11), s11);
        double[] loadings = [1, Bounded(s32 / s31, s22, s11), Bounded(s32 / s21, s33, s11)];
        if (unitVariance) Scale(loadings, psi);
        return loadings[..n];
    }

    private static double[] Fabin(double[] s, int n, bool unitVariance)
    {
        var loadings = new double[n];
        loadings[0] = 1;
        var others = new int[n - 2];
        var a = new double[(n - 2) * (n - 2)];
        var z = new double[n - 2];
        for (var i = 1; i < n; i++)
        {
            for (int k = 1, o = 0; k < n; k++)
            {
                if (k != i) others[o++] = k;
            }

            for (var k = 0; k < n - 2; k++)
            {
                z[k] = s[others[k] * n];
                for (var l = 0; l < n - 2; l++) a[k * (n - 2) + l] = s[others[k] * n + others[l]];
            }

            if (Dense.Cholesky(a, n - 2, out _) < 0) Dense.Solve(a, z, n - 2);
            double up = 0, down = 0;
            for (var k = 0; k < n - 2; k++)
            {
                up += s[i * n + others[k]] * z[k];
                down += s[others[k] * n] * z[k];
            }

            loadings[i] = Bounded(up / down, s[i * n + i], s[0]);
        }

        if (unitVariance) Scale(loadings, FactorVariance(s, loadings, n));
        return loadings;
    }

    /// <summary>The factor's variance: residual variances by least squares on the part of the covariances that the loadings explain, then the projection on the loadings.</summary>
    private static double FactorVariance(double[] s, double[] loadings, int n)
    {
        var length = loadings.Sum(l => l * l);
        var projection = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) projection[i * n + j] = loadings[i] * loadings[j] / length;
        }

        double[] half = new double[n * n], explained = new double[n * n];
        Dense.Multiply(projection, s, half, n, n, n);
        Dense.Multiply(half, projection, explained, n, n, n);
        var system = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n, (i, j) => (i == j ? 1 : 0) - projection[i * n + j] * projection[i * n + j]);
        var residuals = system.Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(n, i => s[i * n + i] - explained[i * n + i]));
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) sum += loadings[i] * loadings[j] * (s[i * n + j] - (i == j ? residuals[i] : 0));
        }

        return sum / (length * length);
    }

    private static double Bounded(double loading, double variance, double first)
    {
        var bound = Math.Sqrt(variance / (LeastShare * first));
        return Math.Min(Math.Max(-bound, loading), bound);
    }

    private static void Scale(double[] loadings, double variance)
    {
        var scale = Math.Sign(variance) * Math.Sqrt(Math.Abs(variance));
        for (var i = 0; i < loadings.Length; i++) loadings[i] *= scale;
    }
}
