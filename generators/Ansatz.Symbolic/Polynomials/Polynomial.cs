using System.Numerics;

namespace Ansatz.Symbolic;

/// <summary>A polynomial with rational coefficients: its terms in falling lexicographic order, none with coefficient 0.</summary>
public sealed class Polynomial : IEquatable<Polynomial>
{
    private readonly Monomial[] _monomials;
    private readonly Rational[] _coefficients;

    internal Polynomial(PolynomialRing ring, Monomial[] monomials, Rational[] coefficients)
    {
        Ring = ring;
        _monomials = monomials;
        _coefficients = coefficients;
    }

    /// <summary>The ring.</summary>
    public PolynomialRing Ring { get; }

    /// <summary>How many terms it has.</summary>
    public int Count => _monomials.Length;

    /// <summary>Whether it is 0.</summary>
    public bool IsZero => Count == 0;

    /// <summary>Whether it is a number.</summary>
    public bool IsConstant => Count == 0 || (Count == 1 && _monomials[0].IsOne);

    /// <summary>Whether it is 1.</summary>
    public bool IsOne => Count == 1 && _monomials[0].IsOne && _coefficients[0].IsOne;

    /// <summary>The term without variables.</summary>
    public Rational ConstantTerm => Count > 0 && _monomials[Count - 1].IsOne ? _coefficients[Count - 1] : Rational.Zero;

    /// <summary>The largest degree of a term; −1 for 0.</summary>
    public int Degree => IsZero ? -1 : _monomials.Max(m => m.Degree);

    /// <summary>The monomial of the k-th term.</summary>
    public Monomial MonomialAt(int k) => _monomials[k];

    /// <summary>The coefficient of the k-th term.</summary>
    public Rational CoefficientAt(int k) => _coefficients[k];

    /// <summary>The coefficient of a monomial; 0 if it does not occur.</summary>
    public Rational CoefficientOf(Monomial monomial)
    {
        var k = Array.BinarySearch(_monomials, monomial, Descending.Instance);
        return k >= 0 ? _coefficients[k] : Rational.Zero;
    }

    /// <summary>The largest exponent of a variable.</summary>
    public int DegreeIn(int variable)
    {
        var degree = 0;
        foreach (var m in _monomials) degree = Math.Max(degree, m.ExponentOf(variable));
        return degree;
    }

    /// <summary>The variables that occur, by number, rising.</summary>
    public IReadOnlyList<int> Support()
    {
        var found = new SortedSet<int>();
        foreach (var m in _monomials)
        {
            for (var k = 0; k < m.Count; k++) found.Add(m.Variable(k));
        }

        return [.. found];
    }

    /// <summary>The sum.</summary>
    public static Polynomial operator +(Polynomial a, Polynomial b) => Merge(a, b, false);

    /// <summary>The difference.</summary>
    public static Polynomial operator -(Polynomial a, Polynomial b) => Merge(a, b, true);

    /// <summary>The negative.</summary>
    public static Polynomial operator -(Polynomial a) => new(a.Ring, a._monomials, Array.ConvertAll(a._coefficients, c => -c));

    /// <summary>The product.</summary>
    public static Polynomial operator *(Polynomial a, Polynomial b)
    {
        Same(a, b);
        if (a.IsZero || b.IsOne) return a;
        if (b.IsZero || a.IsOne) return b;
        if (a.Count == 1) return b.Times(a._monomials[0], a._coefficients[0]);
        if (b.Count == 1) return a.Times(b._monomials[0], b._coefficients[0]);
        var sum = new PolynomialSum(a.Ring);
        sum.AddProduct(a, b);
        return sum.ToPolynomial();
    }

    /// <summary>The product with a number.</summary>
    public static Polynomial operator *(Rational factor, Polynomial p) => factor.IsZero ? p.Ring.Zero : factor.IsOne ? p : new(p.Ring, p._monomials, Array.ConvertAll(p._coefficients, c => factor * c));

    /// <summary>The product with one term.</summary>
    public Polynomial Times(Monomial monomial, Rational coefficient) => coefficient.IsZero
        ? Ring.Zero
        : new(Ring, monomial.IsOne ? _monomials : Array.ConvertAll(_monomials, m => m * monomial), coefficient.IsOne ? _coefficients : Array.ConvertAll(_coefficients, c => c * coefficient));

