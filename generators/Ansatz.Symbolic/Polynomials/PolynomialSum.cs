namespace Ansatz.Symbolic;

/// <summary>A sum of many products, put together term by term; with a limit on the number of terms.</summary>
public sealed class PolynomialSum
{
    private readonly Dictionary<Monomial, Rational> _terms = [];
    private readonly int _limit;

    /// <summary>An empty sum.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="limit">The most terms that it may have.</param>
    public PolynomialSum(PolynomialRing ring, int limit = int.MaxValue)
    {
        Ring = ring;
        _limit = limit;
    }

    /// <summary>The ring.</summary>
    public PolynomialRing Ring { get; }

    /// <summary>How many terms it has now.</summary>
    public int Count => _terms.Count;

    /// <summary>Adds coefficient · monomial.</summary>
    /// <exception cref="TermLimitException">The sum has more terms than allowed.</exception>
    public void Add(Monomial monomial, Rational coefficient)
    {
        if (_terms.TryGetValue(monomial, out var present))
        {
            var sum = present + coefficient;
            if (sum.IsZero) _terms.Remove(monomial);
            else _terms[monomial] = sum;
            return;
        }

        if (coefficient.IsZero) return;
        if (_terms.Count >= _limit) throw new TermLimitException(_limit);
        _terms.Add(monomial, coefficient);
    }

    /// <summary>Adds a polynomial.</summary>
    /// <exception cref="TermLimitException">The sum has more terms than allowed.</exception>
    public void Add(Polynomial p)
    {
        for (var k = 0; k < p.Count; k++) Add(p.MonomialAt(k), p.CoefficientAt(k));
    }

    /// <summary>Adds coefficient · monomial · p.</summary>
    /// <exception cref="TermLimitException">The sum has more terms than allowed.</exception>
    public void Add(Monomial monomial, Rational coefficient, Polynomial p)
    {
        for (var k = 0; k < p.Count; k++) Add(monomial * p.MonomialAt(k), coefficient * p.CoefficientAt(k));
    }

    /// <summary>Adds p · q.</summary>
    /// <exception cref="TermLimitException">The sum has more terms than allowed.</exception>
    public void AddProduct(Polynomial p, Polynomial q)
    {
        for (var k = 0; k < p.Count; k++) Add(p.MonomialAt(k), p.CoefficientAt(k), q);
    }

    /// <summary>The sum.</summary>
    public Polynomial ToPolynomial()
    {
        var monomials = _terms.Keys.ToArray();
        Array.Sort(monomials, static (a, b) => b.CompareTo(a));
        return new Polynomial(Ring, monomials, Array.ConvertAll(monomials, m => _terms[m]));
    }
}

/// <summary>A result would have more terms than the caller allows.</summary>
public sealed class TermLimitException(int limit) : Exception($"The result has more than {limit} terms.")
{
    /// <summary>How many terms were allowed.</summary>
    public int Limit { get; } = limit;
}
