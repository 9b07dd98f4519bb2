using System.Text;

namespace Ansatz.Symbolic;

/// <summary>LaTeX of polynomials and rational functions.</summary>
public static class LatexWriter
{
    /// <summary>A polynomial in LaTeX.</summary>
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
            if (m.IsOne || !c.IsOne) text.Append(c.IsInteger ? c.ToString() : $@"\frac{{{c.Numerator}}}{{{c.Denominator}}}");
            for (var f = 0; f < m.Count; f++)
            {
                if (f > 0 || !c.IsOne) text.Append(@"\,");
                var name = p.Ring.LatexVariables[m.Variable(f)];
                // An accent or a superscript of the name would otherwise be raised twice.
                text.Append(m.Exponent(f) == 1 ? name : name.IndexOf('^') >= 0 ? $"{{{name}}}^{{{m.Exponent(f)}}}" : $"{name}^{{{m.Exponent(f)}}}");
            }
        }

        return text.ToString();
    }

    /// <summary>A rational function in LaTeX.</summary>
    /// <param name="f">The function.</param>
    /// <param name="byName">Whether the factors of the denominator stand there by name.</param>
    public static string Write(RationalFunction f, bool byName)
    {
        if (f.IsPolynomial) return Write(f.Numerator);
        var alone = f.Denominator is [{ Exponent: 1 }];
        var powers = f.Denominator.Select(p => byName
            ? p.Factor.Latex + (p.Exponent > 1 ? $"^{{{p.Exponent}}}" : "")
            : alone ? Write(p.Factor.Polynomial) : $@"\left({Write(p.Factor.Polynomial)}\right)" + (p.Exponent > 1 ? $"^{{{p.Exponent}}}" : ""));
        return $@"\frac{{{Write(f.Numerator)}}}{{{string.Join(@"\,", powers)}}}";
    }
}

/// <summary>LaTeX notations of plain names.</summary>
public static class LatexNames
{
    private static readonly HashSet<string> Greek = new(StringComparer.Ordinal)
    {
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
        "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
    };

    /// <summary>How LaTeX writes a name: digits at the end of the first word and all further words are subscripts, Greek letters are letters; <c>l12</c> is <c>l_{12}</c>, <c>psi_x1</c> is <c>\psi_{\mathrm{x1}}</c>.</summary>
    public static string Of(string name)
    {
        var words = name.Split(['_'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return @"\_";
        var head = words[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        List<string> subscripts = [];
        if (head.Length == 0) head = words[0];
        else if (head.Length < words[0].Length) subscripts.Add(words[0][head.Length..]);
        subscripts.AddRange(words.Skip(1).Select(Text));
        var letter = Greek.Contains(head) ? "\\" + head : head.Length == 1 ? head : $@"\mathit{{{head}}}";
        return subscripts.Count == 0 ? letter : $"{letter}_{{{string.Join(",", subscripts)}}}";
    }

    /// <summary>A name as upright text; a single letter or a number stays as it is.</summary>
    public static string Text(string name) => name.Length == 1 && char.IsLetter(name[0]) || name.All(c => c is >= '0' and <= '9') ? name : $@"\mathrm{{{Escape(name)}}}";

    private static string Escape(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (c is '_' or '#' or '$' or '%' or '&' or '{' or '}') text.Append('\\');
            text.Append(c is '\\' or '^' or '~' ? '-' : c);
        }

        return text.ToString();
    }
}
