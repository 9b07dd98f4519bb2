using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>
/// Monomials in the covariances s<i>ij</i> of n variables, sorted by multidegree: s<i>ij</i> has degree e_i + e_j, so that a monomial is a multigraph and its multidegree the degrees
/// of the vertices. What changes with the scales of the variables as a monomial does is a sum of monomials of one multidegree.
/// </summary>
internal sealed class CovarianceMonomials
{
    private readonly int _n;

    public CovarianceMonomials(MixedGraph graph)
    {
        _n = graph.Count;
        Pairs = [.. Enumerable.Range(0, _n).SelectMany(i => Enumerable.Range(i, _n - i).Select(j => (i, j)))];
        Ring = new PolynomialRing([.. Pairs.Select(p => graph.Covariance(p.I, p.J))]);
    }

    /// <summary>The polynomials in s11, s12, …, s22, ….</summary>
    public PolynomialRing Ring { get; }

    /// <summary>The two variables of each covariance.</summary>
    public IReadOnlyList<(int I, int J)> Pairs { get; }

    /// <summary>The place of a covariance among <see cref="Pairs"/>.</summary>
    public int IndexOf(int i, int j) => Math.Min(i, j) * (2 * _n - Math.Min(i, j) + 1) / 2 + Math.Abs(i - j);

    /// <summary>The multidegrees of monomials of a degree.</summary>
    public IEnumerable<int[]> Multidegrees(int degree)
    {
        return Extend(new int[_n], 0, 2 * degree);

        static IEnumerable<int[]> Extend(int[] m, int at, int left)
        {
            if (at == m.Length - 1)
            {
                m[at] = left;
                yield return (int[])m.Clone();
                yield break;
            }

            for (var k = left; k >= 0; k--)
            {
                m[at] = k;
                foreach (var rest in Extend(m, at + 1, left - k)) yield return rest;
            }
        }
    }

    /// <summary>The monomials of a multidegree, in falling lexicographic order; at most <paramref name="limit"/> and one more.</summary>
    public Monomial[] OfMultidegree(int[] multidegree, int limit)
    {
        var found = new List<Monomial>();
        if (multidegree.All(d => d >= 0)) Extend((int[])multidegree.Clone(), 0, 0, Monomial.One);
        found.Sort((a, b) => b.CompareTo(a));
        return [.. found];

        void Extend(int[] left, int i, int j, Monomial product)
        {
            if (found.Count > limit) return;
            if (i == _n)
            {
                found.Add(product);
                return;
            }

            if (j == _n)
            {
                if (left[i] == 0) Extend(left, i + 1, i + 1, product);
                return;
            }

            var most = i == j ? left[i] / 2 : Math.Min(left[i], left[j]);
            for (var e = 0; e <= most; e++)
            {
                left[i] -= e;
                left[j] -= e;
                Extend(left, i, j + 1, product * Monomial.Of(IndexOf(i, j), e));
                left[i] += e;
                left[j] += e;
            }
        }
    }

    /// <summary>The values of all covariances.</summary>
    public uint[] Values(ModularMatrix sigma) => [.. Pairs.Select(p => sigma[p.I, p.J])];

    /// <summary>The value of a monomial.</summary>
    public static uint Value(Monomial m, uint[] covariances, PrimeField field)
    {
        var product = 1u;
        for (var k = 0; k < m.Count; k++)
        {
            for (var e = m.Exponent(k); e > 0; e--) product = field.Multiply(product, covariances[m.Variable(k)]);
        }

        return product;
    }
}
