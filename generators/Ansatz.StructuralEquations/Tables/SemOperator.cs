namespace Ansatz.StructuralEquations;

/// <summary>What a row of a parameter table says of its two sides; the names are lavaan's operators.</summary>
public enum SemOperator
{
    /// <summary><c>f =~ x</c>: the latent variable f is measured by x; a loading.</summary>
    Measurement,

    /// <summary><c>y ~ x</c>: y is regressed on x.</summary>
    Regression,

    /// <summary><c>a ~~ b</c>: a (residual) variance or covariance.</summary>
    Covariance,

    /// <summary><c>y ~ 1</c>: an intercept, or the mean of an exogenous variable.</summary>
    Intercept,

    /// <summary><c>name := expression</c>: a defined parameter.</summary>
    Definition,

    /// <summary><c>left == right</c>: an equality constraint.</summary>
    Equality,

    /// <summary><c>left &lt; right</c>: an inequality constraint.</summary>
    Less,

    /// <summary><c>left &gt; right</c>: an inequality constraint.</summary>
    Greater,
}

/// <summary>The text of operators.</summary>
public static class SemOperators
{
    private static readonly string[] Texts = ["=~", "~", "~~", "~1", ":=", "==", "<", ">"];

    /// <summary>The operator as lavaan writes it in a parameter table, for example <c>~1</c>.</summary>
    public static string Text(this SemOperator op) => Texts[(int)op];

    /// <summary>The operator of a parameter table's text.</summary>
    /// <exception cref="ArgumentException">There is no such operator.</exception>
    public static SemOperator Parse(string text) => Array.IndexOf(Texts, text) is >= 0 and var k ? (SemOperator)k : throw new ArgumentException($"'{text}' is no operator of a structural equation model.", nameof(text));

    /// <summary>Whether a row with this operator is a parameter of the model: not a definition and not a constraint.</summary>
    public static bool IsParameter(this SemOperator op) => op <= SemOperator.Intercept;

    /// <summary>Whether a row with this operator is a constraint.</summary>
    public static bool IsConstraint(this SemOperator op) => op >= SemOperator.Equality;
}
