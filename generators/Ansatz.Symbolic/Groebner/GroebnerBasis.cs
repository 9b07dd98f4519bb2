namespace Ansatz.Symbolic;

/// <summary>
/// A reduced Gröbner basis over a prime field, by Buchberger's algorithm with the criteria of Gebauer and Möller (1988). For small systems; with a limit on the steps, and a
/// result that says whether it was reached.
/// </summary>
public sealed class GroebnerBasis
{
    private readonly ModularPolynomialRing _ring;
    private readonly CancellationToken _cancellation;
    private readonly long _limit;
    private long _steps;

    private GroebnerBasis(ModularPolynomialRing ring, long limit, CancellationToken cancellation)
    {
        _ring = ring;
        _limit = limit;
        _cancellation = cancellation;
        Polynomials = [];
    }

    /// <summary>Whether the basis is one; otherwise the limit was reached, and nothing but membership of <see cref="Polynomials"/> in the ideal is known.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The polynomials, monic, in rising order of their leading terms.</summary>
    public IReadOnlyList<ModularPolynomial> Polynomials { get; private set; }

    /// <summary>How many products of a coefficient with a term were made.</summary>
    public long Steps => _steps;

    /// <summary>Whether the ideal is the whole ring: the equations have no solution.</summary>
    public bool IsUnit => Polynomials is [var only] && only.Lead.All(e => e == 0);

    /// <summary>The basis of the ideal of some polynomials.</summary>
    /// <param name="ring">The ring and term order.</param>
    /// <param name="generators">The polynomials.</param>
    /// <param name="limit">The most steps: products of a coefficient with a term.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static GroebnerBasis Of(ModularPolynomialRing ring, IEnumerable<ModularPolynomial> generators, long limit = 1_000_000, CancellationToken cancellation = default)
    {
        var basis = new GroebnerBasis(ring, limit, cancellation);
        basis.IsComplete = basis.Run(generators);
        return basis;
    }

    /// <summary>The remainder modulo the basis: 0 exactly for the members of the ideal, if the basis is complete.</summary>
    /// <param name="p">A polynomial.</param>
    /// <exception cref="StepLimitException">The steps are used up.</exception>
    public ModularPolynomial Reduce(ModularPolynomial p) => Reduce(p, Polynomials, null);

    /// <summary>The dimension of the ring modulo the ideal, which is the number of solutions counted with multiplicity; null if there are infinitely many.</summary>
    /// <exception cref="InvalidOperationException">The basis is not complete.</exception>
    public int? QuotientDimension()
    {
        if (!IsComplete) throw new InvalidOperationException("The basis is not complete.");
        if (IsUnit) return 0;
        var n = _ring.Variables.Count;
        for (var v = 0; v < n; v++)
        {
            if (!Polynomials.Any(p => p.Lead[v] > 0 && p.Lead.Where((_, w) => w != v).All(e => e == 0))) return null;
        }

        return Standard(new ushort[n], 0);
    }

    /// <summary>The monic polynomial c₀ + c₁t + … of least degree that p satisfies modulo the ideal, as its coefficients; null if none has degree up to <paramref name="degree"/>.</summary>
    /// <exception cref="InvalidOperationException">The basis is not complete.</exception>
    /// <exception cref="StepLimitException">The steps are used up.</exception>
    public uint[]? MinimalPolynomial(ModularPolynomial p, int degree)
    {
        if (!IsComplete) throw new InvalidOperationException("The basis is not complete.");
        List<ModularPolynomial> powers = [Reduce(_ring.One)];
        for (var d = 0; ; d++)
        {
            if (Relation(powers) is { } relation) return relation;
            if (d == degree) return null;
            powers.Add(Reduce(powers[d] * p));
        }
    }

