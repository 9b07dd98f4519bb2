using MathNet.Numerics.Distributions;

namespace Ansatz.StructuralEquations;

/// <summary>A test of a model against the saturated one.</summary>
/// <param name="Kind">Which test.</param>
/// <param name="Statistic">The test statistic.</param>
/// <param name="DegreesOfFreedom">Its degrees of freedom; not a whole number for <see cref="SemTestKind.MeanVarianceAdjusted"/>.</param>
/// <param name="ScalingFactor">What the normal-theory statistic was divided by; 1 for the normal-theory test.</param>
/// <param name="Shift">What was added after that; 0 except for <see cref="SemTestKind.ScaledShifted"/>.</param>
public sealed record SemTest(SemTestKind Kind, double Statistic, double DegreesOfFreedom, double ScalingFactor = 1, double Shift = 0)
{
    /// <summary>The probability of a larger statistic if the model holds; null where there is none, as without degrees of freedom.</summary>
    public double? PValue { get; init; } = DegreesOfFreedom > 0 && double.IsFinite(Statistic) ? UpperTail(Statistic, DegreesOfFreedom) : null;

    /// <summary>The part of each group; empty where it is not defined.</summary>
    public IReadOnlyList<double> OfGroups { get; init; } = [];

    /// <summary>P(χ² &gt; x), exact also where it is small.</summary>
    internal static double UpperTail(double x, double degreesOfFreedom) => x <= 0 ? 1 : MathNet.Numerics.SpecialFunctions.GammaUpperRegularized(0.5 * degreesOfFreedom, 0.5 * x);

    /// <summary>The two-sided probability of a standard normal value.</summary>
    internal static double TwoSided(double z) => MathNet.Numerics.SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>The standard normal quantile of a confidence level.</summary>
    internal static double Quantile(double level) => Normal.InvCDF(0, 1, 0.5 + 0.5 * level);
}
