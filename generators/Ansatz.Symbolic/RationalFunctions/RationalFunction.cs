namespace Ansatz.Symbolic;

/// <summary>
/// A polynomial over a product of powers of named factors. Sums are brought to the smallest such denominator, and <see cref="Cancelled"/> divides out every factor
/// that divides the numerator, so that nothing is ever factored: with irreducible factors the result is in lowest terms.
/// </summary>
public sealed class RationalFunction
{
    private RationalFunction(Polynomial numerator, IReadOnlyList<FactorPower> denominator)
    {
        Numerator = numerator;
        Denominator = denominator;
    }

    /// <summary>The numerator.</summary>
    public Polynomial Numerator { get; }

    /// <summary>The powers of factors in the denominator, none for a polynomial.</summary>
    public IReadOnlyList<FactorPower> Denominator { get; }

    /// <summary>Whether it is 0.</summary>
    public bool IsZero => Numerator.IsZero;

    /// <summary>Whether no factor stands in the denominator.</summary>
    public bool IsPolynomial => Denominator.Count == 0;

    /// <summary>A polynomial as a rational function.</summary>
    public static implicit operator RationalFunction(Polynomial p) => new(p, []);

    /// <summary>numerator / Π factor^exponent, as it is.</summary>
    public static RationalFunction Of(Polynomial numerator, IReadOnlyList<FactorPower> denominator) => numerator.IsZero ? new RationalFunction(numerator, []) : new RationalFunction(numerator, [.. denominator.Where(f => f.Exponent > 0)]);

    /// <summary>The exponent of a factor in the denominator; 0 if it does not stand there.</summary>
    public int ExponentOf(Factor factor)
    {
        foreach (var power in Denominator)
        {
            if (ReferenceEquals(power.Factor, factor)) return power.Exponent;
        }

        return 0;
    }

    /// <summary>The sum.</summary>
    public static RationalFunction operator +(RationalFunction a, RationalFunction b)
    {
        if (a.IsZero) return b;
        if (b.IsZero) return a;
        var common = Union(a.Denominator, b.Denominator, Math.Max);
        return Of(a.NumeratorOver(common) + b.NumeratorOver(common), common);
    }

    /// <summary>The difference.</summary>
    public static RationalFunction operator -(RationalFunction a, RationalFunction b) => a + -b;

    /// <summary>The negative.</summary>
    public static RationalFunction operator -(RationalFunction a) => new(-a.Numerator, a.Denominator);

    /// <summary>The product.</summary>
    public static RationalFunction operator *(RationalFunction a, RationalFunction b) => Of(a.Numerator * b.Numerator, Union(a.Denominator, b.Denominator, static (x, y) => x + y));

    /// <summary>The product of the powers in two denominators, each exponent made of the two (0 where a factor is absent).</summary>
    public static IReadOnlyList<FactorPower> Union(IReadOnlyList<FactorPower> a, IReadOnlyList<FactorPower> b, Func<int, int, int> exponent)
    {
        if (b.Count == 0) return a;
        var result = new List<FactorPower>(a);
        foreach (var power in b)
        {
            var k = result.FindIndex(f => ReferenceEquals(f.Factor, power.Factor));
            if (k < 0) result.Add(power);
            else result[k] = new FactorPower(power.Factor, exponent(result[k].Exponent, power.Exponent));
        }

        return result;
    }

    /// <summary>The numerator over a denominator that has each factor at least as often as this one.</summary>
    public Polynomial NumeratorOver(IReadOnlyList<FactorPower> denominator)
    {
        var numerator = Numerator;
        foreach (var power in denominator)
        {
            for (var k = ExponentOf(power.Factor); k < power.Exponent; k++) numerator *= power.Factor.Polynomial;
        }

        return numerator;
    }

    /// <summary>The same function, each factor divided out of numerator and denominator as often as it divides both.</summary>
    public RationalFunction Cancelled()
    {
        if (IsPolynomial) return this;
        var numerator = Numerator;
        var rest = new List<FactorPower>();
        foreach (var power in Denominator)
        {
            var exponent = power.Exponent;
            while (exponent > 0 && MayDivide(power.Factor.Polynomial, numerator) && numerator.DividedBy(power.Factor.Polynomial) is { } quotient)
            {
                numerator = quotient;
                exponent--;
            }

            if (exponent > 0) rest.Add(power with { Exponent = exponent });
        }

        return Of(numerator, rest);
    }

