using System.Numerics;
using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>The search for the polynomials of a vanishing ideal.</summary>
internal sealed class VanishingIdealSearch
{
    // A relation that holds at all points that determine it and at these many more is false with probability (degree / p) to that power.
    private const int ExtraPoints = 4;
    private const int MostPrimes = 6;

    private readonly MixedGraph _graph;
    private readonly VanishingIdealLimits _limits;
    private readonly CancellationToken _cancellation;
    private readonly CovarianceMonomials _monomials;
    private readonly List<(Polynomial Polynomial, int[] Multidegree)> _generators = [];
    private readonly Dictionary<uint, List<uint[]>> _points = [];
    private readonly Random _random = new(20221);
    private readonly PrimeField[] _fields = [.. PrimeField.Descending().Take(MostPrimes)];
    private readonly VanishingIdealProof _proof;
    private long _steps;

    public VanishingIdealSearch(MixedGraph graph, VanishingIdealLimits limits, CancellationToken cancellation)
    {
        _graph = graph;
        _limits = limits;
        _cancellation = cancellation;
        _monomials = new CovarianceMonomials(graph);
        _proof = new VanishingIdealProof(ClosedForm.Of(graph, null, cancellation), graph, _monomials, limits.SubstitutionSteps, cancellation);
    }

    /// <param name="isEnough">Whether the generators of a degree, which it is given, end the search; null if none do.</param>
    public VanishingIdeal Run(Func<IReadOnlyList<Polynomial>, bool>? isEnough)
    {
        var dimension = ModularMoments.At(_graph, _fields[0], _random).JacobianRank(_graph);
        var ideal = new VanishingIdeal(_graph, _monomials.Ring, dimension);
        if (ideal.Codimension == 0) ideal.IsComplete = true;
        try
        {
            for (var ends = false; !ends && !ideal.IsComplete && ideal.Degree < _limits.Degree;)
            {
                var before = _generators.Count;
                Degree(ideal.Degree + 1);
                ideal.Degree++;
                ends = isEnough is not null && isEnough([.. _generators.Skip(before).Select(g => g.Polynomial)]);
                // A prime ideal of codimension 1 has one generator, and no element of it has a lower degree.
                if (ideal.Codimension == 1 && _generators.Count > 0) ideal.IsComplete = true;
            }
        }
        catch (StepLimitException e)
        {
            ideal.Reason = $"degree {ideal.Degree + 1} takes more than {e.Limit:#,0} steps";
        }
        catch (TermLimitException e)
        {
            ideal.Reason = $"a multidegree of degree {ideal.Degree + 1} has more than {e.Limit:#,0} monomials";
        }

        catch (OverflowException e)
        {
            ideal.Reason = e.Message;
        }

        ideal.Generators = [.. _generators.Where(g => g.Polynomial.Degree <= ideal.Degree).Select(g => g.Polynomial)];
        ideal.IsProved = ideal.Generators.All(_proof.IsProved);
        return ideal;
    }

    private void Degree(int degree)
    {
        var found = new List<(Polynomial, int[])>();
        foreach (var multidegree in _monomials.Multidegrees(degree))
        {
            _cancellation.ThrowIfCancellationRequested();
            var block = _monomials.OfMultidegree(multidegree, _limits.Block);
            if (block.Length > _limits.Block) throw new TermLimitException(_limits.Block);
            if (block.Length > 0) found.AddRange(OfBlock(block, multidegree).Select(p => (p, multidegree)));
        }

        _generators.AddRange(found);
    }

