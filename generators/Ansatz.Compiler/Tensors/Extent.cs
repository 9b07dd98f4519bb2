using System.Globalization;
using System.Text;

namespace Ansatz.Compiler.Tensors;

/// <summary>
/// A length or a bound: an integer polynomial over named extents (each at least 1), in a normal form, so that equal extents
/// have equal text. What is not a polynomial (a division) is one opaque name whose C# text is kept.
/// </summary>
public sealed class Extent : IEquatable<Extent>
{
    // Stands behind an opaque text whose value is at least 0; other opaque values may have any sign.
    private const string NonNegativeMark = "⁺";

    // A term is a product of names, sorted and joined by '*'; the empty string is the constant term.
    private readonly SortedDictionary<string, long> _terms;
    private readonly string _key;

    private Extent(SortedDictionary<string, long> terms)
    {
        _terms = terms;
        _key = Text(terms);
    }

    /// <summary>0.</summary>
    public static Extent Zero { get; } = Of(0);

    /// <summary>1.</summary>
    public static Extent One { get; } = Of(1);

    /// <summary>The value if it is a constant.</summary>
    public long? Constant => _terms.Count == 0 ? 0 : _terms.Count == 1 && _terms.TryGetValue("", out var c) ? c : null;

    /// <summary>The names it depends on.</summary>
    public IEnumerable<string> Names => _terms.Keys.SelectMany(t => t.Length == 0 ? [] : t.Split('*')).Distinct();

    /// <summary>A constant.</summary>
    public static Extent Of(long value)
    {
        var terms = new SortedDictionary<string, long>(StringComparer.Ordinal);
        if (value != 0) terms[""] = value;
        return new Extent(terms);
    }

    /// <summary>A named extent; the name is valid C# where the kernels run.</summary>
    public static Extent Named(string name) => new(new SortedDictionary<string, long>(StringComparer.Ordinal) { [name] = 1 });

    /// <summary>A named extent that may be 0.</summary>
    public static Extent NamedFromZero(string name) => Named(Opaque(name, true));

    /// <summary>Sum.</summary>
    public static Extent operator +(Extent a, Extent b) => Combine(a, b, 1);

    /// <summary>Difference.</summary>
    public static Extent operator -(Extent a, Extent b) => Combine(a, b, -1);

    /// <summary>Product.</summary>
    public static Extent operator *(Extent a, Extent b)
    {
        var terms = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var x in a._terms)
        {
            foreach (var y in b._terms)
            {
                var name = x.Key.Length == 0 ? y.Key : y.Key.Length == 0 ? x.Key
                    : string.Join("*", x.Key.Split('*').Concat(y.Key.Split('*')).OrderBy(n => n, StringComparer.Ordinal));
                Add(terms, name, x.Value * y.Value);
            }
        }