    /// <summary>The polynomial to a power that is not negative.</summary>
    public Polynomial Power(int exponent)
    {
        if (exponent < 0) throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "A polynomial has powers 0, 1, 2, …");
        var result = Ring.One;
        for (var k = 0; k < exponent; k++) result *= this;
        return result;
    }

    /// <summary>The quotient if the divisor divides this without remainder; otherwise null.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public Polynomial? DividedBy(Polynomial divisor)
    {
        Same(this, divisor);
        if (divisor.IsZero) throw new DivideByZeroException("A polynomial is not divided by 0.");
        if (IsZero || divisor.IsOne) return this;
        if (divisor.IsConstant) return divisor._coefficients[0].Power(-1) * this;
        var rest = new SortedDictionary<Monomial, Rational>(Descending.Instance);
        for (var k = 0; k < Count; k++) rest.Add(_monomials[k], _coefficients[k]);
        List<Monomial> monomials = [];
        List<Rational> coefficients = [];
        var lead = divisor._monomials[0];
        var inverse = divisor._coefficients[0].Power(-1);
        while (rest.Count > 0)
        {
            var (monomial, coefficient) = First(rest);
            if (monomial.DividedBy(lead) is not { } quotient) return null;
            coefficient *= inverse;
            monomials.Add(quotient);
            coefficients.Add(coefficient);
            rest.Remove(monomial);
            for (var k = 1; k < divisor.Count; k++)
            {
                var product = quotient * divisor._monomials[k];
                var value = (rest.TryGetValue(product, out var present) ? present : Rational.Zero) - coefficient * divisor._coefficients[k];
                if (value.IsZero) rest.Remove(product);
                else rest[product] = value;
            }
        }

        return new Polynomial(Ring, [.. monomials], [.. coefficients]);
    }

    /// <summary>The partial derivative.</summary>
    public Polynomial Derivative(int variable)
    {
        var sum = new PolynomialSum(Ring);
        var lower = Monomial.Of(variable);
        for (var k = 0; k < Count; k++)
        {
            var exponent = _monomials[k].ExponentOf(variable);
            if (exponent > 0) sum.Add(_monomials[k].DividedBy(lower)!, exponent * _coefficients[k]);
        }

        return sum.ToPolynomial();
    }

    /// <summary>The polynomial without denominators and common integer factors, the first coefficient positive: the same up to a unit.</summary>
    public Polynomial Primitive()
    {
        if (IsZero) return this;
        BigInteger multiple = 1, divisor = 0;
        foreach (var c in _coefficients) multiple = multiple / BigInteger.GreatestCommonDivisor(multiple, c.Denominator) * c.Denominator;
        foreach (var c in _coefficients) divisor = BigInteger.GreatestCommonDivisor(divisor, c.Numerator * (multiple / c.Denominator));
        return new Rational(_coefficients[0].Sign * multiple, divisor) * this;
    }

    /// <summary>The value at a point.</summary>
    /// <param name="point">A value for each variable of the ring.</param>
    public double Evaluate(IReadOnlyList<double> point)
    {
        var sum = 0.0;
        for (var k = 0; k < Count; k++)
        {
            var product = _coefficients[k].ToDouble();
            var m = _monomials[k];
            for (var f = 0; f < m.Count; f++)
            {
                var value = point[m.Variable(f)];
                for (var e = m.Exponent(f); e > 0; e--) product *= value;
            }

            sum += product;
        }

        return sum;
    }

    /// <summary>The exact value at a point.</summary>
    /// <param name="point">A value for each variable of the ring.</param>
    public Rational Evaluate(IReadOnlyList<Rational> point)
    {
        var sum = Rational.Zero;
        for (var k = 0; k < Count; k++)
        {
            var product = _coefficients[k];
            var m = _monomials[k];
            for (var f = 0; f < m.Count; f++) product *= point[m.Variable(f)].Power(m.Exponent(f));
            sum += product;
        }

        return sum;
    }

    /// <summary>The value modulo a prime at a point.</summary>
    /// <param name="point">A residue for each variable of the ring.</param>
    /// <param name="field">The field.</param>
    public uint Evaluate(IReadOnlyList<uint> point, PrimeField field)
    {
        var sum = 0u;
        for (var k = 0; k < Count; k++)
        {
            var product = field.Of(_coefficients[k]);
            var m = _monomials[k];
            for (var f = 0; f < m.Count; f++) product = field.Multiply(product, field.Power(point[m.Variable(f)], (uint)m.Exponent(f)));
            sum = field.Add(sum, product);
        }

        return sum;
    }

    /// <inheritdoc/>
    public bool Equals(Polynomial? other)
    {
        if (other is null || !ReferenceEquals(Ring, other.Ring) || Count != other.Count) return false;
        for (var k = 0; k < Count; k++)
        {
            if (!_monomials[k].Equals(other._monomials[k]) || _coefficients[k] != other._coefficients[k]) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Polynomial);

    /// <inheritdoc/>
    public override int GetHashCode() => Count == 0 ? 0 : unchecked(_monomials[0].GetHashCode() * 31 + _coefficients[Count - 1].GetHashCode() + Count);

    /// <summary>Infix notation, for example <c>l12^2*w1 + 2*l12*l42*w14</c>.</summary>
    public string Infix => InfixWriter.Write(this);

    /// <summary>LaTeX.</summary>
    public string Latex => LatexWriter.Write(this);

    /// <inheritdoc cref="Infix"/>
    public override string ToString() => Infix;

    private static Polynomial Merge(Polynomial a, Polynomial b, bool subtract)
    {
        Same(a, b);
        if (b.IsZero) return a;
        if (a.IsZero) return subtract ? -b : b;
        var monomials = new List<Monomial>(a.Count + b.Count);
        var coefficients = new List<Rational>(a.Count + b.Count);
        int i = 0, j = 0;
        while (i < a.Count || j < b.Count)
        {
            var order = i == a.Count ? -1 : j == b.Count ? 1 : a._monomials[i].CompareTo(b._monomials[j]);
            var value = order > 0 ? a._coefficients[i] : subtract ? -b._coefficients[j] : b._coefficients[j];
            if (order == 0) value += a._coefficients[i];
            if (!value.IsZero)
            {
                monomials.Add(order >= 0 ? a._monomials[i] : b._monomials[j]);
                coefficients.Add(value);
            }

            if (order >= 0) i++;
            if (order <= 0) j++;
        }

        return new Polynomial(a.Ring, [.. monomials], [.. coefficients]);
    }

    private static void Same(Polynomial a, Polynomial b)
    {
        if (!ReferenceEquals(a.Ring, b.Ring)) throw new ArgumentException("The polynomials are of different rings.");
    }

    private static (Monomial Monomial, Rational Coefficient) First(SortedDictionary<Monomial, Rational> terms)
    {
        foreach (var term in terms) return (term.Key, term.Value);
        throw new InvalidOperationException("There is no term.");
    }

    private sealed class Descending : IComparer<Monomial>
    {
        public static readonly Descending Instance = new();

        public int Compare(Monomial? x, Monomial? y) => y!.CompareTo(x);
    }
}
