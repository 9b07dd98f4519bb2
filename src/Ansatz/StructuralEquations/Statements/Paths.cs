namespace Ansatz.StructuralEquations;

/// <summary>
/// The statements of a structural equation model in C#, for a class's method <c>Equations</c>: each says what one line of lavaan's syntax says. The compiler reads
/// them; they are never called.
/// </summary>
/// <example><code>
/// static Statement[] Equations(Row row, Latent ability, Coefficient a) =>
/// [
///     Measure(ability, row.X1, a * row.X2, row.X3),   // ability =~ x1 + a*x2 + x3
///     Regress(row.Y, ability),                        // y ~ ability
///     Covary(row.X1, row.X2),                         // x1 ~~ x2
/// ];
/// </code></example>
public static class Paths
{
    /// <summary>In front of a term: free although the defaults would fix it (<c>NA*x</c>).</summary>
    public static Coefficient Free => default;

    /// <summary>A latent variable and its indicators (<c>f =~ x1 + x2</c>).</summary>
    public static Statement Measure(Latent latent, params ReadOnlySpan<Term> indicators) => default;

    /// <summary>A regression (<c>y ~ x1 + x2</c>).</summary>
    public static Statement Regress(Term dependent, params ReadOnlySpan<Term> predictors) => default;

    /// <summary>Covariances of one variable with others, or its variance (<c>a ~~ b + c</c>).</summary>
    public static Statement Covary(Term variable, params ReadOnlySpan<Term> others) => default;

    /// <summary>A free intercept or mean (<c>y ~ 1</c>).</summary>
    public static Statement Intercept(Term variable) => default;

    /// <summary>An intercept or mean with a label or a fixed value (<c>y ~ a*1</c>, <c>y ~ 0*1</c>).</summary>
    public static Statement Intercept(Term variable, Coefficient value) => default;

    /// <summary>A parameter that others define (<c>total := c + a*b</c>).</summary>
    public static Statement Define(Coefficient name, Coefficient value) => default;

    /// <summary>An equality constraint (<c>a == b</c>).</summary>
    public static Statement Equal(Coefficient left, Coefficient right) => default;

    /// <summary>An inequality constraint (<c>a &lt; b</c>).</summary>
    public static Statement Less(Coefficient left, Coefficient right) => default;

    /// <summary>An inequality constraint (<c>a &gt; b</c>).</summary>
    public static Statement Greater(Coefficient left, Coefficient right) => default;

    /// <summary>In front of a term: where the estimation starts (<c>start(0.5)*x</c>).</summary>
    public static Coefficient Start(double value) => default;

    /// <summary>In front of a term: one modifier for each group (<c>c(a, b)*x</c>).</summary>
    public static Coefficient ForGroups(params ReadOnlySpan<Coefficient> modifiers) => default;

    /// <summary>The exponential, in definitions and constraints.</summary>
    public static Coefficient Exp(Coefficient value) => default;

    /// <summary>The natural logarithm, in definitions and constraints.</summary>
    public static Coefficient Log(Coefficient value) => default;

    /// <summary>The square root, in definitions and constraints.</summary>
    public static Coefficient Sqrt(Coefficient value) => default;

    /// <summary>A power, in definitions and constraints.</summary>
    public static Coefficient Pow(Coefficient value, double exponent) => default;
}

/// <summary>A statement of a model.</summary>
public readonly struct Statement;

/// <summary>A latent variable; a parameter of <c>Equations</c>, whose name is the variable's.</summary>
public readonly struct Latent
{
    /// <summary>With a label or modifier.</summary>
    public static Term operator *(Coefficient modifier, Latent variable) => default;

    /// <summary>With a fixed value.</summary>
    public static Term operator *(double value, Latent variable) => default;
}

/// <summary>An observed variable of a model without a row type; a parameter of <c>Equations</c>, whose name is the variable's.</summary>
public readonly struct Observed
{
    /// <summary>With a label or modifier.</summary>
    public static Term operator *(Coefficient modifier, Observed variable) => default;

    /// <summary>With a fixed value.</summary>
    public static Term operator *(double value, Observed variable) => default;
}

/// <summary>A variable, perhaps with a modifier.</summary>
public readonly struct Term
{
    /// <summary>A latent variable.</summary>
    public static implicit operator Term(Latent variable) => default;

    /// <summary>An observed variable.</summary>
    public static implicit operator Term(Observed variable) => default;

    /// <summary>A property of the row.</summary>
    public static implicit operator Term(double variable) => default;

    /// <summary>A property of the row.</summary>
    public static implicit operator Term(double? variable) => default;

    /// <summary>A property of the row with a modifier.</summary>
    public static implicit operator Term(Coefficient modified) => default;

    /// <summary>With a further modifier.</summary>
    public static Term operator *(Coefficient modifier, Term variable) => default;
}

/// <summary>A label: a parameter of <c>Equations</c>, whose name is the label; or an expression of labels.</summary>
public readonly struct Coefficient
{
    /// <summary>A fixed value.</summary>
    public static implicit operator Coefficient(double value) => default;

    /// <summary>The sum.</summary>
    public static Coefficient operator +(Coefficient a, Coefficient b) => default;

    /// <summary>The difference.</summary>
    public static Coefficient operator -(Coefficient a, Coefficient b) => default;

    /// <summary>The negative.</summary>
    public static Coefficient operator -(Coefficient a) => default;

    /// <summary>The product, or a property of the row with this label.</summary>
    public static Coefficient operator *(Coefficient a, Coefficient b) => default;

    /// <summary>A property of the row with this label, or a multiple.</summary>
    public static Coefficient operator *(Coefficient a, double b) => default;

    /// <summary>A property of the row with this label.</summary>
    public static Coefficient operator *(Coefficient a, double? b) => default;

    /// <summary>The quotient.</summary>
    public static Coefficient operator /(Coefficient a, Coefficient b) => default;
}
