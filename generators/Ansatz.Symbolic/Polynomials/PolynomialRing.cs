namespace Ansatz.Symbolic;

/// <summary>Polynomials with rational coefficients in named variables; the first variable weighs most when terms are ordered.</summary>
public sealed class PolynomialRing
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>The ring of polynomials in these variables.</summary>
    /// <param name="variables">Names: letters, digits and underscores, not beginning with a digit, each once.</param>
    /// <param name="latex">How LaTeX writes them; where null, by <see cref="LatexNames.Of"/>.</param>
    /// <exception cref="ArgumentException">A name is no such name or stands twice, or the lists differ in length.</exception>
    public PolynomialRing(IReadOnlyList<string> variables, IReadOnlyList<string>? latex = null)
    {
        if (latex is not null && latex.Count != variables.Count) throw new ArgumentException($"There are {variables.Count} variables and {latex.Count} notations for them.", nameof(latex));
        Variables = variables.ToArray();
        LatexVariables = latex?.ToArray() ?? variables.Select(LatexNames.Of).ToArray();
        for (var k = 0; k < variables.Count; k++)
        {
            if (!IsName(variables[k])) throw new ArgumentException($"'{variables[k]}' is not a variable's name: letters, digits and underscores, not beginning with a digit.", nameof(variables));
            if (_places.ContainsKey(variables[k])) throw new ArgumentException($"The variable '{variables[k]}' stands twice.", nameof(variables));
            _places.Add(variables[k], k);
        }

        Zero = new Polynomial(this, [], []);
        One = Constant(Rational.One);
    }

    /// <summary>The variables.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>The variables as LaTeX writes them.</summary>
    public IReadOnlyList<string> LatexVariables { get; }

    /// <summary>The polynomial 0.</summary>
    public Polynomial Zero { get; }

    /// <summary>The polynomial 1.</summary>
    public Polynomial One { get; }

    /// <summary>Whether a text can be a variable's name.</summary>
    public static bool IsName(string text)
    {
        if (text.Length == 0 || text[0] is >= '0' and <= '9') return false;
        foreach (var c in text)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_')) return false;
        }

        return true;
    }

    /// <summary>The number of a variable; −1 if there is none of that name.</summary>
    public int IndexOf(string name) => _places.TryGetValue(name, out var k) ? k : -1;

    /// <summary>A constant polynomial.</summary>
    public Polynomial Constant(Rational value) => value.IsZero ? Zero : new Polynomial(this, [Monomial.One], [value]);

    /// <summary>A variable as a polynomial.</summary>
    public Polynomial Variable(int k) => k >= 0 && k < Variables.Count ? Term(Monomial.Of(k), Rational.One) : throw new ArgumentOutOfRangeException(nameof(k), k, $"There are {Variables.Count} variables.");

    /// <summary>A variable as a polynomial.</summary>
    /// <exception cref="ArgumentException">There is no variable of that name.</exception>
    public Polynomial Variable(string name) => IndexOf(name) is >= 0 and var k ? Variable(k) : throw new ArgumentException($"There is no variable '{name}'.", nameof(name));

    /// <summary>A polynomial with one term.</summary>
    public Polynomial Term(Monomial monomial, Rational coefficient) => coefficient.IsZero ? Zero : new Polynomial(this, [monomial], [coefficient]);

    /// <summary>Reads a polynomial from infix notation, for example <c>l12^2*w1 + 2*l12*l42*w14</c>; a divisor is a number.</summary>
    /// <exception cref="FormatException">The text is no polynomial in these variables; the message has the column.</exception>
    public Polynomial Parse(string text) => InfixReader.Polynomial(this, text);
}
