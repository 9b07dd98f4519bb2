namespace Ansatz.StructuralEquations;

public sealed partial class SemFit
{
    private FitMeasures? measures;

    /// <summary>All measures of fit, by lavaan's names; null if no test was asked for.</summary>
    public FitMeasures? Measures => measures ??= Test is null ? null : FitMeasures.Of(MeasureSources());

    internal FitMeasureSources MeasureSources()
    {
        var likelihood = LogLikelihood is { } model && UnrestrictedLogLikelihood is { } saturated;
        return new()
        {
            ParameterCount = ParameterCount,
            CaseCount = Count,
            EffectiveCount = Options.Estimator is SemEstimator.ML or SemEstimator.MLR or SemEstimator.MLM or SemEstimator.MLMV or SemEstimator.MLMVS ? Count : Count - Sample.Count,
            Minimum = Discrepancy / 2,
            Test = Test!,
            Scaled = ScaledTest,
            Baseline = BaselineTest,
            BaselineScaled = ScaledBaselineTest,
            Likelihood = likelihood ? new(LogLikelihood!.Value, UnrestrictedLogLikelihood!.Value) : null,
            Groups = GroupMoments(),
        };
    }
}
