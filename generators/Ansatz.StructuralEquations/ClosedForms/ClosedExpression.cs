using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>An entry of an implied matrix as an exact rational function of the parameters, or why it is not known.</summary>
public sealed class ClosedExpression
{
    private readonly RationalFunction? _value;

    internal ClosedExpression(RationalFunction value) => _value = value;

    internal ClosedExpression(string reason) => Reason = reason;

    /// <summary>Whether the closed form is within the limits.</summary>
    public bool IsKnown => _value is not null;

    /// <summary>Which limit was exceeded; null if none.</summary>
    public string? Reason { get; }

    /// <summary>The function, in lowest terms with regard to the factors Δ.</summary>
    /// <exception cref="InvalidOperationException">The closed form is not known.</exception>
    public RationalFunction Value => _value ?? throw new InvalidOperationException($"The closed form is not known: it has {Reason}.");

    /// <summary>How many terms the numerator has; 0 if unknown.</summary>
    public int TermCount => _value?.Numerator.Count ?? 0;

    /// <summary>Infix notation that Math.NET Symbolics reads, factors Δ written out; the reason in words if unknown.</summary>
    public string Infix => _value?.Infix ?? Unknown;

    /// <summary>Infix notation with the factors Δ by name; the reason in words if unknown.</summary>
    public string InfixByName => _value?.InfixByName ?? Unknown;

    /// <summary>LaTeX, factors Δ written out; the reason in words if unknown.</summary>
    public string Latex => _value?.Latex ?? $@"\text{{{Unknown}}}";

    /// <summary>LaTeX with the factors Δ by name; the reason in words if unknown.</summary>
    public string LatexByName => _value?.LatexByName ?? $@"\text{{{Unknown}}}";

    private string Unknown => $"not shown: it has {Reason}";

    /// <summary>The value at a point.</summary>
    /// <param name="point">A value for each of <see cref="ClosedForm.Variables"/>.</param>
    /// <exception cref="InvalidOperationException">The closed form is not known.</exception>
    public double Evaluate(IReadOnlyList<double> point) => Value.Evaluate(point);

    /// <summary>The exact value at a point.</summary>
    /// <param name="point">A value for each of <see cref="ClosedForm.Variables"/>.</param>
    /// <exception cref="InvalidOperationException">The closed form is not known.</exception>
    /// <exception cref="DivideByZeroException">A Δ is 0 there.</exception>
    public Rational Evaluate(IReadOnlyList<Rational> point) => Value.Evaluate(point);

    /// <inheritdoc/>
    public override string ToString() => InfixByName;
}