    /// <summary>Coefficients c with q = Σ c_k · parts_k modulo the ideal; null if there are none.</summary>
    /// <exception cref="StepLimitException">The steps are used up.</exception>
    public uint[]? Coordinates(ModularPolynomial q, IReadOnlyList<ModularPolynomial> parts)
    {
        var relation = Relation([.. parts.Select(Reduce), Reduce(q)]);
        return relation is null || relation.Length != parts.Count + 1 ? null : [.. relation.Take(parts.Count).Select(_ring.Field.Negate)];
    }

    // The relation in which the last polynomial has coefficient 1, if the last depends on the others; the others must be independent.
    private uint[]? Relation(IReadOnlyList<ModularPolynomial> polynomials)
    {
        var monomials = new SortedDictionary<ushort[], int>(_ring.Descending);
        foreach (var m in polynomials.SelectMany(p => p.Monomials))
        {
            if (!monomials.ContainsKey(m)) monomials.Add(m, monomials.Count);
        }

        var matrix = new ModularMatrix(_ring.Field, monomials.Count, polynomials.Count);
        for (var j = 0; j < polynomials.Count; j++)
        {
            for (var k = 0; k < polynomials[j].Count; k++) matrix[monomials[polynomials[j].Monomials[k]], j] = polynomials[j].Coefficients[k];
        }

        var kernel = matrix.Nullspace();
        for (var k = 0; k < kernel.RowCount; k++)
        {
            if (kernel[k, polynomials.Count - 1] == 1) return kernel.Row(k);
        }

        return null;
    }

    private int Standard(ushort[] monomial, int from)
    {
        if (Polynomials.Any(p => ModularPolynomial.Divides(p.Lead, monomial))) return 0;
        var count = 1;
        for (var v = from; v < monomial.Length; v++)
        {
            var next = (ushort[])monomial.Clone();
            next[v]++;
            count += Standard(next, v);
        }

        return count;
    }

    private bool Run(IEnumerable<ModularPolynomial> generators)
    {
        var basis = new List<ModularPolynomial>();
        var pairs = new List<Pair>();
        try
        {
            foreach (var generator in generators.Where(g => !g.IsZero).OrderBy(g => g.Lead, Comparer<ushort[]>.Create(_ring.Order.Compare)))
            {
                if (Reduce(generator, basis, null) is { IsZero: false } rest) Insert(rest.Monic(), basis, pairs);
            }

            while (pairs.Count > 0)
            {
                _cancellation.ThrowIfCancellationRequested();
                var best = 0;
                for (var k = 1; k < pairs.Count; k++)
                {
                    if (Before(pairs[k], pairs[best])) best = k;
                }

                var pair = pairs[best];
                pairs.RemoveAt(best);
                if (Reduce(_ring.Zero, basis, pair) is { IsZero: false } rest) Insert(rest.Monic(), basis, pairs);
            }

            // Each element is reduced by the others, which changes no leading term: none divides another.
            for (var k = 0; k < basis.Count; k++)
            {
                var own = basis[k];
                basis[k] = Reduce(own, [.. basis.Where(p => !ReferenceEquals(p, own))], null).Monic();
            }
        }
        catch (StepLimitException)
        {
            Polynomials = basis;
            return false;
        }

        Polynomials = [.. basis.OrderByDescending(p => p.Lead, _ring.Descending)];
        return true;
    }

    private bool Before(Pair a, Pair b) => a.Degree != b.Degree ? a.Degree < b.Degree : _ring.Order.Compare(a.Multiple, b.Multiple) < 0;

