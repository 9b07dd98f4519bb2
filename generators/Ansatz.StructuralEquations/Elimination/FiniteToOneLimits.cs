namespace Ansatz.StructuralEquations;

/// <summary>How much work is spent on the number of parameter vectors with the same covariances.</summary>
public sealed record FiniteToOneLimits
{
    /// <summary>The default limits.</summary>
    public static FiniteToOneLimits Default { get; } = new();

    /// <summary>The most coefficients.</summary>
    public int Coefficients { get; init; } = 16;

    /// <summary>The most steps for a Gröbner basis and what is read from it: products of a coefficient with a term.</summary>
    public long Steps { get; init; } = 500_000;

    /// <summary>The largest degree of a parameter that is told from an infinite one where there are infinitely many solutions.</summary>
    public int Degree { get; init; } = 8;

    /// <summary>The largest degree of a denominator, in the covariances, of the expressions for parameters that are rationally identified; −1: none are sought.</summary>
    public int ExpressionDegree { get; init; } = 2;

    /// <summary>The most steps for each expression: products of residues in eliminations.</summary>
    public long ExpressionSteps { get; init; } = 5_000_000;
}
