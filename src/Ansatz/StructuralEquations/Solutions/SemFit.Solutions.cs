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
        var normal = Options.Missing == MissingData.Listwise && Options.Estimator is SemEstimator.ML or SemEstimator.GLS && Covariance is not null;
        return [.. moments.Select((m, g) =>
        {
            var residuals = ResidualMoments.Of(g + 1, Table.Observed, m);
            if (!normal) return residuals;
            var jacobian = FullJacobian(Structure, g, [.. Theta], Exogenous[g]);
            residuals.AddZ(m, Options.Estimator == SemEstimator.GLS ? m.Covariance : m.Implied, jacobian, new DenseMatrix(Table.FreeCount, Table.FreeCount, (double[])Covariance!.Clone()));
            return residuals;
        })];
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
