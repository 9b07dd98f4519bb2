using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>
/// Expressions of parameters as rational functions of the covariances. The coefficient of i → j scales as X_j / X_i, so numerator and denominator have one multidegree each; their
/// coefficients are the relations between the values of numerator monomials and of the parameter times denominator monomials at random points, found modulo a prime and then
/// proved by substituting the closed forms of Σ.
/// </summary>
internal sealed class RationalIdentification
{
    private const int ExtraPoints = 4;
    private const int LargestBlock = 60;

    private readonly MixedGraph _graph;
    private readonly FiniteToOneLimits _limits;
    private readonly CancellationToken _cancellation;
    private readonly CovarianceMonomials _monomials;
    private readonly VanishingIdealProof _proof;
    private readonly PrimeField _field = PrimeField.Default;
    private readonly Random _random = new(5);
    private readonly List<(uint[] Covariances, ModularMoments Moments)> _points = [];

    public RationalIdentification(MixedGraph graph, ClosedForm form, FiniteToOneLimits limits, CancellationToken cancellation)
    {
        _graph = graph;
        _limits = limits;
        _cancellation = cancellation;
        _monomials = new CovarianceMonomials(graph);
        _proof = new VanishingIdealProof(form, graph, _monomials, VanishingIdealLimits.Default.SubstitutionSteps, cancellation);
    }

    /// <summary>The shortest expression of least degree of a parameter (a row of the graph's table); null if there is none within the limits.</summary>
    public RationalFunction? Of(int parameter)
    {
        var shift = new int[_graph.Count];
        var (from, to) = Ends(parameter);
        shift[to]++;
        shift[from] += parameter < _graph.Directed.Count ? -1 : 1;
        var steps = 0L;
        for (var degree = 0; degree <= _limits.ExpressionDegree; degree++)
        {
            (Polynomial Numerator, Polynomial Denominator)? best = null;
            foreach (var multidegree in _monomials.Multidegrees(degree))
            {
                _cancellation.ThrowIfCancellationRequested();
                var below = _monomials.OfMultidegree(multidegree, LargestBlock);
                var above = _monomials.OfMultidegree([.. multidegree.Select((d, k) => d + shift[k])], LargestBlock);
                var size = below.Length + above.Length;
                if (below.Length == 0 || above.Length == 0 || size > LargestBlock) continue;
                if ((steps += (long)size * size * size) > _limits.ExpressionSteps) return null;
                foreach (var candidate in Relations(parameter, below, above))
                {
                    if (best is null || candidate.Numerator.Count + candidate.Denominator.Count < best.Value.Numerator.Count + best.Value.Denominator.Count) best = candidate;
                }
            }

            if (best is { } found && IsProved(parameter, found.Numerator, found.Denominator)) return Quotient(found.Numerator, found.Denominator);
        }

        return null;
    }

    private IEnumerable<(Polynomial Numerator, Polynomial Denominator)> Relations(int parameter, Monomial[] below, Monomial[] above)
    {
        var columns = below.Length + above.Length;
        var rows = new uint[columns + ExtraPoints][];
        for (var r = 0; r < rows.Length; r++)
        {
            var (covariances, moments) = Point(r);
            var value = _field.Negate(Value(parameter, moments));
            rows[r] = [.. below.Select(m => _field.Multiply(value, CovarianceMonomials.Value(m, covariances, _field))), .. above.Select(m => CovarianceMonomials.Value(m, covariances, _field))];
        }

        var kernel = ModularMatrix.OfRows(_field, rows, columns).Nullspace();
        var (test, _) = Point(rows.Length);
        for (var k = 0; k < kernel.RowCount; k++)
        {
            var row = kernel.Row(k);
            if (Reconstructed(below, row, 0) is not { } denominator || Reconstructed(above, row, below.Length) is not { } numerator) continue;
            if (denominator.Evaluate(test, _field) != 0) yield return (numerator, denominator);
        }
    }

    private Polynomial? Reconstructed(Monomial[] block, uint[] row, int offset)
    {
        var sum = new PolynomialSum(_monomials.Ring);
        for (var k = 0; k < block.Length; k++)
        {
            if (!RationalReconstruction.TryReconstruct(row[offset + k], _field.Prime, out var coefficient)) return null;
            sum.Add(block[k], coefficient);
        }

        return sum.ToPolynomial();
    }

    private bool IsProved(int parameter, Polynomial numerator, Polynomial denominator) => _proof.Substituted(numerator) is { } n && _proof.Substituted(denominator) is { } d
        && !d.IsZero && (n - (RationalFunction)_proof.Form.Ring.Variable(parameter) * d).IsZero;

    // The first coefficient of the denominator is 1, and a denominator 1 is none.
    private static RationalFunction Quotient(Polynomial numerator, Polynomial denominator)
    {
        var scale = denominator.CoefficientAt(0).Power(-1);
        (numerator, denominator) = (scale * numerator, scale * denominator);
        return denominator.IsOne ? numerator : RationalFunction.Of(numerator, [new FactorPower(new Factor($"({denominator.Infix})", $@"\left({denominator.Latex}\right)", denominator), 1)]);
    }

    private (int From, int To) Ends(int parameter)
    {
        var edges = _graph.Directed.Count;
        return parameter < edges ? _graph.Directed[parameter] : parameter < edges + _graph.Count ? (parameter - edges, parameter - edges) : _graph.Bidirected[parameter - edges - _graph.Count];
    }

    private uint Value(int parameter, ModularMoments moments)
    {
        var (from, to) = Ends(parameter);
        return parameter < _graph.Directed.Count ? moments.Lambda[from, to] : moments.Omega[from, to];
    }

    private (uint[] Covariances, ModularMoments Moments) Point(int k)
    {
        while (_points.Count <= k)
        {
            var moments = ModularMoments.At(_graph, _field, _random);
            _points.Add((_monomials.Values(moments.Sigma), moments));
        }

        return _points[k];
    }
}
