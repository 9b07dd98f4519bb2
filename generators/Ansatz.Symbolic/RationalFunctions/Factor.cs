namespace Ansatz.Symbolic;

/// <summary>A polynomial with a name that stands in denominators, for example the Δ of a strongly connected component.</summary>
/// <param name="Name">The name in infix notation.</param>
/// <param name="Latex">The name in LaTeX.</param>
/// <param name="Polynomial">The polynomial; not constant.</param>
public sealed record Factor(string Name, string Latex, Polynomial Polynomial)
{
    /// <summary>Two factors are the same only if they are one object.</summary>
    public bool Equals(Factor? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} = {Polynomial.Infix}";
}

/// <summary>A power of a factor in a denominator.</summary>
/// <param name="Factor">The factor.</param>
/// <param name="Exponent">How often it stands there, at least 1.</param>
public readonly record struct FactorPower(Factor Factor, int Exponent);