        return new Extent(terms);
    }

    /// <summary>Quotient, rounded towards zero as in C#; opaque unless it comes out even.</summary>
    public static Extent operator /(Extent a, Extent b)
    {
        if (a.Constant is { } x && b.Constant is { } y && y != 0) return Of(x / y);
        if (b.Constant is { } d && d != 0 && a._terms.Values.All(c => c % d == 0))
        {
            var terms = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var t in a._terms) terms[t.Key] = t.Value / d;
            return new Extent(terms);
        }

        return Named(Opaque($"({a.ToCSharp()}) / ({b.ToCSharp()})", a.IsNonNegative() && (b - One).IsNonNegative()));
    }

    /// <summary>Remainder as in C#.</summary>
    public static Extent operator %(Extent a, Extent b) =>
        a.Constant is { } x && b.Constant is { } y && y != 0 ? Of(x % y) : Named(Opaque($"({a.ToCSharp()}) % ({b.ToCSharp()})", a.IsNonNegative()));

    /// <summary>The quotient rounded down, in lowest terms, of a length or place that is at least 0 by a divisor that is at least 1.</summary>
    public static Extent Floor(Extent a, Extent divisor)
    {
        var (quotient, rest) = a.Split(divisor);
        if (rest.Equals(Zero)) return quotient;

        // ⌊(d·q + r) / d⌋ is q for 0 ≤ r < d, and q − 1 for −d ≤ r < 0.
        if (rest.IsNonNegative() && (divisor - One - rest).IsNonNegative()) return quotient;
        if (rest.IsNegative() && (divisor + rest).IsNonNegative()) return quotient - One;
        return a / divisor;
    }

    /// <summary>This as divisor·quotient + remainder: all terms that the divisor, a number or a product of names, divides go into the quotient.</summary>
    public (Extent Quotient, Extent Remainder) Split(Extent divisor)
    {
        if (divisor._terms.Count != 1) return Equals(divisor) ? (One, Zero) : (Zero, this);
        var (name, factor) = (divisor._terms.First().Key, divisor._terms.First().Value);
        var quotient = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var rest = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var t in _terms)
        {
            if (name.Length == 0 && t.Key.Length == 0)
            {
                // Of a number what is left is at least 0.
                var left = ((t.Value % factor) + factor) % factor;
                if (left != t.Value) quotient[""] = (t.Value - left) / factor;
                if (left != 0) rest[""] = left;
            }
            else if (t.Value % factor == 0 && Quotient(name, t.Key) is { } other)
            {
                quotient[other] = t.Value / factor;
            }
            else
            {
                rest[t.Key] = t.Value;
            }
        }

        return (new Extent(quotient), new Extent(rest));
    }

    /// <summary>Whether it is at least 0 for all values of the names, each of which is at least 1 (quotients and remainders are not).</summary>
    public bool IsNonNegative()
    {
        // Σ c·t with t ≥ 1: a positive coefficient contributes at least itself; negative ones must be outweighed by the same term.
        long least = 0;
        foreach (var t in _terms)
        {
            if (t.Key.Length == 0) least += t.Value;
            else if (t.Value < 0 || Least(t.Key) is null) return NonNegativeByDivisors();
            else least += t.Value * Least(t.Key)!.Value;
        }

        return least >= 0;
    }

    // The least value of a product of names: 1, or 0 if one of them may be 0; null if one may be negative.
    private static long? Least(string term)
    {
        long least = 1;
        foreach (var name in term.Split('*'))
        {
            if (name[0] != '(') continue;
            if (!name.EndsWith(NonNegativeMark, StringComparison.Ordinal)) return null;
            least = 0;
        }

        return least;
    }

    /// <summary>Whether it is below 0 for all values of the names.</summary>
    public bool IsNegative() => (Zero - this - One).IsNonNegative();

    // x·y − x ≥ 0 since y ≥ 1 and x ≥ 0: try to cancel each negative term against a positive term that it divides.
    private bool NonNegativeByDivisors()
    {
        if (_terms.Any(t => t.Key.Length > 0 && Least(t.Key) is null)) return false;
        var positive = _terms.Where(t => t.Value > 0).ToDictionary(t => t.Key, t => t.Value);
        foreach (var negative in _terms.Where(t => t.Value < 0).OrderByDescending(t => t.Key.Length))
        {
            var need = -negative.Value;
            foreach (var key in positive.Keys.ToArray())
            {
                if (Quotient(negative.Key, key) is not { } rest || (rest.Length > 0 && Least(rest) != 1)) continue;
                var used = Math.Min(need, positive[key]);
                positive[key] -= used;
                need -= used;
                if (need == 0) break;
            }

            if (need > 0) return false;
        }

        return true;
    }

    // What is left of a term divided by another, or null if that does not come out even.
    private static string? Quotient(string divisor, string term)
    {
        if (divisor.Length == 0) return term;
        var rest = term.Length == 0 ? [] : term.Split('*').ToList();
        foreach (var name in divisor.Split('*'))
        {
            if (!rest.Remove(name)) return null;
        }

        return string.Join("*", rest);
    }

    /// <summary>A guess for comparing costs: names count as <paramref name="typical"/>.</summary>
    public double Estimate(double typical = 64) =>
        _terms.Sum(t => t.Value * (t.Key.Length == 0 ? 1 : Math.Pow(typical, t.Key.Split('*').Length)));

    /// <summary>C# text; a sum of several terms is not put in parentheses.</summary>
    public string ToCSharp() => _key;

    /// <summary>C# text that can stand as a factor.</summary>
    public string ToFactor() => _terms.Count > 1 || (_terms.Count == 1 && _terms.First() is { Key.Length: > 0, Value: not 1 }) ? $"({_key})" : _key;

    /// <summary>C# text that can stand anywhere, as a divisor or under a cast.</summary>
    public string ToOperand() => _key.IndexOf(' ') >= 0 ? $"({_key})" : _key;

    /// <inheritdoc/>
    public override string ToString() => _key;

    /// <inheritdoc/>
    public bool Equals(Extent? other) => other is not null && _key == other._key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Extent);

    /// <inheritdoc/>
    public override int GetHashCode() => _key.GetHashCode();

    // The '*' of an opaque text must not be taken for a product of names.
    private static string Opaque(string text, bool nonNegative) => $"({text.Replace("*", "×")}){(nonNegative ? NonNegativeMark : "")}";

    private static Extent Combine(Extent a, Extent b, long sign)
    {
        var terms = new SortedDictionary<string, long>(a._terms, StringComparer.Ordinal);
        foreach (var t in b._terms) Add(terms, t.Key, sign * t.Value);
        return new Extent(terms);
    }

    private static void Add(SortedDictionary<string, long> terms, string name, long value)
    {
        terms.TryGetValue(name, out var old);
        if (old + value == 0) terms.Remove(name);
        else terms[name] = old + value;
    }

    private static string Text(SortedDictionary<string, long> terms)
    {
        if (terms.Count == 0) return "0";
        var text = new StringBuilder();
        foreach (var t in terms.OrderBy(t => t.Key.Length == 0).ThenBy(t => t.Key, StringComparer.Ordinal))
        {
            var magnitude = Math.Abs(t.Value);
            if (text.Length > 0) text.Append(t.Value < 0 ? " - " : " + ");
            else if (t.Value < 0) text.Append('-');
            var name = t.Key.Replace("*", " * ").Replace("×", "*").Replace(NonNegativeMark, "");
            if (t.Key.Length == 0) text.Append(magnitude.ToString(CultureInfo.InvariantCulture));
            else if (magnitude == 1) text.Append(name);
            else text.Append(name).Append(" * ").Append(magnitude.ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
