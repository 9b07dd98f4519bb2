using Ansatz.StructuralEquations;
using Ansatz.Symbolic;

namespace OneConnection;

/// <summary>Parameters of a mixed graph by label, and Σ by inverting I − Λ.</summary>
internal static class Parameters
{
    /// <summary>Random rational parameters: coefficients between −2 and 2, variances that make Ω positive definite.</summary>
    public static Dictionary<string, Rational> Random(MixedGraph graph, Random random)
    {
        var theta = new Dictionary<string, Rational>();
        foreach (var (i, j) in graph.Directed) theta[graph.Coefficient(i, j)] = new Rational(random.Next(1, 1001) * (random.Next(2) == 0 ? 1 : -1), 500);
        for (var k = 0; k < graph.Count; k++) theta[graph.Disturbance(k, k)] = new Rational(random.Next(2000, 5000), 1000);
        foreach (var (i, j) in graph.Bidirected) theta[graph.Disturbance(i, j)] = new Rational(random.Next(-900, 901), 1000);
        return theta;
    }

    /// <summary>Σ exactly; null where I − Λ is singular.</summary>
    public static RationalMatrix? Sigma(MixedGraph graph, IReadOnlyDictionary<string, Rational> theta)
    {
        var (difference, omega) = (RationalMatrix.Identity(graph.Count), new RationalMatrix(graph.Count, graph.Count));
        foreach (var (i, j) in graph.Directed) difference[i, j] -= theta[graph.Coefficient(i, j)];
        for (var k = 0; k < graph.Count; k++) omega[k, k] = theta[graph.Disturbance(k, k)];
        foreach (var (i, j) in graph.Bidirected) omega[i, j] = omega[j, i] = theta[graph.Disturbance(i, j)];
        return difference.Inverse() is { } effects ? effects.Transpose() * omega * effects : null;
    }

    /// <summary>Σ in double precision, by Gaussian elimination with pivots.</summary>
    public static double[,] Sigma(MixedGraph graph, IReadOnlyDictionary<string, double> theta)
    {
        var n = graph.Count;
        var a = new double[n, 2 * n];
        for (var k = 0; k < n; k++) a[k, k] = a[k, n + k] = 1;
        foreach (var (i, j) in graph.Directed) a[i, j] -= theta[graph.Coefficient(i, j)];
        for (var c = 0; c < n; c++)
        {
            var pivot = Enumerable.Range(c, n - c).MaxBy(r => Math.Abs(a[r, c]));
            for (var j = 0; j < 2 * n; j++) (a[c, j], a[pivot, j]) = (a[pivot, j], a[c, j]);
            var scale = 1 / a[c, c];
            for (var j = 0; j < 2 * n; j++) a[c, j] *= scale;
            for (var r = 0; r < n; r++)
            {
                if (r == c) continue;
                var factor = a[r, c];
                for (var j = 0; j < 2 * n; j++) a[r, j] -= factor * a[c, j];
            }
        }

        var sigma = new double[n, n];
        for (var k = 0; k < n; k++) Add(k, k, theta[graph.Disturbance(k, k)]);
        foreach (var (k, l) in graph.Bidirected)
        {
            Add(k, l, theta[graph.Disturbance(k, l)]);
            Add(l, k, theta[graph.Disturbance(k, l)]);
        }

        return sigma;

        void Add(int k, int l, double omega)
        {
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++) sigma[i, j] += a[k, n + i] * omega * a[l, n + j];
            }
        }
    }
}
