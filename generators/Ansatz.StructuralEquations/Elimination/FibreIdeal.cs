using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>
/// The equations for the parameters of a mixed graph that give a covariance matrix: [(I − Λ)ᵀΣ(I − Λ)]_ij = 0 wherever i and j are not joined by a bidirected edge, and
/// det (I − Λ) ≠ 0, written t·Δ = 1 for each component with cycles. Ω follows from Λ.
/// </summary>
internal sealed class FibreIdeal
{
    private FibreIdeal(MixedGraph graph, ModularPolynomialRing ring, GroebnerBasis basis, ModularMatrix sigma)
    {
        Graph = graph;
        Ring = ring;
        Basis = basis;
        Sigma = sigma;
    }

    public MixedGraph Graph { get; }

    /// <summary>The coefficients in the order of <see cref="MixedGraph.Directed"/>, then one t for each component with cycles.</summary>
    public ModularPolynomialRing Ring { get; }

    public GroebnerBasis Basis { get; }

    public ModularMatrix Sigma { get; }

    public static FibreIdeal Of(MixedGraph graph, IReadOnlyList<Polynomial> deltas, ModularMatrix sigma, PrimeField field, long steps, CancellationToken cancellation)
    {
        var edges = graph.Directed.Count;
        var ring = new ModularPolynomialRing(field, [.. graph.Directed.Select(e => graph.Coefficient(e.From, e.To)), .. deltas.Select((_, k) => $"t{k + 1}")], MonomialOrder.DegreeReverseLexicographic);
        var joined = new HashSet<(int, int)>(graph.Bidirected);
        var equations = new List<ModularPolynomial>();
        for (var i = 0; i < graph.Count; i++)
        {
            for (var j = i + 1; j < graph.Count; j++)
            {
                if (!joined.Contains((i, j))) equations.Add(Disturbance(graph, ring, sigma, i, j));
            }
        }

        // The closed forms number their symbols as the table does: coefficients first, in the same order.
        for (var k = 0; k < deltas.Count; k++) equations.Add(ring.Variable(edges + k) * ring.Of(deltas[k]) - ring.One);
        return new FibreIdeal(graph, ring, GroebnerBasis.Of(ring, equations, steps, cancellation), sigma);
    }

    /// <summary>ω_ij as a polynomial in the coefficients.</summary>
    public ModularPolynomial Disturbance(int i, int j) => Disturbance(Graph, Ring, Sigma, i, j);

    private static ModularPolynomial Disturbance(MixedGraph graph, ModularPolynomialRing ring, ModularMatrix sigma, int i, int j)
    {
        var (left, right) = (Column(i), Column(j));
        var sum = ring.Zero;
        foreach (var (k, a) in left)
        {
            foreach (var (l, b) in right) sum += (a * b).Times(sigma[k, l]);
        }

        return sum;

        // A column of I − Λ.
        List<(int Row, ModularPolynomial Entry)> Column(int v)
        {
            List<(int, ModularPolynomial)> entries = [(v, ring.One)];
            for (var e = 0; e < graph.Directed.Count; e++)
            {
                if (graph.Directed[e].To == v) entries.Add((graph.Directed[e].From, ring.Zero - ring.Variable(e)));
            }

            return entries;
        }
    }
}
