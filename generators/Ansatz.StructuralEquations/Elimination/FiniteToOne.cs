using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>What the covariances say of one parameter.</summary>
/// <param name="Name">The parameter, for example l12 or w14.</param>
/// <param name="Degree">How many (complex) values it can have, generically: 1 means that it is a rational function of the covariances; null if infinitely many or unknown.</param>
public sealed record ParameterDegree(string Name, int? Degree)
{
    /// <summary>The parameter as a rational function of the covariances, for example <c>s13/s12</c>, where it has degree 1 and a short expression was found; otherwise null.</summary>
    public RationalFunction? Expression { get; init; }
}

/// <summary>
/// Whether a mixed graph whose vertices are all observed has finitely many parameter vectors for one covariance matrix, and how many: the number of complex solutions of the fibre
/// equations at random parameters modulo a prime, counted by a Gröbner basis. The answer is that over the rationals except with a probability below 1e-6.
/// </summary>
public sealed class FiniteToOne
{
    private FiniteToOne(MixedGraph graph, int rank)
    {
        Graph = graph;
        JacobianRank = rank;
    }

    /// <summary>The graph.</summary>
    public MixedGraph Graph { get; }

    /// <summary>The generic rank of the Jacobian of (Λ, Ω) → Σ.</summary>
    public int JacobianRank { get; }

    /// <summary>Whether only finitely many parameter vectors have the same covariances, generically.</summary>
    public bool IsFinite => JacobianRank == Graph.ParameterCount;

    /// <summary>How many complex parameter vectors have the same covariances, generically; null if infinitely many, or unknown.</summary>
    public int? Count { get; private set; }

    /// <summary>Which limit was exceeded where a number is unknown; null if none.</summary>
    public string? Reason { get; private set; }

    /// <summary>The parameters in the order of the graph's table; empty if unknown.</summary>
    public IReadOnlyList<ParameterDegree> Parameters { get; private set; } = [];

    /// <summary>The number for a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="limits">How much work is spent.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static FiniteToOne Of(MixedGraph graph, FiniteToOneLimits? limits = null, CancellationToken cancellation = default)
    {
        limits ??= FiniteToOneLimits.Default;
        var field = PrimeField.Default;
        var moments = ModularMoments.At(graph, field, new Random(2));
        var result = new FiniteToOne(graph, moments.JacobianRank(graph));
        try
        {
            result.Solve(moments, limits, cancellation);
        }
        catch (StepLimitException e)
        {
            result.Reason = $"the fibre equations take more than {e.Limit:#,0} steps";
        }

        return result;
    }

    private void Solve(ModularMoments moments, FiniteToOneLimits limits, CancellationToken cancellation)
    {
        if (Graph.Directed.Count > limits.Coefficients)
        {
            Reason = $"{Graph.Directed.Count} coefficients are more than {limits.Coefficients}";
            return;
        }

        var form = ClosedForm.Of(Graph, null, cancellation);
        if (form.Reason is { } reason)
        {
            Reason = $"det (I − Λ) has {reason}";
            return;
        }

        var fibre = FibreIdeal.Of(Graph, [.. form.Deltas.Select(d => d.Polynomial)], moments.Sigma, moments.Field, limits.Steps, cancellation);
        if (!fibre.Basis.IsComplete) throw new StepLimitException(limits.Steps);
        Count = fibre.Basis.QuotientDimension();
        var bound = Count ?? limits.Degree;
        ParameterDegree[] degrees =
        [
            .. Graph.Directed.Select((e, k) => Degree(Graph.Coefficient(e.From, e.To), fibre.Ring.Variable(k))),
            .. Enumerable.Range(0, Graph.Count).Select(k => Degree(Graph.Disturbance(k, k), fibre.Disturbance(k, k))),
            .. Graph.Bidirected.Select(e => Degree(Graph.Disturbance(e.First, e.Second), fibre.Disturbance(e.First, e.Second))),
        ];
        Parameters = degrees;
        if (limits.ExpressionDegree < 0) return;
        var expressions = new RationalIdentification(Graph, form, limits, cancellation);
        Parameters = [.. degrees.Select((d, k) => d.Degree == 1 ? d with { Expression = expressions.Of(k) } : d)];

        ParameterDegree Degree(string name, ModularPolynomial value) => new(name, fibre.Basis.MinimalPolynomial(value, bound) is { } p ? p.Length - 1 : null);
    }
}
