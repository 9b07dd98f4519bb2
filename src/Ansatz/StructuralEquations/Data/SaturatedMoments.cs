namespace Ansatz.StructuralEquations;

/// <summary>Maximum likelihood means and covariances of incomplete cases under normality, without a model: the EM algorithm over patterns of missing values.</summary>
internal static class SaturatedMoments
{
    private const int MostSteps = 10_000;

    /// <summary>Runs EM (Little and Rubin, Statistical Analysis with Missing Data, section 11.2) until no moment changes by more than 1e-14 standard deviations.</summary>
    /// <param name="patterns">The patterns.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="p">The number of variables.</param>
    /// <param name="mean">Takes the means.</param>
    /// <param name="covariance">Takes the covariances.</param>
    public static void Estimate(MissingPattern[] patterns, ReadOnlySpan<double> cases, int p, Span<double> mean, Span<double> covariance) => throw new NotSupportedException();
}
