using System.Globalization;
using System.Numerics;

namespace Ansatz.Symbolic;

/// <summary>An exact rational number in lowest terms, with a positive denominator.</summary>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    // 0 stands for 1, so that the default value is the number 0.
    private readonly BigInteger _denominator;

    /// <summary>The number numerator / denominator.</summary>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero) throw new DivideByZeroException($"{numerator}/0 is no number.");
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        if (!denominator.IsOne)
        {
            var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
            if (!divisor.IsOne) (numerator, denominator) = (numerator / divisor, denominator / divisor);
        }

        Numerator = numerator;
        _denominator = denominator.IsOne ? BigInteger.Zero : denominator;
    }

    private Rational(BigInteger integer)
    {
        Numerator = integer;
        _denominator = BigInteger.Zero;
    }

    /// <summary>0.</summary>
    public static Rational Zero => default;

    /// <summary>1.</summary>
    public static Rational One { get; } = new(BigInteger.One);

    /// <summary>The numerator.</summary>
    public BigInteger Numerator { get; }

    /// <summary>The denominator, positive.</summary>
    public BigInteger Denominator => _denominator.IsZero ? BigInteger.One : _denominator;

    /// <summary>Whether it is 0.</summary>
    public bool IsZero => Numerator.IsZero;

    /// <summary>Whether it is 1.</summary>
    public bool IsOne => IsInteger && Numerator.IsOne;

    /// <summary>Whether it is an integer.</summary>
    public bool IsInteger => _denominator.IsZero;

    /// <summary>−1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>An integer as a rational number.</summary>
    public static implicit operator Rational(int value) => new(new BigInteger(value));

    /// <summary>An integer as a rational number.</summary>
    public static implicit operator Rational(BigInteger value) => new(value);

    /// <inheritdoc cref="BigInteger.Add"/>
    public static Rational operator +(Rational a, Rational b) => a.IsInteger && b.IsInteger ? new(a.Numerator + b.Numerator) : new(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    /// <inheritdoc cref="BigInteger.Subtract"/>
    public static Rational operator -(Rational a, Rational b) => a + -b;

    /// <inheritdoc cref="BigInteger.Negate"/>
    public static Rational operator -(Rational a) => a.IsInteger ? new(-a.Numerator) : new(-a.Numerator, a.Denominator);

    /// <inheritdoc cref="BigInteger.Multiply"/>
    public static Rational operator *(Rational a, Rational b) => a.IsInteger && b.IsInteger ? new(a.Numerator * b.Numerator) : new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>The quotient.</summary>
    /// <exception cref="DivideByZeroException">b is 0.</exception>
    public static Rational operator /(Rational a, Rational b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>Whether they are the same number.</summary>
    public static bool operator ==(Rational a, Rational b) => a.Equals(b);

    /// <summary>Whether they are different numbers.</summary>
    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    /// <summary>Whether a is smaller.</summary>
    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    /// <summary>Whether a is larger.</summary>
    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    /// <summary>The number that the shortest decimal notation of a floating-point number means: 0.1 is 1/10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static Rational FromDecimalNotation(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "A rational number is finite.");
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) != value) text = value.ToString("G17", CultureInfo.InvariantCulture);
        return Parse(text);
    }

    /// <summary>The value of a floating-point number, to its last bit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static Rational FromBits(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "A rational number is finite.");
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFFL;
        if (exponent == 0) exponent = 1;
        else mantissa |= 1L << 52;
        exponent -= 1075;
        var numerator = new BigInteger(bits < 0 ? -mantissa : mantissa);
        return exponent >= 0 ? new Rational(numerator << exponent) : new Rational(numerator, BigInteger.One << -exponent);
    }

    /// <summary>Reads <c>-12</c>, <c>3/4</c>, <c>0.25</c> or <c>1.5e-3</c>.</summary>
    /// <exception cref="FormatException">The text is not such a number.</exception>
    public static Rational Parse(string text)
    {
        if (text.IndexOf('/') is >= 0 and var slash) return Parse(text[..slash]) / Parse(text[(slash + 1)..]);
        var scale = 0;
        var mantissa = text;
        if (text.IndexOfAny(['e', 'E']) is >= 0 and var mark)
        {
            if (!int.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out scale) || Math.Abs(scale) > 10000) throw new FormatException($"'{text}' is not a number.");
            mantissa = text[..mark];
        }

        if (mantissa.IndexOf('.') is >= 0 and var point)
        {
            scale -= mantissa.Length - point - 1;
            mantissa = mantissa.Remove(point, 1);
        }

        if (!BigInteger.TryParse(mantissa, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var digits)) throw new FormatException($"'{text}' is not a number.");
        return scale >= 0 ? new Rational(digits * BigInteger.Pow(10, scale)) : new Rational(digits, BigInteger.Pow(10, -scale));
    }

    /// <summary>The number to a power; a negative one of 0 has no value.</summary>
    /// <exception cref="DivideByZeroException">0 to a negative power.</exception>
    public Rational Power(int exponent) => exponent >= 0
        ? new Rational(BigInteger.Pow(Numerator, exponent), BigInteger.Pow(Denominator, exponent))
        : new Rational(BigInteger.Pow(Denominator, -exponent), BigInteger.Pow(Numerator, -exponent));

    /// <summary>The absolute value.</summary>
    public Rational Abs() => Sign < 0 ? -this : this;

    /// <summary>The nearest floating-point number, up to one unit in the last place; no overflow between.</summary>
    public double ToDouble()
    {
        if (IsInteger) return (double)Numerator;
        // A quotient of 63 or 64 bits, so that numbers with hundreds of digits have one too.
        var numerator = BigInteger.Abs(Numerator);
        var shift = 63 + BitLength(Denominator) - BitLength(numerator);
        double quotient = (ulong)(shift >= 0 ? (numerator << shift) / Denominator : numerator / (Denominator << -shift));
        // In two steps, because 2 to the power may be no number although the result is.
        quotient = quotient * Math.Pow(2, -shift / 2) * Math.Pow(2, -shift - -shift / 2);
        return Sign < 0 ? -quotient : quotient;
    }

    /// <inheritdoc/>
    public int CompareTo(Rational other) => IsInteger && other.IsInteger ? Numerator.CompareTo(other.Numerator) : (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <inheritdoc/>
    public bool Equals(Rational other) => Numerator.Equals(other.Numerator) && _denominator.Equals(other._denominator);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked(Numerator.GetHashCode() * 31 + _denominator.GetHashCode());

    /// <summary>The number as <c>-3/4</c> or <c>7</c>.</summary>
    public override string ToString() => IsInteger ? Numerator.ToString(CultureInfo.InvariantCulture) : Numerator.ToString(CultureInfo.InvariantCulture) + "/" + Denominator.ToString(CultureInfo.InvariantCulture);

    private static int BitLength(BigInteger positive)
    {
        var bytes = positive.ToByteArray();
        var length = 8 * bytes.Length - 8;
        for (int top = bytes[bytes.Length - 1]; top != 0; top >>= 1) length++;
        return length;
    }
}
