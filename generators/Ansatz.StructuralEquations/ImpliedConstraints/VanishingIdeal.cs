using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>
/// Polynomials in the covariances s<i>ij</i> that vanish on all covariance matrices of a mixed graph (its Gaussian vanishing ideal), cyclic graphs included: the testable equality
/// constraints. They are found degree by degree with linear algebra. Because the model allows every rescaling of the variables, the ideal is spanned by polynomials of one
/// multidegree; those of a multidegree are the relations between the values of its monomials at random parameters, found modulo a prime, taken back to rational
/// coefficients and proved by substituting the closed forms of Σ. Multiples of polynomials of lower degree are divided out, so that what is reported are minimal generators.
/// </summary>
public sealed class VanishingIdeal
{
    internal VanishingIdeal(MixedGraph graph, PolynomialRing ring, int dimension)
    {
        Graph = graph;
        Ring = ring;
        Dimension = dimension;
    }

    /// <summary>The graph.</summary>
    public MixedGraph Graph { get; }

    /// <summary>The polynomials in s11, s12, ….</summary>
    public PolynomialRing Ring { get; }

    /// <summary>The dimension of the set of covariance matrices: the generic rank of the Jacobian (found modulo a prime: too small with probability below 1e-6).</summary>
    public int Dimension { get; }

    /// <summary>How many covariances there are more than <see cref="Dimension"/>.</summary>
    public int Codimension => Graph.Count * (Graph.Count + 1) / 2 - Dimension;

    /// <summary>Minimal generators by rising degree, with coprime integer coefficients, the first positive: each is in normal form with regard to the earlier ones of its multidegree.</summary>
    public IReadOnlyList<Polynomial> Generators { get; internal set; } = [];

    /// <summary>Up to which degree these are all.</summary>
    public int Degree { get; internal set; }

    /// <summary>
    /// Whether these generate the whole ideal: it is 0 where the covariances have full dimension, and of codimension 1 it has one generator. In higher codimension it is not
    /// decided, and false.
    /// </summary>
    public bool IsComplete { get; internal set; }

    /// <summary>Whether every generator was proved by substitution; otherwise some were only confirmed at random points modulo several primes.</summary>
    public bool IsProved { get; internal set; } = true;

    /// <summary>Which limit ended the search before the degree that was asked for; null if none.</summary>
    public string? Reason { get; internal set; }

    /// <summary>The vanishing ideal of a graph, up to a degree.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="limits">How far to seek.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static VanishingIdeal Of(MixedGraph graph, VanishingIdealLimits? limits = null, CancellationToken cancellation = default) => Of(graph, limits ?? VanishingIdealLimits.Default, null, cancellation);

    /// <summary>The same, until the generators of a degree are enough.</summary>
    internal static VanishingIdeal Of(MixedGraph graph, VanishingIdealLimits limits, Func<IReadOnlyList<Polynomial>, bool>? isEnough, CancellationToken cancellation) => new VanishingIdealSearch(graph, limits, cancellation).Run(isEnough);
}
