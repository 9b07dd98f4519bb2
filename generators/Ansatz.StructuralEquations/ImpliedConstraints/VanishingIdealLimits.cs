namespace Ansatz.StructuralEquations;

/// <summary>How far polynomials of a vanishing ideal are sought.</summary>
public sealed record VanishingIdealLimits
{
    /// <summary>The default limits: degree 6, blocks of 400 monomials, two hundred million steps.</summary>
    public static VanishingIdealLimits Default { get; } = new();

    /// <summary>The largest degree.</summary>
    public int Degree { get; init; } = 6;

    /// <summary>The most monomials of one multidegree.</summary>
    public int Block { get; init; } = 400;

    /// <summary>The most steps: products of residues in eliminations.</summary>
    public long Steps { get; init; } = 200_000_000;

    /// <summary>The most products of terms when a polynomial is checked by substitution.</summary>
    public long SubstitutionSteps { get; init; } = 20_000_000;
}
