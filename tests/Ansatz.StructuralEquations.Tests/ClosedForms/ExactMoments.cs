using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations.Tests;

/// <summary>Σ of a mixed graph at given parameters by inverting I − Λ: exactly, and in double precision.</summary>
internal static class ExactMoments
{
    /// <summary>Random rational parameters by their label: coefficients n/d up to 2, variances that make Ω diagonally dominant.</summary>
    public static Dictionary<string, Rational> RandomParameters(MixedGraph graph, Random random)
    {
        var theta = new Dictionary<string, Rational>();
        foreach (var row in graph.Table.Rows) theta[row.Label] = row.Operator == SemOperator.Covariance && row.Left == row.Right ? new Rational(random.Next(60, 120), 12) : new Rational(random.Next(-12, 13), random.Next(6, 13)) * (row.Operator == SemOperator.Covariance ? new Rational(1, 4) : 1);
        return theta;
    }

    public static RationalMatrix Lambda(MixedGraph graph, Func<string, Rational> value)
    {
        var lambda = new RationalMatrix(graph.Count, graph.Count);
        foreach (var (i, j) in graph.Directed) lambda[i, j] = value(graph.Coefficient(i, j));
        return lambda;
    }

    /// <summary>Σ; null where I − Λ is singular.</summary>
    public static RationalMatrix? Sigma(MixedGraph graph, Func<string, Rational> value)
    {
        var omega = new RationalMatrix(graph.Count, graph.Count);
        for (var k = 0; k < graph.Count; k++) omega[k, k] = value(graph.Disturbance(k, k));
        foreach (var (i, j) in graph.Bidirected) omega[i, j] = omega[j, i] = value(graph.Disturbance(i, j));
        return (RationalMatrix.Identity(graph.Count) - Lambda(graph, value)).Inverse() is { } t ? t.Transpose() * omega * t : null;
    }

    /// <summary>Σ in double precision by Gaussian elimination with pivots.</summary>
    public static double[,] Sigma(MixedGraph graph, Func<string, double> value, out double determinant)
    {
        var n = graph.Count;
        var a = new double[n, 2 * n];
        for (var k = 0; k < n; k++) a[k, k] = a[k, n + k] = 1;
        foreach (var (i, j) in graph.Directed) a[i, j] -= value(graph.Coefficient(i, j));
        determinant = 1;
        for (var c = 0; c < n; c++)
        {
            var p = Enumerable.Range(c, n - c).MaxBy(r => Math.Abs(a[r, c]));
            if (p != c) determinant = -determinant;
            for (var j = 0; j < 2 * n; j++) (a[c, j], a[p, j]) = (a[p, j], a[c, j]);
            var pivot = a[c, c];
            determinant *= pivot;
            for (var j = 0; j < 2 * n; j++) a[c, j] /= pivot;
            for (var r = 0; r < n; r++)
            {
                if (r == c || a[r, c] == 0) continue;
                var factor = a[r, c];
                for (var j = 0; j < 2 * n; j++) a[r, j] -= factor * a[c, j];
            }
        }

        var omega = new double[n, n];
        for (var k = 0; k < n; k++) omega[k, k] = value(graph.Disturbance(k, k));
        foreach (var (i, j) in graph.Bidirected) omega[i, j] = omega[j, i] = value(graph.Disturbance(i, j));
        var sigma = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                for (var k = 0; k < n; k++)
                    for (var l = 0; l < n; l++) sigma[i, j] += a[k, n + i] * omega[k, l] * a[l, n + j];
        return sigma;
    }
}
