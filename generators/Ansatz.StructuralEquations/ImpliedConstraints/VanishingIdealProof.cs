using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>Whether polynomials in the covariances vanish on a graph: by substitution of the closed forms where that is short enough, otherwise at random points modulo several primes.</summary>
internal sealed class VanishingIdealProof
{
    private const int Primes = 3;
    private const int PointsEach = 5;

    private readonly MixedGraph _graph;
    private readonly CovarianceMonomials _monomials;
    private readonly long _limit;
    private readonly CancellationToken _cancellation;
    private readonly HashSet<Polynomial> _proved = [];
    private readonly Random _random = new(39);
    private long _steps;

    public VanishingIdealProof(ClosedForm form, MixedGraph graph, CovarianceMonomials monomials, long limit, CancellationToken cancellation)
    {
        _graph = graph;
        _monomials = monomials;
        _limit = limit;
        _cancellation = cancellation;
        Form = form;
    }

    /// <summary>The closed forms.</summary>
    public ClosedForm Form { get; }

    /// <summary>Whether a polynomial that passed <see cref="Check"/> did so by substitution.</summary>
    public bool IsProved(Polynomial p) => _proved.Contains(p);

    /// <summary>Whether a polynomial vanishes.</summary>
    public bool Check(Polynomial p)
    {
        // A wrong polynomial is refuted at once by numbers, a right one proved after.
        if (!VanishesAtPoints(p)) return false;
        if (Substituted(p) is not { } value) return true;
        if (!value.IsZero) return false;
        _proved.Add(p);
        return true;
    }

    /// <summary>A polynomial in the covariances as a function of the parameters; null where that exceeds the limits.</summary>
    public RationalFunction? Substituted(Polynomial p)
    {
        RationalFunction sum = Form.Ring.Zero;
        for (var k = 0; k < p.Count; k++)
        {
            RationalFunction product = p.CoefficientAt(k) * Form.Ring.One;
            var m = p.MonomialAt(k);
            for (var f = 0; f < m.Count; f++)
            {
                var (i, j) = _monomials.Pairs[m.Variable(f)];
                var entry = Form.Sigma(i, j);
                if (!entry.IsKnown) return null;
                for (var e = m.Exponent(f); e > 0; e--)
                {
                    _cancellation.ThrowIfCancellationRequested();
                    if ((_steps += (long)product.Numerator.Count * entry.TermCount) > _limit) return null;
                    product *= entry.Value;
                }
            }

            if ((_steps += sum.Numerator.Count + product.Numerator.Count) > _limit) return null;
            sum += product;
        }

        return sum;
    }

    private bool VanishesAtPoints(Polynomial p)
    {
        foreach (var field in PrimeField.Descending().Skip(50).Take(Primes))
        {
            for (var k = 0; k < PointsEach; k++)
            {
                if (p.Evaluate(_monomials.Values(ModularMoments.At(_graph, field, _random).Sigma), field) != 0) return false;
            }
        }

        return true;
    }
}
