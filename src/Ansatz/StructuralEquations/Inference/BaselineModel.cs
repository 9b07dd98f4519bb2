namespace Ansatz.StructuralEquations;

/// <summary>The independence model fitted to the sample of a fit.</summary>
/// <param name="Structure">Its implied moments, as functions.</param>
/// <param name="Theta">Its parameters.</param>
/// <param name="Groups">The implied moments of each group, and the sample's moments that are fixed.</param>
internal sealed record IndependenceFit(MomentStructure Structure, double[] Theta, IReadOnlyList<(double[] Sigma, double[] Mu, double[] Exogenous)> Groups);

/// <summary>The independence model: variances (and means) are free, only exogenous variables covary; those that are fixed have the sample's moments.</summary>
internal static class BaselineModel
{
    /// <summary>Its parameters for the variables and groups of a model.</summary>
    public static ParameterTable Of(ParameterTable model)
    {
        var rows = new List<ParameterRow>();
        var isFixed = SampleSelection.FixedVariables(model);
        var free = 0;
        for (var g = 1; g <= model.GroupCount; g++)
        {
            var names = ExogenousVariables.Of(model.Rows.Where(r => r.Group == g && r.Operator.IsParameter()), model.Observed.Contains);
            bool[] exogenous = [.. model.Observed.Select((v, i) => isFixed[i] || names.Contains(v))];
            for (var i = 0; i < isFixed.Length; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    if (i == j || exogenous[i] && exogenous[j]) Add(SemOperator.Covariance, i, model.Observed[j], g);
                }
            }

            for (var i = 0; model.HasMeans && i < isFixed.Length; i++) Add(SemOperator.Intercept, i, "", g);
        }

        return new ParameterTable(rows, model.Observed, [], model.GroupCount);

        void Add(SemOperator op, int i, string right, int group)
            => rows.Add(new ParameterRow(rows.Count + 1, model.Observed[i], op, right) { Group = group, Free = isFixed[i] ? 0 : ++free, IsExogenous = isFixed[i], User = 0, PlainLabel = $".p{rows.Count + 1}." });
    }
}
