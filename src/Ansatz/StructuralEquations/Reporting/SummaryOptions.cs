namespace Ansatz.StructuralEquations;

/// <summary>What a summary of a fit shows.</summary>
public sealed record SummaryOptions
{
    /// <summary>What <c>ToString()</c> of a fit shows.</summary>
    public static SummaryOptions Default { get; } = new();

    /// <summary>Measures of fit: baseline model, CFI and TLI, log-likelihood and information criteria, RMSEA, SRMR.</summary>
    public bool FitMeasures { get; init; } = true;

    /// <summary>The table of parameters.</summary>
    public bool Estimates { get; init; } = true;

    /// <summary>Columns with the solution standardised by latent and by all variables.</summary>
    public bool Standardized { get; init; } = true;

    /// <summary>Columns with the intervals of the estimates, at the level of the fit's options.</summary>
    public bool Intervals { get; init; }

    /// <summary>R² of the dependent variables.</summary>
    public bool RSquare { get; init; } = true;

    /// <summary>What is to be said of the fit: not converged, negative variances and the like.</summary>
    public bool Remarks { get; init; } = true;

    /// <summary>How many decimals, from 1 to 12.</summary>
    public int Decimals { get; init; } = 3;
}
