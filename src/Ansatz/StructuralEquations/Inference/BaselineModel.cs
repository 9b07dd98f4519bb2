namespace Ansatz.StructuralEquations;

/// <summary>The independence model: variances (and means) are free, only exogenous variables that are fixed covary.</summary>
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
            for (var i = 0; i < isFixed.Length; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    if (i == j || isFixed[i] && isFixed[j]) Add(SemOperator.Covariance, i, model.Observed[j], g);
                }
            }

            for (var i = 0; model.HasMeans && i < isFixed.Length; i++) Add(SemOperator.Intercept, i, "", g);
        }

        return new ParameterTable(rows, model.Observed, [], model.GroupCount);

        void Add(SemOperator op, int i, string right, int group)
            => rows.Add(new ParameterRow(rows.Count + 1, model.Observed[i], op, right) { Group = group, Free = isFixed[i] ? 0 : ++free, IsExogenous = isFixed[i], User = 0, PlainLabel = $".p{rows.Count + 1}." });
    }
}
