using MathNet.Numerics.LinearAlgebra.Double;

namespace Ansatz.StructuralEquations;

public sealed partial class SemFit
{
    private FitMeasures? measures;

    /// <summary>All measures of fit, by lavaan's names; null if there is no test.</summary>
    public FitMeasures? Measures => measures ??= Test is null || Implied.Count == 0 ? null : FitMeasures.Of(MeasureSources());

    private FitMeasureSources MeasureSources()
    {
        var rules = EstimatorRules.Of(Options);
        var missing = Samples.Any(s => s.Patterns.Count > 0);
        return new()
        {
            ParameterCount = ParameterCount,
            CaseCount = Count,
            EffectiveCount = rules.IsLikelihood ? Count : Count - Sample.Count,
            Minimum = Discrepancy / 2,
            Test = Test!,
            Scaled = ScaledTest,
            Baseline = BaselineTest,
            BaselineScaled = ScaledBaselineTest,
            Likelihood = LogLikelihood is { } model && UnrestrictedLogLikelihood is { } saturated ? new(model, saturated) { ModelScaling = ModelScaling, UnrestrictedScaling = SaturatedScaling } : null,
            HasMissing = missing,
            Missing = missing && BaselineTest is { } baseline && DegreesOfFreedom > 0 ? MissingCorrection((int)baseline.DegreesOfFreedom) : null,
            Groups = [.. GroupMoments().Select((m, g) => m with { Weight = Weight(rules, g), Available = Samples[g].Patterns.Count > 0 ? AvailableMoments.Of(Samples[g].Cases, Table.Observed.Count) : null })],
        };
    }

    private ResidualWeight Weight(EstimatorRules rules, int group)
    {
        if (Samples[group].Patterns.Count > 0) return ResidualWeights.Normal(Implied[group].Covariance, [.. Samples[group].Patterns.Select(t => (t.Observed, t.Count))]);
        var p = Table.Observed.Count;
        switch (rules.Discrepancy)
        {
            case SemEstimator.GLS:
                return ResidualWeights.Normal(Sample[group].Covariance);
            case SemEstimator.ULS:
                return ResidualWeights.Diagonal([.. Enumerable.Repeat(1.0, NormalMoments.Count(p, Table.HasMeans))]);
            case SemEstimator.WLS or SemEstimator.DWLS:
                var gamma = FourthMoments.Gamma(Samples[group].Cases!, p, SampleSelection.FixedVariables(Table), Table.HasMeans);
                var m = (int)Math.Sqrt(gamma.Length);
                return rules.Discrepancy == SemEstimator.DWLS
                    ? ResidualWeights.Diagonal([.. Enumerable.Range(0, m).Select(k => gamma[k * m + k] > 0 ? 1 / gamma[k * m + k] : 0)])
                    : ResidualWeights.Matrix(new DenseMatrix(m, m, gamma).PseudoInverse().ToRowMajorArray());
            default:
                return ResidualWeights.Normal(Implied[group].Covariance);
        }
    }

    private MissingDataCorrection? MissingCorrection(int baselineDegrees)
    {
        var independence = new ReticularMoments(BaselineModel.Of(Table));
        var workspace = FittedWorkspace.Of(this, independence);
        var start = new double[independence.Table.FreeCount];
        var p = Table.Observed.Count;
        foreach (var row in independence.Table.Rows)
        {
            if (row.Free == 0) continue;
            var i = Table.Observed.ToList().IndexOf(row.Left);
            start[row.Free - 1] = row.Operator == SemOperator.Intercept ? Sample[row.Group - 1].Mean[i] : Sample[row.Group - 1].Covariance[i * (p + 1)];
        }

        if (workspace.Minimise(start, Options.Tolerance, Options.MaxIterations) != FitStatus.Converged) return null;
        var constraints = ConstraintSet.Of(Table);
        return MissingDataCorrection.Of(
            [.. Sample.Select((s, g) => new MissingDataGroup
            {
                Count = s.Count,
                Cases = ScaledTest is null ? null : Samples[g].Cases,
                Covariance = s.Covariance,
                Mean = s.Mean,
                Implied = Implied[g].Covariance,
                ImpliedMean = Implied[g].Mean,
                Baseline = workspace.Groups[g].Sigma,
                BaselineMean = workspace.Groups[g].Mu,
                Jacobian = FullJacobian(Structure, g, [.. Theta], Exogenous[g]),
                BaselineJacobian = FullJacobian(independence, g, workspace.Theta, workspace.Groups[g].Exogenous),
                Patterns = [.. Samples[g].Patterns.Select(t => (t.Observed, t.Count, t.Mean, t.Covariance))],
            })],
            DegreesOfFreedom,
            constraints,
            FittedWorkspace.Directions(constraints, [.. Theta]),
            baselineDegrees,
            ConstraintSet.Of(independence.Table));
    }

    /// <summary>The derivatives of a group's moments, one row for each free parameter of the table.</summary>
    private static DenseMatrix FullJacobian(MomentStructure structure, int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous)
    {
        var p = structure.Table.Observed.Count;
        var count = p * (p + 1) / 2 + (structure.Table.HasMeans ? p : 0);
        var own = structure.ParametersOf(group).ToArray();
        var values = new double[own.Length * count];
        if (!structure.Jacobian(group, theta, exogenous, values)) throw new SingularSystemException("At the estimates the model implies no covariances.");
        var jacobian = new DenseMatrix(structure.Table.FreeCount, count);
        for (var a = 0; a < own.Length; a++)
        {
            for (var k = 0; k < count; k++) jacobian[own[a], k] = values[a * count + k];
        }

        return jacobian;
    }
}
