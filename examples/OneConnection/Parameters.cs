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
}