    // New generators of one multidegree: a basis of the relations modulo those that lower ones make.
    private IReadOnlyList<Polynomial> OfBlock(Monomial[] block, int[] multidegree)
    {
        BigInteger modulus = 1;
        BigInteger[][]? residues = null;
        int[]? leads = null;
        foreach (var field in _fields)
        {
            var fresh = Relations(block, multidegree, field, out var pivots);
            if (fresh.RowCount == 0) return [];
            if (leads is null || !leads.AsEnumerable().SequenceEqual(pivots))
            {
                // The first prime, or one of the two was unlucky: begin again with this one.
                (leads, modulus) = (pivots, field.Prime);
                residues = [.. Enumerable.Range(0, fresh.RowCount).Select(r => Array.ConvertAll(fresh.Row(r), v => (BigInteger)v))];
            }
            else
            {
                for (var r = 0; r < residues!.Length; r++)
                {
                    for (var k = 0; k < block.Length; k++) residues[r][k] = RationalReconstruction.Combine(residues[r][k], modulus, fresh[r, k], field);
                }

                modulus *= field.Prime;
            }

            if (Reconstructed(block, residues, modulus) is { } polynomials && polynomials.All(_proof.Check)) return polynomials;
        }

        throw new OverflowException($"the coefficients of a polynomial are too long for {MostPrimes} primes of 31 bits");
    }

    private List<Polynomial>? Reconstructed(Monomial[] block, BigInteger[][] residues, BigInteger modulus)
    {
        var polynomials = new List<Polynomial>();
        foreach (var row in residues)
        {
            var sum = new PolynomialSum(_monomials.Ring);
            for (var k = 0; k < block.Length; k++)
            {
                if (row[k].IsZero) continue;
                if (!RationalReconstruction.TryReconstruct(row[k], modulus, out var coefficient)) return null;
                sum.Add(block[k], coefficient);
            }

            polynomials.Add(sum.ToPolynomial().Primitive());
        }

        return polynomials;
    }

    private ModularMatrix Relations(Monomial[] block, int[] multidegree, PrimeField field, out int[] pivots)
    {
        pivots = [];
        var m = block.Length;
        Step((long)m * m * m / 3 + m);
        var points = Points(field, m + ExtraPoints);
        var values = ModularMatrix.OfRows(field, points.Take(m + ExtraPoints).Select(p => Array.ConvertAll(block, b => CovarianceMonomials.Value(b, p, field))), m);
        var relations = values.Nullspace();
        if (relations.RowCount == 0) return relations;
        var known = Multiples(block, multidegree, field).ReducedEchelon(out var knownPivots);
        if (knownPivots.Length == relations.RowCount) return new ModularMatrix(field, 0, m);
        Step((long)relations.RowCount * known.RowCount * m);
        var rest = new List<uint[]>();
        for (var r = 0; r < relations.RowCount; r++)
        {
            var row = relations.Row(r);
            for (var k = 0; k < knownPivots.Length; k++)
            {
                var factor = row[knownPivots[k]];
                if (factor == 0) continue;
                for (var j = 0; j < m; j++) row[j] = field.Subtract(row[j], field.Multiply(factor, known[k, j]));
            }

            rest.Add(row);
        }

        return ModularMatrix.OfRows(field, rest, m).ReducedEchelon(out pivots);
    }

    private ModularMatrix Multiples(Monomial[] block, int[] multidegree, PrimeField field)
    {
        var places = new Dictionary<Monomial, int>();
        for (var k = 0; k < block.Length; k++) places.Add(block[k], k);
        var rows = new List<uint[]>();
        foreach (var (p, own) in _generators)
        {
            int[] left = [.. multidegree.Select((d, k) => d - own[k])];
            foreach (var factor in _monomials.OfMultidegree(left, _limits.Block))
            {
                var row = new uint[block.Length];
                for (var k = 0; k < p.Count; k++) row[places[p.MonomialAt(k) * factor]] = field.Of(p.CoefficientAt(k));
                rows.Add(row);
            }
        }

        Step((long)rows.Count * block.Length * Math.Min(rows.Count, block.Length));
        return ModularMatrix.OfRows(field, rows, block.Length);
    }

    private List<uint[]> Points(PrimeField field, int count)
    {
        if (!_points.TryGetValue(field.Prime, out var points)) _points.Add(field.Prime, points = []);
        while (points.Count < count) points.Add(_monomials.Values(ModularMoments.At(_graph, field, _random).Sigma));
        return points;
    }

    private void Step(long steps)
    {
        if ((_steps += steps) > _limits.Steps) throw new StepLimitException(_limits.Steps);
        _cancellation.ThrowIfCancellationRequested();
    }
}
