using System.Text;

namespace Ansatz.Symbolic;

/// <summary>A polynomial over a prime field: terms in falling order.</summary>
public sealed class ModularPolynomial
{
    internal ModularPolynomial(ModularPolynomialRing ring, ushort[][] monomials, uint[] coefficients)
    {
        Ring = ring;
        Monomials = monomials;
        Coefficients = coefficients;
    }

    /// <summary>The ring.</summary>
    public ModularPolynomialRing Ring { get; }

    /// <summary>How many terms it has.</summary>
    public int Count => Monomials.Length;

    /// <summary>Whether it is 0.</summary>
    public bool IsZero => Count == 0;

    /// <summary>The exponents of each term.</summary>
    internal ushort[][] Monomials { get; }

    /// <summary>The coefficient of each term.</summary>
    internal uint[] Coefficients { get; }

    /// <summary>The exponents of the leading term.</summary>
    internal ushort[] Lead => Monomials[0];

    /// <summary>The sum.</summary>
    public static ModularPolynomial operator +(ModularPolynomial a, ModularPolynomial b)
    {
        var (ring, field) = (a.Ring, a.Ring.Field);
        var monomials = new List<ushort[]>(a.Count + b.Count);
        var coefficients = new List<uint>(a.Count + b.Count);
        int i = 0, j = 0;
        while (i < a.Count || j < b.Count)
        {
            var order = i == a.Count ? -1 : j == b.Count ? 1 : ring.Order.Compare(a.Monomials[i], b.Monomials[j]);
            var value = order > 0 ? a.Coefficients[i] : order < 0 ? b.Coefficients[j] : field.Add(a.Coefficients[i], b.Coefficients[j]);
            if (value != 0)
            {
                monomials.Add(order >= 0 ? a.Monomials[i] : b.Monomials[j]);
                coefficients.Add(value);
            }

            if (order >= 0) i++;
            if (order <= 0) j++;
        }

        return new ModularPolynomial(ring, [.. monomials], [.. coefficients]);
    }

    /// <summary>The difference.</summary>
    public static ModularPolynomial operator -(ModularPolynomial a, ModularPolynomial b) => a + b.Times(a.Ring.Field.Prime - 1);

    /// <summary>The product.</summary>
    public static ModularPolynomial operator *(ModularPolynomial a, ModularPolynomial b)
    {
        var (ring, field) = (a.Ring, a.Ring.Field);
        var terms = new SortedDictionary<ushort[], uint>(ring.Descending);
        for (var i = 0; i < a.Count; i++)
        {
            for (var j = 0; j < b.Count; j++)
            {
                var m = Product(a.Monomials[i], b.Monomials[j]);
                var c = field.Multiply(a.Coefficients[i], b.Coefficients[j]);
                terms[m] = terms.TryGetValue(m, out var present) ? field.Add(present, c) : c;
            }
        }

        var kept = terms.Where(t => t.Value != 0).ToArray();
        return new ModularPolynomial(ring, Array.ConvertAll(kept, t => t.Key), Array.ConvertAll(kept, t => t.Value));
    }

    /// <summary>The product with a number.</summary>
    public ModularPolynomial Times(uint factor) => factor == 0 ? Ring.Zero : factor == 1 ? this : new ModularPolynomial(Ring, Monomials, Array.ConvertAll(Coefficients, c => Ring.Field.Multiply(c, factor)));

    /// <summary>The polynomial divided by its leading coefficient.</summary>
    public ModularPolynomial Monic() => IsZero ? this : Times(Ring.Field.Invert(Coefficients[0]));

    /// <summary>Infix notation, coefficients between −p/2 and p/2.</summary>
    public override string ToString()
    {
        if (IsZero) return "0";
        var text = new StringBuilder();
        for (var k = 0; k < Count; k++)
        {
            long c = Coefficients[k];
            if (c > Ring.Field.Prime / 2) c -= Ring.Field.Prime;
            text.Append(k == 0 ? (c < 0 ? "-" : "") : c < 0 ? " - " : " + ");
            var factors = Enumerable.Range(0, Ring.Variables.Count).Where(v => Monomials[k][v] > 0).Select(v => Ring.Variables[v] + (Monomials[k][v] > 1 ? "^" + Monomials[k][v] : "")).ToList();
            if (Math.Abs(c) != 1 || factors.Count == 0) factors.Insert(0, Math.Abs(c).ToString(System.Globalization.CultureInfo.InvariantCulture));
            text.Append(string.Join("*", factors));
        }

        return text.ToString();
    }

    internal static ushort[] Product(ushort[] a, ushort[] b)
    {
        var product = new ushort[a.Length];
        for (var k = 0; k < a.Length; k++) product[k] = checked((ushort)(a[k] + b[k]));
        return product;
    }

    internal static bool Divides(ushort[] a, ushort[] b)
    {
        for (var k = 0; k < a.Length; k++)
        {
            if (a[k] > b[k]) return false;
        }

        return true;
    }

    internal static ushort[] Quotient(ushort[] a, ushort[] b)
    {
        var quotient = new ushort[a.Length];
        for (var k = 0; k < a.Length; k++) quotient[k] = (ushort)(a[k] - b[k]);
        return quotient;
    }

    internal static ushort[] LeastCommonMultiple(ushort[] a, ushort[] b)
    {
        var multiple = new ushort[a.Length];
        for (var k = 0; k < a.Length; k++) multiple[k] = Math.Max(a[k], b[k]);
        return multiple;
    }

    internal static bool Coprime(ushort[] a, ushort[] b)
    {
        for (var k = 0; k < a.Length; k++)
        {
            if (a[k] > 0 && b[k] > 0) return false;
        }

        return true;
    }
}
