namespace Ansatz.Symbolic;

/// <summary>Polynomials over a prime field with a term order, for Gröbner bases.</summary>
public sealed class ModularPolynomialRing
{
    /// <summary>A ring.</summary>
    /// <param name="field">The field of the coefficients.</param>
    /// <param name="variables">The names of the variables.</param>
    /// <param name="order">The term order.</param>
    public ModularPolynomialRing(PrimeField field, IReadOnlyList<string> variables, MonomialOrder order)
    {
        Field = field;
        Variables = variables.ToArray();
        Order = order;
        Descending = Comparer<ushort[]>.Create((a, b) => order.Compare(b, a));
        Zero = new ModularPolynomial(this, [], []);
        One = Constant(1);
    }

    /// <summary>The field of the coefficients.</summary>
    public PrimeField Field { get; }

    /// <summary>The variables.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>The term order.</summary>
    public MonomialOrder Order { get; }

    /// <summary>0.</summary>
    public ModularPolynomial Zero { get; }

    /// <summary>1.</summary>
    public ModularPolynomial One { get; }

    internal IComparer<ushort[]> Descending { get; }

    /// <summary>A constant.</summary>
    public ModularPolynomial Constant(uint value) => value == 0 ? Zero : new ModularPolynomial(this, [new ushort[Variables.Count]], [value]);

    /// <summary>A variable.</summary>
    public ModularPolynomial Variable(int k)
    {
        var exponents = new ushort[Variables.Count];
        exponents[k] = 1;
        return new ModularPolynomial(this, [exponents], [1]);
    }

    /// <summary>A polynomial with rational coefficients modulo the prime; its variables are those of this ring with the same number.</summary>
    /// <exception cref="DivideByZeroException">The prime divides a denominator.</exception>
    public ModularPolynomial Of(Polynomial p)
    {
        var terms = new SortedDictionary<ushort[], uint>(Descending);
        for (var k = 0; k < p.Count; k++)
        {
            var m = p.MonomialAt(k);
            var exponents = new ushort[Variables.Count];
            for (var f = 0; f < m.Count; f++) exponents[m.Variable(f)] = (ushort)m.Exponent(f);
            if (Field.Of(p.CoefficientAt(k)) is not 0 and var c) terms.Add(exponents, c);
        }

        return new ModularPolynomial(this, [.. terms.Keys], [.. terms.Values]);
    }
}