    /// <summary>The partial derivative.</summary>
    public RationalFunction Derivative(int variable)
    {
        RationalFunction sum = Of(Numerator.Derivative(variable), Denominator);
        foreach (var power in Denominator)
        {
            var slope = power.Factor.Polynomial.Derivative(variable);
            if (!slope.IsZero) sum += Of(-power.Exponent * (Numerator * slope), Union(Denominator, [new FactorPower(power.Factor, 1)], static (x, y) => x + y));
        }

        return sum.Cancelled();
    }

    /// <summary>Whether both are the same function; factors are compared by what they are, not by name.</summary>
    public bool EqualsFunction(RationalFunction other)
    {
        var product = Union(Denominator, other.Denominator, Math.Max);
        return NumeratorOver(product).Equals(other.NumeratorOver(product));
    }

    /// <summary>The denominator, multiplied out.</summary>
    public Polynomial ExpandedDenominator()
    {
        var product = Numerator.Ring.One;
        foreach (var power in Denominator) product *= power.Factor.Polynomial.Power(power.Exponent);
        return product;
    }

    /// <summary>The value at a point; infinite or NaN where a factor is 0.</summary>
    /// <param name="point">A value for each variable of the ring.</param>
    public double Evaluate(IReadOnlyList<double> point)
    {
        var value = Numerator.Evaluate(point);
        foreach (var power in Denominator)
        {
            var factor = power.Factor.Polynomial.Evaluate(point);
            for (var k = 0; k < power.Exponent; k++) value /= factor;
        }

        return value;
    }

    /// <summary>The exact value at a point.</summary>
    /// <exception cref="DivideByZeroException">A factor is 0 there.</exception>
    public Rational Evaluate(IReadOnlyList<Rational> point)
    {
        var value = Numerator.Evaluate(point);
        foreach (var power in Denominator) value /= power.Factor.Polynomial.Evaluate(point).Power(power.Exponent);
        return value;
    }

    /// <summary>The value modulo a prime at a point.</summary>
    /// <exception cref="DivideByZeroException">A factor is 0 there.</exception>
    public uint Evaluate(IReadOnlyList<uint> point, PrimeField field)
    {
        var value = Numerator.Evaluate(point, field);
        foreach (var power in Denominator) value = field.Multiply(value, field.Invert(field.Power(power.Factor.Polynomial.Evaluate(point, field), (uint)power.Exponent)));
        return value;
    }

    /// <summary>Reads infix notation; a divisor that is not a number becomes a factor named by its own notation.</summary>
    /// <exception cref="FormatException">The text is no rational function in the ring's variables; the message has the column.</exception>
    public static RationalFunction Parse(PolynomialRing ring, string text, IReadOnlyList<Factor>? factors = null) => InfixReader.RationalFunction(ring, text, factors ?? []);

    /// <summary>Infix notation with the factors written out, for example <c>(l12*w1 + l42*w14)/(-l23*l34*l42 + 1)</c>.</summary>
    public string Infix => InfixWriter.Write(this, byName: false);

    /// <summary>Infix notation with the factors by name, for example <c>(l12*w1 + l42*w14)/Delta</c>.</summary>
    public string InfixByName => InfixWriter.Write(this, byName: true);

    /// <summary>LaTeX with the factors written out.</summary>
    public string Latex => LatexWriter.Write(this, byName: false);

    /// <summary>LaTeX with the factors by name.</summary>
    public string LatexByName => LatexWriter.Write(this, byName: true);

    /// <inheritdoc cref="InfixByName"/>
    public override string ToString() => InfixByName;

    // Where a factor that is linear in some variable vanishes at a random point modulo a prime, a numerator that does not vanish is not divisible by it. A division that
    // would fail after thousands of steps is not begun then.
    private static bool MayDivide(Polynomial factor, Polynomial numerator)
    {
        if (numerator.IsZero) return true;
        foreach (var v in factor.Support())
        {
            if (factor.DegreeIn(v) != 1) continue;
            var field = PrimeField.Default;
            var random = new Random(v + 1);
            var point = new uint[factor.Ring.Variables.Count];
            for (var k = 0; k < point.Length; k++) point[k] = field.Random(random);
            try
            {
                point[v] = 0;
                var atZero = factor.Evaluate(point, field);
                point[v] = 1;
                var slope = field.Subtract(factor.Evaluate(point, field), atZero);
                point[v] = field.Multiply(field.Negate(atZero), field.Invert(slope));
                return numerator.Evaluate(point, field) == 0;
            }
            catch (DivideByZeroException)
            {
                // The point was unlucky, or the prime divides a denominator.
            }
        }

        return true;
    }
}
