using System.Text;

namespace Ansatz.Symbolic;

/// <summary>Infix notation: <c>*</c> between all factors, <c>^</c> for powers; <see cref="InfixReader"/> and Math.NET Symbolics read it back.</summary>
public static class InfixWriter
{
    /// <summary>A polynomial in infix notation.</summary>
    public static string Write(Polynomial p)
    {
        if (p.IsZero) return "0";
        var text = new StringBuilder();
        for (var k = 0; k < p.Count; k++)
        {
            var c = p.CoefficientAt(k);
            text.Append(k == 0 ? (c.Sign < 0 ? "-" : "") : c.Sign < 0 ? " - " : " + ");
            c = c.Abs();
            var m = p.MonomialAt(k);
            if (m.IsOne || !c.IsOne) text.Append(c);
            for (var f = 0; f < m.Count; f++)
            {
                if (f > 0 || !c.IsOne) text.Append('*');
                text.Append(p.Ring.Variables[m.Variable(f)]);
                if (m.Exponent(f) > 1) text.Append('^').Append(m.Exponent(f));
            }
        }

        return text.ToString();
    }

    /// <summary>A rational function in infix notation.</summary>
    /// <param name="f">The function.</param>
    /// <param name="byName">Whether the factors of the denominator stand there by name.</param>
    public static string Write(RationalFunction f, bool byName)
    {
        var numerator = Write(f.Numerator);
        if (f.IsPolynomial) return numerator;
        var powers = f.Denominator.Select(p => (byName ? p.Factor.Name : p.Factor.Polynomial.Count > 1 || f.Denominator.Count > 1 || p.Exponent > 1 ? $"({Write(p.Factor.Polynomial)})" : Write(p.Factor.Polynomial)) + (p.Exponent > 1 ? "^" + p.Exponent : ""));
        var denominator = string.Join("*", powers);
        if (f.Denominator.Count > 1 || (!byName && f.Denominator[0].Exponent == 1 && f.Denominator[0].Factor.Polynomial is { Count: 1 } single && (single.MonomialAt(0).Count > 1 || !single.CoefficientAt(0).IsOne))) denominator = $"({denominator})";
        return (f.Numerator.Count > 1 ? $"({numerator})" : numerator) + "/" + denominator;
    }
}
