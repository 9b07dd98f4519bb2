using MathNet.Numerics.LinearAlgebra.Double;

namespace Ansatz.StructuralEquations;

public sealed partial class SemFit
{
    private ModelSolution? solution;

    /// <summary>The estimates of all rows, with what is needed to derive from them.</summary>
    /// <exception cref="InvalidOperationException">The fit could not begin; the remarks say why.</exception>
    internal ModelSolution Solution => solution ??= Estimates.Count > 0
        ? new(Table, Structure.Groups, [.. Estimates.Select(e => e.Value)], Covariance, Definitions)
        : throw new InvalidOperationException($"There are no estimates. {string.Join(" ", Remarks.Select(r => r.Text))}");

    /// <summary>R² of the dependent variables, group by group.</summary>
    public IReadOnlyList<Determination> RSquare => Determination.Of(Solution);

    /// <summary>The standardised parameters, one for each row but constraints, with delta-method standard errors.</summary>
    /// <param name="kind">Which variables have unit variance.</param>
    public IReadOnlyList<StandardizedParameter> Standardized(Standardization kind = Standardization.All) => StandardizedSolution.Of(Solution, kind);

    /// <summary>Direct, indirect and total effects of all pairs of variables that a directed path joins.</summary>
    public IReadOnlyList<Effect> Effects() => Effect.Of(Solution);

    /// <summary>Modification indices and expected parameter changes, in lavaan's order.</summary>
    public IReadOnlyList<ModificationIndex> ModificationIndices() => ModificationIndex.Of(this, Solution);

    /// <summary>Score tests of the equality constraints.</summary>
    public IReadOnlyList<ScoreTest> ScoreTests() => ScoreTest.Of(this);

    /// <summary>Residual moments of each group; with z-values where the estimator weighs by normal theory and the data are complete.</summary>
    public IReadOnlyList<ResidualMoments> Residuals()
    {
        _ = Solution;
        var moments = GroupMoments();
        ResidualMoments[] residuals = [.. moments.Select((m, g) => ResidualMoments.Of(g + 1, Table.Observed, m))];
        if (Options.Missing != MissingData.Listwise || Options.Estimator is not (SemEstimator.ML or SemEstimator.GLS)) return residuals;
        var workspace = FittedWorkspace.Of(this, Structure.Another());
        var constraints = workspace.Constraints;
        double[] theta = [.. Theta];
        if (!workspace.MoveTo(theta) || ParameterCovariance.Inverse(workspace.Information(false), constraints, FittedWorkspace.Directions(constraints, theta), out _) is not { } inverse) return residuals;
        var isFixed = SampleSelection.FixedVariables(Table);
        for (var g = 0; g < residuals.Length; g++)
        {
            var jacobian = FullJacobian(workspace.Structure, g, theta, Exogenous[g]);
            residuals[g].AddZ(moments[g], Options.Estimator == SemEstimator.GLS ? moments[g].Covariance : moments[g].Implied, jacobian, new DenseMatrix(Table.FreeCount, Table.FreeCount, inverse), moments[g].Count / (double)Count, isFixed);
        }

        return residuals;
    }

    /// <summary>Predicted values of the latent variables for the cases that were used, one result for each group.</summary>
    /// <param name="method">How they are predicted.</param>
    /// <exception cref="SemDataException">The model was fitted to moments; there are no cases.</exception>
    public IReadOnlyList<FactorScores> FactorScores(FactorScoreMethod method = FactorScoreMethod.Regression) => [.. Samples.Select((s, g) =>
        StructuralEquations.FactorScores.Of(Solution, g, method, s.Cases ?? throw new SemDataException("Factor scores need cases, but the data are moments.", expected: "cases", found: "moments"), Sample[g].Mean))];

    /// <summary>Observed and implied moments of each group, means only where the model has them.</summary>
    internal GroupMoments[] GroupMoments() => [.. Sample.Select((s, g) => new GroupMoments
    {
        Count = s.Count,
        Covariance = s.Covariance,
        Implied = Implied[g].Covariance,
        Mean = Table.HasMeans ? s.Mean : [],
        ImpliedMean = Table.HasMeans ? Implied[g].Mean : [],
    })];
}
