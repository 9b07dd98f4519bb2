namespace Ansatz.StructuralEquations;

/// <summary>What an estimator's name stands for: a discrepancy, standard errors and a test, as in lavaan.</summary>
internal readonly record struct EstimatorRules(SemEstimator Discrepancy, StandardErrorKind StandardErrors, SemTestKind Test, bool Observed)
{
    /// <summary>Whether the discrepancy is that of maximum likelihood; otherwise sample covariances are divided by N − 1 and so is the information.</summary>
    public bool IsLikelihood => Discrepancy == SemEstimator.ML;

    /// <summary>The rules of options, their own choices filled in.</summary>
    public static EstimatorRules Of(SemFitOptions options)
    {
        var (discrepancy, errors, test) = options.Estimator switch
        {
            SemEstimator.MLR => (SemEstimator.ML, StandardErrorKind.RobustHuberWhite, SemTestKind.YuanBentler),
            SemEstimator.MLM => (SemEstimator.ML, StandardErrorKind.RobustSem, SemTestKind.SatorraBentler),
            SemEstimator.MLMV => (SemEstimator.ML, StandardErrorKind.RobustSem, SemTestKind.ScaledShifted),
            SemEstimator.MLMVS => (SemEstimator.ML, StandardErrorKind.RobustSem, SemTestKind.MeanVarianceAdjusted),
            SemEstimator.ULSMV => (SemEstimator.ULS, StandardErrorKind.RobustSem, SemTestKind.ScaledShifted),
            SemEstimator.WLSM => (SemEstimator.DWLS, StandardErrorKind.RobustSem, SemTestKind.SatorraBentler),
            SemEstimator.WLSMV => (SemEstimator.DWLS, StandardErrorKind.RobustSem, SemTestKind.ScaledShifted),
            var e => (e, StandardErrorKind.Standard, SemTestKind.Standard),
        };
        if (options.StandardErrors != StandardErrorKind.Default) errors = options.StandardErrors;
        if (options.Test != SemTestKind.Default) test = options.Test;
        var observed = options.Information switch
        {
            InformationKind.Expected => false,
            InformationKind.Observed => true,
            _ => options.Missing == MissingData.Fiml || errors == StandardErrorKind.RobustHuberWhite,
        };
        return new EstimatorRules(discrepancy, errors, test, observed);
    }

    /// <summary>Whether standard errors or a test need fourth moments of cases.</summary>
    public bool NeedsCases => StandardErrors is StandardErrorKind.RobustSem or StandardErrorKind.RobustHuberWhite || IsScaled || Discrepancy is SemEstimator.WLS or SemEstimator.DWLS;

    /// <summary>Whether a scaled test is asked for.</summary>
    public bool IsScaled => Test is SemTestKind.SatorraBentler or SemTestKind.YuanBentler or SemTestKind.MeanVarianceAdjusted or SemTestKind.ScaledShifted;
}
