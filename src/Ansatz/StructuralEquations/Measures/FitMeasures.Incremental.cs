namespace Ansatz.StructuralEquations;

// Measures that compare the model with the baseline model.
public sealed partial class FitMeasures
{
    private const double Zero = 1.5e-8;

    private void AddIncremental()
    {
        if (from.Baseline is not { } baseline) return;
        Add("baseline.chisq", baseline.Statistic);
        Add("baseline.df", baseline.DegreesOfFreedom);
        Add("baseline.pvalue", baseline.PValue);
        var plain = new Comparison(from.Test.Statistic, Degrees, 1, baseline.Statistic, (int)baseline.DegreesOfFreedom, 1);
        Comparison? scaled = null, robust = null;
        if (from.Scaled is { } test && from.BaselineScaled is { } nought)
        {
            Add("baseline.chisq.scaled", nought.Statistic);
            Add("baseline.df.scaled", nought.DegreesOfFreedom);
            Add("baseline.pvalue.scaled", nought.PValue);
            Add("baseline.chisq.scaling.factor", nought.ScalingFactor);
            scaled = new(test.Statistic, test.DegreesOfFreedom, 1, nought.Statistic, nought.DegreesOfFreedom, 1);
            if (!from.HasMissing && Expectation(test, plain.Degrees) is { } factor && Expectation(nought, plain.BaselineDegrees) is { } baselineFactor) robust = plain with { Factor = factor, BaselineFactor = baselineFactor };
        }

        if (from.Missing is { } missing) robust = new(missing.Statistic, plain.Degrees, missing.Factor, missing.BaselineStatistic, plain.BaselineDegrees, missing.BaselineFactor);

        Add("cfi", plain.Cfi);
        Add("tli", plain.Tli);
        if (scaled is not null)
        {
            Add("cfi.scaled", scaled.Cfi);
            Add("tli.scaled", scaled.Tli);
        }

        if (robust is not null)
        {
            Add("cfi.robust", robust.Cfi);
            Add("tli.robust", robust.Tli);
        }

        AddOthers(plain, "");
        if (scaled is not null) AddOthers(scaled, ".scaled");
        if (robust is null) return;
        Add("nnfi.robust", robust.Tli);
        Add("rni.robust", robust.Rni);
    }

    /// <summary>What the normal-theory statistic is expected to be by degree of freedom, according to a scaled test; null where the degrees of freedom were adjusted instead.</summary>
    private static double? Expectation(SemTest scaled, double degrees) => scaled.Kind switch
    {
        SemTestKind.ScaledShifted => scaled.ScalingFactor * (degrees - scaled.Shift) / degrees,
        SemTestKind.MeanVarianceAdjusted => null,
        _ => scaled.ScalingFactor,
    };

    private void AddOthers(Comparison c, string suffix)
    {
        Add("nnfi" + suffix, c.Tli);
        Add("rfi" + suffix, c.Rfi);
        Add("nfi" + suffix, c.Nfi);
        Add("pnfi" + suffix, c.Pnfi);
        Add("ifi" + suffix, c.Ifi);
        Add("rni" + suffix, c.Rni);
    }

    /// <summary>The model's and the baseline model's statistics; the factors are what a statistic is expected to be by degree of freedom if its model holds.</summary>
    private sealed record Comparison(double Statistic, double Degrees, double Factor, double Baseline, double BaselineDegrees, double BaselineFactor)
    {
        private bool UsesFactors => Degrees > 0 && Factor != 1 && BaselineFactor != 1;

        private double Noncentrality => Statistic - (UsesFactors ? Factor : 1) * Degrees;

        private double BaselineNoncentrality => Baseline - (UsesFactors ? BaselineFactor : 1) * BaselineDegrees;

        public double? Cfi
        {
            get
            {
                var model = Math.Max(Noncentrality, 0);
                var most = Math.Max(model, Math.Max(BaselineNoncentrality, 0));
                return most < Zero ? 1 : 1 - model / most;
            }
        }

        public double? Tli
        {
            get
            {
                var bottom = BaselineNoncentrality * Degrees;
                return Degrees > 0 && Math.Abs(bottom) > 0 ? 1 - Noncentrality * BaselineDegrees / bottom : 1;
            }
        }

        public double? Rfi
        {
            get
            {
                if (Degrees > BaselineDegrees) return null;
                if (Degrees == 0 || BaselineDegrees == 0) return 1;
                double bottom = Baseline / BaselineDegrees, top = bottom - Statistic / Degrees;
                return top < 0 || bottom < 0 ? 1 : top / bottom;
            }
        }

        public double? Nfi => Degrees > BaselineDegrees || Math.Abs(Baseline) < Zero ? null : Degrees > 0 ? (Baseline - Statistic) / Baseline : 1;

        public double? Pnfi => BaselineDegrees > 0 && Baseline > 0 ? Degrees / BaselineDegrees * ((Baseline - Statistic) / Baseline) : null;

        public double? Ifi
        {
            get
            {
                var bottom = Baseline - Degrees;
                return bottom < 0 ? 1 : bottom < Zero ? null : (Baseline - Statistic) / bottom;
            }
        }

        public double? Rni => Math.Abs(BaselineNoncentrality) < Zero ? null : 1 - Noncentrality / BaselineNoncentrality;
    }
}