    private static void Insert(ModularPolynomial h, List<ModularPolynomial> basis, List<Pair> pairs)
    {
        var lead = h.Lead;
        pairs.RemoveAll(p => ModularPolynomial.Divides(lead, p.Multiple) && !Same(ModularPolynomial.LeastCommonMultiple(p.First.Lead, lead), p.Multiple) && !Same(ModularPolynomial.LeastCommonMultiple(p.Second.Lead, lead), p.Multiple));
        var candidates = basis.Select(g => new Pair(h, g)).ToList();
        var kept = new List<Pair>();
        while (candidates.Count > 0)
        {
            var pair = candidates[candidates.Count - 1];
            candidates.RemoveAt(candidates.Count - 1);
            if (ModularPolynomial.Coprime(lead, pair.Second.Lead) || !candidates.Concat(kept).Any(other => ModularPolynomial.Divides(other.Multiple, pair.Multiple))) kept.Add(pair);
        }

        pairs.AddRange(kept.Where(p => !ModularPolynomial.Coprime(lead, p.Second.Lead)));
        basis.RemoveAll(g => ModularPolynomial.Divides(lead, g.Lead));
        basis.Add(h);
    }

    private static bool Same(ushort[] a, ushort[] b) => a.AsEnumerable().SequenceEqual(b);

    // The remainder of a polynomial, or of the S-polynomial of a pair.
    private ModularPolynomial Reduce(ModularPolynomial p, IReadOnlyList<ModularPolynomial> by, Pair? pair)
    {
        var field = _ring.Field;
        var rest = new SortedDictionary<ushort[], uint>(_ring.Descending);
        Add(rest, p, new ushort[_ring.Variables.Count], 1);
        if (pair is not null)
        {
            Add(rest, pair.First, ModularPolynomial.Quotient(pair.Multiple, pair.First.Lead), 1);
            Add(rest, pair.Second, ModularPolynomial.Quotient(pair.Multiple, pair.Second.Lead), field.Prime - 1);
        }

        var monomials = new List<ushort[]>();
        var coefficients = new List<uint>();
        while (rest.Count > 0)
        {
            var (monomial, coefficient) = First(rest);
            var divisor = by.FirstOrDefault(g => ModularPolynomial.Divides(g.Lead, monomial));
            if (divisor is null)
            {
                rest.Remove(monomial);
                monomials.Add(monomial);
                coefficients.Add(coefficient);
            }
            else
            {
                Add(rest, divisor, ModularPolynomial.Quotient(monomial, divisor.Lead), field.Multiply(field.Negate(coefficient), field.Invert(divisor.Coefficients[0])));
            }
        }

        return new ModularPolynomial(_ring, [.. monomials], [.. coefficients]);
    }

    private void Add(SortedDictionary<ushort[], uint> sum, ModularPolynomial p, ushort[] monomial, uint factor)
    {
        _steps += p.Count;
        if (_steps > _limit) throw new StepLimitException(_limit);
        _cancellation.ThrowIfCancellationRequested();
        var field = _ring.Field;
        for (var k = 0; k < p.Count; k++)
        {
            var m = ModularPolynomial.Product(p.Monomials[k], monomial);
            var value = field.Multiply(p.Coefficients[k], factor);
            if (sum.TryGetValue(m, out var present)) value = field.Add(present, value);
            if (value == 0) sum.Remove(m);
            else sum[m] = value;
        }
    }

    private static (ushort[] Monomial, uint Coefficient) First(SortedDictionary<ushort[], uint> terms)
    {
        foreach (var term in terms) return (term.Key, term.Value);
        throw new InvalidOperationException("There is no term.");
    }

    private sealed class Pair(ModularPolynomial first, ModularPolynomial second)
    {
        public ModularPolynomial First { get; } = first;

        public ModularPolynomial Second { get; } = second;

        public ushort[] Multiple { get; } = ModularPolynomial.LeastCommonMultiple(first.Lead, second.Lead);

        public int Degree { get; } = ModularPolynomial.LeastCommonMultiple(first.Lead, second.Lead).Sum(e => e);
    }
}

/// <summary>A computation took more steps than the caller allows.</summary>
public sealed class StepLimitException(long limit) : Exception($"More than {limit:#,0} steps are needed.")
{
    /// <summary>How many steps were allowed.</summary>
    public long Limit { get; } = limit;
}
