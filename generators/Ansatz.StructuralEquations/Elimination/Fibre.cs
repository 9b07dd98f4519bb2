using System.Numerics;
using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>
/// All parameter vectors of a mixed graph with the covariances of a given one. The solutions are written as polynomials in one element u that differs between them (shape
/// lemma), found modulo primes and taken back to rational numbers; then the minimal polynomial of u is solved. Solutions at rational roots are exact.
/// </summary>
public sealed class Fibre
{
    private const int MostPrimes = 40;
    private const int LargestCount = 40;

    private Fibre(MixedGraph graph, IReadOnlyList<FibreSolution> solutions, string? reason)
    {
        Graph = graph;
        Solutions = solutions;
        Reason = reason;
    }

    /// <summary>The graph.</summary>
    public MixedGraph Graph { get; }

    /// <summary>The solutions, the given one first; empty where a limit was exceeded or there are infinitely many.</summary>
    public IReadOnlyList<FibreSolution> Solutions { get; }

    /// <summary>Why there are no solutions here; null if these are all.</summary>
    public string? Reason { get; }

    /// <summary>The solutions with the covariances of given parameters.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="theta">A value for each parameter, by the labels of the graph's table.</param>
    /// <param name="limits">How much work is spent.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">A parameter has no value, or I − Λ is singular.</exception>
    public static Fibre Of(MixedGraph graph, IReadOnlyDictionary<string, Rational> theta, FiniteToOneLimits? limits = null, CancellationToken cancellation = default)
    {
        limits ??= FiniteToOneLimits.Default;
        if (graph.Table.Rows.FirstOrDefault(r => !theta.ContainsKey(r.Label)) is { } missing) throw new ArgumentException($"The parameter '{missing.Label}' has no value.", nameof(theta));
        if (graph.Directed.Count > limits.Coefficients) return Unknown($"{graph.Directed.Count} coefficients are more than {limits.Coefficients}");
        var form = ClosedForm.Of(graph, null, cancellation);
        if (form.Reason is { } reason) return Unknown($"det (I − Λ) has {reason}");
        Rational[] point = [.. form.Variables.Select(v => theta[v.Name])];
        if (form.Deltas.Any(d => d.Polynomial.Evaluate(point).IsZero)) throw new ArgumentException("I − Λ is singular at these parameters.", nameof(theta));
        try
        {
            if (graph.Directed.Count == 0) return new Fibre(graph, [FibreSolution.Of(theta)], null);
            var shape = FibreShape.Of(graph, form, theta, limits, LargestCount, MostPrimes, cancellation);
            return shape.Reason is null ? new Fibre(graph, [.. shape.Roots(theta, graph).Select(u => FibreSolution.Of(graph, shape, u))], null) : Unknown(shape.Reason);
        }
        catch (StepLimitException e)
        {
            return Unknown($"the fibre equations take more than {e.Limit:#,0} steps");
        }

        Fibre Unknown(string why) => new(graph, [], why);
    }
}

/// <summary>A parameter vector with given covariances.</summary>
public sealed class FibreSolution
{
    private FibreSolution(IReadOnlyDictionary<string, Rational>? exact, IReadOnlyDictionary<string, Complex> values)
    {
        Exact = exact;
        Values = values;
    }

    /// <summary>The exact values by label, if they are rational; otherwise null.</summary>
    public IReadOnlyDictionary<string, Rational>? Exact { get; }

    /// <summary>The values by label.</summary>
    public IReadOnlyDictionary<string, Complex> Values { get; }

    /// <summary>Whether all values are real (imaginary parts below 1e-9 of the modulus).</summary>
    public bool IsReal => Exact is not null || Values.Values.All(v => Math.Abs(v.Imaginary) <= 1e-9 * (1 + v.Magnitude));

    internal static FibreSolution Of(IReadOnlyDictionary<string, Rational> exact) => new(exact, exact.ToDictionary(p => p.Key, p => new Complex(p.Value.ToDouble(), 0)));

    internal static FibreSolution Of(MixedGraph graph, FibreShape shape, RootValue u)
    {
        var n = graph.Count;
        if (u.Exact is { } rational)
        {
            var lambda = new RationalMatrix(n, n);
            for (var e = 0; e < graph.Directed.Count; e++) lambda[graph.Directed[e].From, graph.Directed[e].To] = UnivariatePolynomial.Evaluate(shape.Coordinates[e], rational);
            var difference = RationalMatrix.Identity(n) - lambda;
            var omega = difference.Transpose() * shape.Sigma * difference;
            return Of(Named(graph, (i, j) => lambda[i, j], (i, j) => omega[i, j]));
        }

        var complex = new Complex[n, n];
        for (var k = 0; k < n; k++) complex[k, k] = 1;
        for (var e = 0; e < graph.Directed.Count; e++) complex[graph.Directed[e].From, graph.Directed[e].To] -= UnivariatePolynomial.Evaluate(shape.Coordinates[e], u.Value);
        return new FibreSolution(null, Named(graph, (i, j) => (i == j ? Complex.One : Complex.Zero) - complex[i, j], Disturbance));

        Complex Disturbance(int i, int j)
        {
            var sum = Complex.Zero;
            for (var k = 0; k < n; k++)
            {
                for (var l = 0; l < n; l++) sum += complex[k, i] * shape.Sigma[k, l].ToDouble() * complex[l, j];
            }

            return sum;
        }
    }

    private static Dictionary<string, T> Named<T>(MixedGraph graph, Func<int, int, T> coefficient, Func<int, int, T> disturbance)
    {
        var values = new Dictionary<string, T>();
        foreach (var (i, j) in graph.Directed) values[graph.Coefficient(i, j)] = coefficient(i, j);
        for (var k = 0; k < graph.Count; k++) values[graph.Disturbance(k, k)] = disturbance(k, k);
        foreach (var (i, j) in graph.Bidirected) values[graph.Disturbance(i, j)] = disturbance(i, j);
        return values;
    }
}
