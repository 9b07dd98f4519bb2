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
        var discrepancies = new Discrepancies(rules.Discrepancy, Samples, Table);
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
            Groups = [.. GroupMoments().Select((m, g) => m with { Weight = Weight(rules, discrepancies, g), Available = Samples[g].Patterns.Count > 0 ? AvailableMoments.Of(Samples[g].Cases, Table.Observed.Count) : null })],
        };
    }

    private ResidualWeight Weight(EstimatorRules rules, Discrepancies discrepancies, int group) => rules.Discrepancy switch
    {
        SemEstimator.ML or SemEstimator.GLS when ConditionalWeight(rules, group) is { } weight => ResidualWeights.Matrix(weight),
        _ when Samples[group].Patterns.Count > 0 => ResidualWeights.Normal(Implied[group].Covariance, [.. Samples[group].Patterns.Select(t => (t.Observed, t.Count))]),
        SemEstimator.GLS => ResidualWeights.Normal(Sample[group].Covariance),
        SemEstimator.ULS => ResidualWeights.Diagonal([.. Enumerable.Repeat(1.0, NormalMoments.Count(Table.Observed.Count, Table.HasMeans))]),
        SemEstimator.WLS => ResidualWeights.Matrix(discrepancies.Weights(group)!),
        SemEstimator.DWLS => ResidualWeights.Diagonal(discrepancies.Weights(group)!),
        _ => ResidualWeights.Normal(Implied[group].Covariance),
    };

    /// <summary>Weights of normal theory given the variables that are fixed, whose own moments have none; null where there are no such variables.</summary>
    private double[]? ConditionalWeight(EstimatorRules rules, int group)
    {
        var isFixed = SampleSelection.FixedVariables(Table);
        if (!isFixed.Contains(true)) return null;
        var at = rules.Discrepancy == SemEstimator.GLS ? Sample[group] : Implied[group];
        if (SaturatedInformation.At(Samples[group], at.Covariance, Table.HasMeans ? at.Mean : []) is not { } weight) return null;
        var m = NormalMoments.Count(isFixed.Length, Table.HasMeans);
        foreach (var k in Enumerable.Range(0, m).Except(SaturatedInformation.FreeMoments(isFixed, Table.HasMeans)))
        {
            for (var l = 0; l < m; l++) weight[k * m + l] = weight[l * m + k] = 0;
        }

        return weight;
    }

    private MissingDataCorrection? MissingCorrection(int baselineDegrees)
    {
        if (Independence is not { } independence) return null;
        var constraints = ConstraintSet.Of(Table);
        var structure = Structure.Another();
        return MissingDataCorrection.Of(
            [.. Samples.Select((s, g) => new MissingDataGroup
            {
                Sample = s,
                Implied = Implied[g].Covariance,
                ImpliedMean = Implied[g].Mean,
                Baseline = independence.Groups[g].Sigma,
                BaselineMean = independence.Groups[g].Mu,
                Jacobian = FullJacobian(structure, g, [.. Theta], Exogenous[g]),
                BaselineJacobian = FullJacobian(independence.Structure.Another(), g, independence.Theta, independence.Groups[g].Exogenous),
            })],
            SampleSelection.FixedVariables(Table),
            ScaledTest is not null,
            DegreesOfFreedom,
            constraints,
            FittedWorkspace.Directions(constraints, [.. Theta]),
            baselineDegrees,
            ConstraintSet.Of(independence.Structure.Table));
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
