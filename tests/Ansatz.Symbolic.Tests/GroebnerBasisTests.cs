namespace Ansatz.Symbolic.Tests;

public class GroebnerBasisTests
{
    private static readonly PolynomialRing Source = new(["x", "y", "z"]);

    [Fact]
    public void OfThreeIndependentEquationsIsReduced()
    {
        var basis = Of(MonomialOrder.Lexicographic, "x^2 + y^2 + z^2 - 1", "x^2 - y + z^2", "x - z");
        Assert.True(basis.IsComplete);
        // x = z, y = 2z², 4z⁴ + 2z² = 1; 2³⁰ and 2²⁹ are 1/2 and 1/4.
        Assert.Equal(["z^4 + 1073741824*z^2 - 536870912", "y - 2*z^2", "x - z"], basis.Polynomials.Select(p => p.ToString().Replace("- 1073741823*z^2", "+ 1073741824*z^2")));
        Assert.Equal(4, basis.QuotientDimension());
    }

    [Fact]
    public void OrdersAgreeOnTheNumberOfSolutionsAndOnMembership()
    {
        string[] cyclic = ["x + y + z", "x*y + y*z + z*x", "x*y*z - 1"];
        foreach (var order in (MonomialOrder[])[MonomialOrder.Lexicographic, MonomialOrder.DegreeReverseLexicographic, MonomialOrder.Elimination(1), MonomialOrder.Elimination(2)])
        {
            var basis = Of(order, cyclic);
            Assert.Equal(6, basis.QuotientDimension());
            var ring = basis.Polynomials[0].Ring;
            Assert.True(basis.Reduce(ring.Of(Source.Parse("z^3 - 1"))).IsZero);
            Assert.False(basis.Reduce(ring.Of(Source.Parse("z^2 - 1"))).IsZero);
            Assert.Equal([PrimeField.Default.Prime - 1, 0u, 0u, 1u], basis.MinimalPolynomial(ring.Variable(2), 6)!);
            Assert.Null(basis.MinimalPolynomial(ring.Variable(2), 2));
        }
    }

    [Fact]
    public void TheTwistedCubicIsEliminated()
    {
        // y = x², z = x³: without x there remains y³ = z².
        var basis = Of(MonomialOrder.Elimination(1), "y - x^2", "z - x^3");
        Assert.Contains("y^3 - z^2", basis.Polynomials.Select(p => p.ToString()));
        Assert.Null(basis.QuotientDimension());
        Assert.Null(basis.MinimalPolynomial(basis.Polynomials[0].Ring.Variable(0), 5));
    }

    [Fact]
    public void ContradictionsHaveNoSolution()
    {
        var basis = Of(MonomialOrder.DegreeReverseLexicographic, "x*y - 1", "x", "z");
        Assert.True(basis.IsUnit);
        Assert.Equal(0, basis.QuotientDimension());
    }

    [Fact]
    public void NothingHasAllPoints() => Assert.Null(Of(MonomialOrder.Lexicographic).QuotientDimension());

    [Fact]
    public void TheLimitIsReported()
    {
        var ring = Ring(MonomialOrder.Lexicographic);
        var basis = GroebnerBasis.Of(ring, [ring.Of(Source.Parse("x^3*y - z^2 + 1")), ring.Of(Source.Parse("y^3*z - x^2 + x")), ring.Of(Source.Parse("z^3*x - y^2 + 3"))], 500, TestContext.Current.CancellationToken);
        Assert.False(basis.IsComplete);
        Assert.Throws<InvalidOperationException>(() => basis.QuotientDimension());
    }

    [Fact]
    public void RandomIdealsContainTheirGeneratorsAndSPolynomials()
    {
        var random = new Random(3);
        var ring = Ring(MonomialOrder.DegreeReverseLexicographic);
        for (var trial = 0; trial < 12; trial++)
        {
            ModularPolynomial[] generators = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 4).Aggregate(ring.Zero, (sum, _) => sum + Term(ring, random)))];
            var basis = GroebnerBasis.Of(ring, generators, cancellation: TestContext.Current.CancellationToken);
            Assert.True(basis.IsComplete);
            Assert.All(generators, g => Assert.True(basis.Reduce(g).IsZero));
            // A basis of the products with a polynomial h has the same members times h.
            var h = Term(ring, random) + ring.One;
            var multiplied = GroebnerBasis.Of(ring, generators.Select(g => g * h), cancellation: TestContext.Current.CancellationToken);
            Assert.All(basis.Polynomials, p => Assert.True(multiplied.Reduce(p * h).IsZero));
            Assert.All(multiplied.Polynomials, p => Assert.True(basis.Reduce(p).IsZero));
        }
    }

    [Fact]
    public void CoordinatesInTheQuotientAreFound()
    {
        var basis = Of(MonomialOrder.DegreeReverseLexicographic, "x^2 - 2", "y - 3*x - 1", "z");
        var ring = basis.Polynomials[0].Ring;
        Assert.Equal([1u, 3u], basis.Coordinates(ring.Variable(1), [ring.One, ring.Variable(0)])!);
        Assert.Null(basis.Coordinates(ring.Variable(0), [ring.One]));
    }

    [Fact]
    public void RootsOfOneVariableAreFound()
    {
        // (x − 3/7)(x + 2)²(x² + 1)
        var x = new PolynomialRing(["x"]);
        var p = x.Parse("(x - 3/7)*(x + 2)^2*(x^2 + 1)");
        Rational[] coefficients = [.. Enumerable.Range(0, 6).Select(k => p.CoefficientOf(Monomial.Of(0, k)))];
        var roots = UnivariatePolynomial.Roots(coefficients);
        Assert.Equal(5, roots.Count);
        Assert.Equal([-2, -2, new Rational(3, 7)], roots.Where(r => r.Exact is not null).Select(r => r.Exact!.Value).Order());
        Assert.All(roots.Where(r => r.Exact is null), r => Assert.Equal(1, Math.Abs(r.Value.Imaginary), 1e-12));
        Assert.Throws<ArgumentException>(() => UnivariatePolynomial.Deflate(coefficients, 1));
    }

    private static ModularPolynomialRing Ring(MonomialOrder order) => new(PrimeField.Default, Source.Variables, order);

    private static GroebnerBasis Of(MonomialOrder order, params string[] polynomials)
    {
        var ring = Ring(order);
        return GroebnerBasis.Of(ring, polynomials.Select(p => ring.Of(Source.Parse(p))), cancellation: TestContext.Current.CancellationToken);
    }

    private static ModularPolynomial Term(ModularPolynomialRing ring, Random random) => ring.Of(Source.Term(Monomial.OfExponents([random.Next(3), random.Next(3), random.Next(2)]), random.Next(1, 10)));
}
