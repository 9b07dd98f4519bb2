using System.Numerics;
using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>A fibre as the roots of one polynomial: the minimal polynomial of u = Σ c_e λ_e, and each λ_e as a polynomial in u, over the rationals.</summary>
internal sealed class FibreShape
{
    private FibreShape(RationalMatrix sigma, int[] weights, Rational[] minimal, Rational[][] coordinates, string? reason)
    {
        Sigma = sigma;
        Weights = weights;
        Minimal = minimal;
        Coordinates = coordinates;
        Reason = reason;
    }

    public RationalMatrix Sigma { get; }

    /// <summary>The integers c_e.</summary>
    public int[] Weights { get; }

    /// <summary>The coefficients of the minimal polynomial of u, constant term first.</summary>
    public Rational[] Minimal { get; }

    /// <summary>For each coefficient λ_e its polynomial in u.</summary>
    public Rational[][] Coordinates { get; }

    public string? Reason { get; }

    public static FibreShape Of(MixedGraph graph, ClosedForm form, IReadOnlyDictionary<string, Rational> theta, FiniteToOneLimits limits, int largestCount, int mostPrimes, CancellationToken cancellation)
    {
        var sigma = Covariances(graph, theta);
        Polynomial[] deltas = [.. form.Deltas.Select(d => d.Polynomial)];
        int[]? weights = null;
        BigInteger modulus = 1;
        BigInteger[]? residues = null;
        Rational[]? before = null;
        var count = 0;
        foreach (var field in PrimeField.Descending().Take(mostPrimes))
        {
            if (ModularMoments.At(graph, field, theta) is not { } moments) continue;
            var fibre = FibreIdeal.Of(graph, deltas, moments.Sigma, field, limits.Steps, cancellation);
            if (!fibre.Basis.IsComplete) throw new StepLimitException(limits.Steps);
            if (fibre.Basis.QuotientDimension() is not { } dimension) return Failed("there are infinitely many solutions");
            if (dimension > largestCount) return Failed($"there are {dimension} solutions, which is more than {largestCount}");
            count = Math.Max(count, dimension);
            weights ??= Separating(graph, fibre, dimension);
            if (weights is null) return Failed("solutions coincide at these parameters");
            if (dimension != count || Image(graph, fibre, weights, count) is not { } image) continue;
            residues = residues is null ? Array.ConvertAll(image, v => (BigInteger)v) : [.. residues.Select((r, k) => RationalReconstruction.Combine(r, modulus, image[k], field))];
            modulus *= field.Prime;
            var values = Reconstructed(residues, modulus);
            // Right when another prime changes nothing: a wrong fraction agrees with a new residue with probability 1 / p.
            if (values is not null && before is not null && values.AsEnumerable().SequenceEqual(before))
            {
                Rational[] minimal = [.. values.Take(count), Rational.One];
                return new FibreShape(sigma, weights, minimal, [.. graph.Directed.Select((_, e) => values.Skip(count * (e + 1)).Take(count).ToArray())], null);
            }

            before = values;
        }

        return Failed($"the numbers are too long for {mostPrimes} primes");

        FibreShape Failed(string reason) => new(sigma, [], [], [], reason);
    }

    /// <summary>The values of u, that of the given solution first.</summary>
    public IReadOnlyList<RootValue> Roots(IReadOnlyDictionary<string, Rational> theta, MixedGraph graph)
    {
        var given = Rational.Zero;
        for (var e = 0; e < Weights.Length; e++) given += Weights[e] * theta[graph.Coefficient(graph.Directed[e].From, graph.Directed[e].To)];
        return [new RootValue(given, new Complex(given.ToDouble(), 0)), .. UnivariatePolynomial.Roots(UnivariatePolynomial.Deflate(Minimal, given))];
    }

    // Weights such that u takes a different value at each solution: first single coefficients, then combinations.
    private static int[]? Separating(MixedGraph graph, FibreIdeal fibre, int count)
    {
        var edges = graph.Directed.Count;
        var random = new Random(7);
        for (var trial = 0; trial < edges + 10; trial++)
        {
            int[] weights = [.. Enumerable.Range(0, edges).Select(e => trial < edges ? (e == trial ? 1 : 0) : random.Next(-9, 10))];
            if (fibre.Basis.MinimalPolynomial(Element(fibre, weights), count) is { } p && p.Length == count + 1) return weights;
        }

        return null;
    }

    private static ModularPolynomial Element(FibreIdeal fibre, int[] weights)
    {
        var sum = fibre.Ring.Zero;
        for (var e = 0; e < weights.Length; e++) sum += fibre.Ring.Variable(e).Times(fibre.Ring.Field.Of(weights[e]));
        return sum;
    }

    // The minimal polynomial of u without its leading 1, then the coordinates of each coefficient.
    private static uint[]? Image(MixedGraph graph, FibreIdeal fibre, int[] weights, int count)
    {
        var u = Element(fibre, weights);
        if (fibre.Basis.MinimalPolynomial(u, count) is not { } minimal || minimal.Length != count + 1) return null;
        List<ModularPolynomial> powers = [fibre.Ring.One];
        while (powers.Count < count) powers.Add(fibre.Basis.Reduce(powers[powers.Count - 1] * u));
        var image = minimal.Take(count).ToList();
        for (var e = 0; e < graph.Directed.Count; e++)
        {
            if (fibre.Basis.Coordinates(fibre.Ring.Variable(e), powers) is not { } coordinates) return null;
            image.AddRange(coordinates);
        }

        return [.. image];
    }

    private static Rational[]? Reconstructed(BigInteger[] residues, BigInteger modulus)
    {
        var values = new Rational[residues.Length];
        for (var k = 0; k < residues.Length; k++)
        {
            if (!RationalReconstruction.TryReconstruct(residues[k], modulus, out values[k])) return null;
        }

        return values;
    }

    private static RationalMatrix Covariances(MixedGraph graph, IReadOnlyDictionary<string, Rational> theta)
    {
        var n = graph.Count;
        var (lambda, omega) = (new RationalMatrix(n, n), new RationalMatrix(n, n));
        foreach (var (i, j) in graph.Directed) lambda[i, j] = theta[graph.Coefficient(i, j)];
        for (var k = 0; k < n; k++) omega[k, k] = theta[graph.Disturbance(k, k)];
        foreach (var (i, j) in graph.Bidirected) omega[i, j] = omega[j, i] = theta[graph.Disturbance(i, j)];
        var effects = (RationalMatrix.Identity(n) - lambda).Inverse()!;
        return effects.Transpose() * omega * effects;
    }
}
