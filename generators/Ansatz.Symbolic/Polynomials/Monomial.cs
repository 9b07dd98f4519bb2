namespace Ansatz.Symbolic;

/// <summary>A product of powers of variables, kept sparse. Comparison is lexicographic: the first variable weighs most.</summary>
public sealed class Monomial : IEquatable<Monomial>, IComparable<Monomial>
{
    // Variable << 16 | exponent, in rising order of the variables; no exponent is 0.
    private readonly int[] _powers;
    private readonly int _hash;

    private Monomial(int[] powers)
    {
        _powers = powers;
        var hash = 17;
        foreach (var power in powers) hash = unchecked((hash ^ power) * 0x01000193);
        _hash = unchecked(hash ^ (int)((uint)hash >> 15));
    }

    /// <summary>The empty product.</summary>
    public static Monomial One { get; } = new([]);

    /// <summary>Whether it is the empty product.</summary>
    public bool IsOne => _powers.Length == 0;

    /// <summary>How many variables occur.</summary>
    public int Count => _powers.Length;

    /// <summary>The sum of the exponents.</summary>
    public int Degree
    {
        get
        {
            var degree = 0;
            foreach (var power in _powers) degree += power & 0xFFFF;
            return degree;
        }
    }

    /// <summary>A power of one variable.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The variable's number or the exponent is not below 2¹⁵.</exception>
    public static Monomial Of(int variable, int exponent = 1)
    {
        if (variable is < 0 or > short.MaxValue) throw new ArgumentOutOfRangeException(nameof(variable), variable, "A variable's number is below 32768.");
        if (exponent is < 0 or > short.MaxValue) throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "An exponent is below 32768.");
        return exponent == 0 ? One : new([variable << 16 | exponent]);
    }

    /// <summary>The product of powers in which variable k has the k-th exponent.</summary>
    public static Monomial OfExponents(IReadOnlyList<int> exponents)
    {
        var result = One;
        for (var k = 0; k < exponents.Count; k++) result *= Of(k, exponents[k]);
        return result;
    }

    /// <summary>The variable of the k-th power.</summary>
    public int Variable(int k) => _powers[k] >> 16;

    /// <summary>The exponent of the k-th power.</summary>
    public int Exponent(int k) => _powers[k] & 0xFFFF;

    /// <summary>The exponent of a variable; 0 if it does not occur.</summary>
    public int ExponentOf(int variable)
    {
        foreach (var power in _powers)
        {
            if (power >> 16 == variable) return power & 0xFFFF;
        }

        return 0;
    }

    /// <summary>The product.</summary>
    public static Monomial operator *(Monomial a, Monomial b)
    {
        int[] x = a._powers, y = b._powers;
        if (x.Length == 0) return b;
        if (y.Length == 0) return a;
        var merged = new int[x.Length + y.Length];
        int i = 0, j = 0, n = 0;
        while (i < x.Length && j < y.Length)
        {
            var difference = (x[i] >> 16) - (y[j] >> 16);
            if (difference < 0) merged[n++] = x[i++];
            else if (difference > 0) merged[n++] = y[j++];
            else
            {
                var exponent = (x[i] & 0xFFFF) + (y[j++] & 0xFFFF);
                if (exponent > short.MaxValue) throw new OverflowException("An exponent is below 32768.");
                merged[n++] = (x[i++] & ~0xFFFF) | exponent;
            }
        }

        while (i < x.Length) merged[n++] = x[i++];
        while (j < y.Length) merged[n++] = y[j++];
        if (n < merged.Length) Array.Resize(ref merged, n);
        return new Monomial(merged);
    }

    /// <summary>The quotient; null if the divisor does not divide this.</summary>
    public Monomial? DividedBy(Monomial divisor)
    {
        int[] x = _powers, y = divisor._powers;
        if (y.Length == 0) return this;
        if (y.Length > x.Length) return null;
        var quotient = new int[x.Length];
        int j = 0, n = 0;
        foreach (var power in x)
        {
            if (j < y.Length && y[j] >> 16 == power >> 16)
            {
                var exponent = (power & 0xFFFF) - (y[j++] & 0xFFFF);
                if (exponent < 0) return null;
                if (exponent > 0) quotient[n++] = (power & ~0xFFFF) | exponent;
            }
            else
            {
                quotient[n++] = power;
            }
        }

        if (j < y.Length) return null;
        if (n == 0) return One;
        if (n < quotient.Length) Array.Resize(ref quotient, n);
        return new Monomial(quotient);
    }

    /// <summary>Lexicographic comparison.</summary>
    public int CompareTo(Monomial? other)
    {
        if (other is null) return 1;
        int[] x = _powers, y = other._powers;
        var shared = Math.Min(x.Length, y.Length);
        for (var k = 0; k < shared; k++)
        {
            if (x[k] == y[k]) continue;
            var (first, second) = (x[k] >> 16, y[k] >> 16);
            return first == second ? x[k].CompareTo(y[k]) : second.CompareTo(first);
        }

        return x.Length.CompareTo(y.Length);
    }

    /// <inheritdoc/>
    public bool Equals(Monomial? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || _hash != other._hash || _powers.Length != other._powers.Length) return false;
        for (var k = 0; k < _powers.Length; k++)
        {
            if (_powers[k] != other._powers[k]) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Monomial);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
