namespace Ansatz.StructuralEquations;

// The root mean square error of approximation: the noncentrality by case and degree of freedom, with an interval from the noncentral χ² distribution.
public sealed partial class FitMeasures
{
    private void AddRmsea()
    {
        var (statistic, degrees) = (from.Test.Statistic, from.Test.DegreesOfFreedom);
        AddRmsea("", new(statistic, degrees, 1, statistic, from), constants: true);
        if (from.Scaled is { } scaled)
        {
            // A test scaled by the mean counts trace(UΓ) degrees of freedom instead of scaling the statistic.
            AddRmsea(".scaled", scaled.Kind == SemTestKind.ScaledShifted
                ? new(scaled.Statistic, degrees, 1, scaled.Statistic, from)
                : new(statistic, scaled.DegreesOfFreedom * scaled.ScalingFactor, 1, statistic, from));
            if (!from.HasMissing && Expectation(scaled, degrees) is { } factor) AddRmsea(".robust", new(statistic, degrees, factor, scaled.Statistic, from));
        }

        if (from.Missing is { } missing) AddRmsea(".robust", new(missing.Statistic, degrees, missing.Factor, missing.Statistic / missing.Factor, from));
    }

    private void AddRmsea(string suffix, Approximation a, bool constants = false)
    {
        var (lower, upper) = a.Interval;
        Add("rmsea" + suffix, a.Rmsea);
        Add("rmsea.ci.lower" + suffix, lower);
        Add("rmsea.ci.upper" + suffix, upper);
        if (constants) Add("rmsea.ci.level", from.RmseaLevel);
        Add("rmsea.pvalue" + suffix, a.Degrees > 0 && a.IsKnown ? NoncentralChiSquare.UpperProbability(a.Tested, a.Degrees, a.NoncentralityOf(from.RmseaClose)) : null);
        if (constants) Add("rmsea.close.h0", from.RmseaClose);
        Add("rmsea.notclose.pvalue" + suffix, a.Degrees > 0 && a.IsKnown ? NoncentralChiSquare.Probability(a.Tested, a.Degrees, a.NoncentralityOf(from.RmseaNotClose)) : null);
        if (constants) Add("rmsea.notclose.h0", from.RmseaNotClose);
    }

    /// <summary>Statistic and degrees of freedom of the point estimate, the factor by which the statistic exceeds a χ² variable, and the statistic whose distribution is noncentral χ².</summary>
    private sealed record Approximation(double Statistic, double Degrees, double Factor, double Tested, FitMeasureSources From)
    {
        private double Count => From.EffectiveCount;

        private int GroupCount => From.Groups.Count;

        public double Rmsea => Degrees > 0 ? Math.Sqrt(Math.Max(Statistic / Count / Degrees - Factor / Count, 0)) * Math.Sqrt(GroupCount) : 0;

        /// <summary>Whether the numbers are such: what corrects them for missing values does not exist where moments were never observed.</summary>
        public bool IsKnown => double.IsFinite(Statistic) && double.IsFinite(Tested) && Factor > 0 && double.IsFinite(Factor);

        public (double? Lower, double? Upper) Interval
        {
            get
            {
                if (Degrees < 1) return (0, 0);
                if (!IsKnown) return (null, null);
                var tail = (1 - From.RmseaLevel) / 2;
                return (Of(NoncentralChiSquare.Noncentrality(Tested, Degrees, 1 - tail)), Of(NoncentralChiSquare.Noncentrality(Tested, Degrees, tail)));
            }
        }

        public double NoncentralityOf(double rmsea) => Count * Degrees / Factor * rmsea * rmsea / GroupCount;

        private double Of(double noncentrality) => Math.Sqrt(Factor * noncentrality / (Count * Degrees) * GroupCount);
    }
}
