namespace Ansatz.Symbolic;

/// <summary>Reads polynomials and rational functions from infix notation: sums, products, quotients, powers with integer exponents, parentheses.</summary>
public sealed class InfixReader
{
    private const int DeepestNesting = 200;
    private readonly PolynomialRing _ring;
    private readonly string _text;
    private readonly List<Factor> _factors;
    private int _at;
    private int _depth;

    private InfixReader(PolynomialRing ring, string text, IReadOnlyList<Factor> factors)
    {
        _ring = ring;
        _text = text;
        _factors = [.. factors];
    }

    /// <summary>Reads a polynomial.</summary>
    /// <exception cref="FormatException">The text is no polynomial in the ring's variables; the message has the column.</exception>
    public static Polynomial Polynomial(PolynomialRing ring, string text)
    {
        var value = RationalFunction(ring, text, []).Cancelled();
        return value.IsPolynomial ? value.Numerator : throw new FormatException($"'{text}' is not a polynomial: it is divided by {value.Denominator[0].Factor.Polynomial.Infix}.");
    }

    /// <summary>Reads a rational function.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="text">The text.</param>
    /// <param name="factors">Factors that the text may use by name, and that its divisors are if they are equal.</param>
    /// <exception cref="FormatException">The text is no rational function in the ring's variables; the message has the column.</exception>
    public static RationalFunction RationalFunction(PolynomialRing ring, string text, IReadOnlyList<Factor> factors)
    {
        var reader = new InfixReader(ring, text, factors);
        var value = reader.Sum();
        if (reader.Peek() != '\0') throw reader.Unexpected();
        return value;
    }

    private RationalFunction Sum()
    {
        if (++_depth > DeepestNesting) throw new FormatException($"More than {DeepestNesting} parentheses stand inside one another in column {_at + 1}.");
        var sum = Product();
        for (;;)
        {
            if (Take('+')) sum += Product();
            else if (Take('-')) sum -= Product();
            else break;
        }

        _depth--;
        return sum;
    }

    private RationalFunction Product()
    {
        var negative = false;
        for (; ; _at++)
        {
            if (Peek() == '-') negative = !negative;
            else if (Peek() != '+') break;
        }

        var product = Power();
        for (;;)
        {
            if (Take('*')) product *= Power();
            else if (Take('/')) product *= Power(inverse: true);
            else break;
        }

        return negative ? -product : product;
    }

    private RationalFunction Power(bool inverse = false)
    {
        var value = Atom();
        var exponent = 1;
        if (Take('^'))
        {
            var parenthesis = Take('(');
            if (Take('-')) inverse = !inverse;
            Peek();
            var start = _at;
            while (_at < _text.Length && _text[_at] is >= '0' and <= '9') _at++;
            if (!int.TryParse(_text[start.._at], out exponent) || exponent > 1000) throw new FormatException($"A power has an integer exponent up to 1000 in column {start + 1} of '{_text}'.");
            if (parenthesis && !Take(')')) throw Unexpected();
        }

        if (inverse) value = Inverse(value);
        if (exponent == 1) return value;
        RationalFunction power = _ring.One;
        for (var k = 0; k < exponent; k++) power *= value;
        return power;
    }

    private RationalFunction Atom()
    {
        var c = Peek();
        if (c == '-')
        {
            _at++;
            return -Power();
        }

        if (Take('('))
        {
            var inner = Sum();
            return Take(')') ? inner : throw Unexpected();
        }

        var start = _at;
        if (c is (>= '0' and <= '9') or '.')
        {
            while (_at < _text.Length && _text[_at] is (>= '0' and <= '9') or '.') _at++;
            if (_at + 1 < _text.Length && _text[_at] is 'e' or 'E' && (char.IsDigit(_text[_at + 1]) || (_text[_at + 1] is '-' or '+' && _at + 2 < _text.Length && char.IsDigit(_text[_at + 2]))))
            {
                _at += 2;
                while (_at < _text.Length && _text[_at] is >= '0' and <= '9') _at++;
            }

            return _ring.Constant(Rational.Parse(_text[start.._at]));
        }

        while (_at < _text.Length && PolynomialRing.IsName("_" + _text[_at])) _at++;
        if (_at == start) throw Unexpected();
        var name = _text[start.._at];
        if (_ring.IndexOf(name) is >= 0 and var k) return _ring.Variable(k);
        return _factors.Find(f => f.Name == name)?.Polynomial ?? throw new FormatException($"There is no variable '{name}' in column {start + 1} of '{_text}'.");
    }

    private RationalFunction Inverse(RationalFunction value)
    {
        if (value.IsZero) throw new FormatException($"The divisor before column {_at + 1} of '{_text}' is 0.");
        var numerator = value.ExpandedDenominator();
        if (value.Numerator.IsConstant) return value.Numerator.ConstantTerm.Power(-1) * numerator;
        var factor = _factors.Find(f => f.Polynomial.Equals(value.Numerator));
        // The square of a factor is read as the factor, twice.
        if (factor is null && _factors.Find(f => f.Polynomial.Degree > 0 && value.Numerator.DividedBy(f.Polynomial) is not null) is { } part)
            return Ansatz.Symbolic.RationalFunction.Of(numerator, [new FactorPower(part, 1)]) * Inverse(value.Numerator.DividedBy(part.Polynomial)!);
        if (factor is null) _factors.Add(factor = new Factor($"({value.Numerator.Infix})", $@"\left({value.Numerator.Latex}\right)", value.Numerator));
        return Ansatz.Symbolic.RationalFunction.Of(numerator, [new FactorPower(factor, 1)]);
    }

    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool Take(char c)
    {
        if (Peek() != c) return false;
        _at++;
        return true;
    }

    private FormatException Unexpected() => new(Peek() == '\0' ? $"'{_text}' ends in column {_at + 1} where something is missing." : $"'{_text[_at]}' is not expected in column {_at + 1} of '{_text}'.");
}
