namespace Ansatz.StructuralEquations;

/// <summary>The parameters that a model could have besides its free ones.</summary>
internal static class Candidates
{
    /// <summary>Marks the rows that were added, in <see cref="ParameterRow.User"/>.</summary>
    public const int Added = 10;

    /// <summary>A table in which everything is free: the rows of a table, then those that it could have.</summary>
    /// <param name="table">The table.</param>
    /// <param name="values">The value of each row.</param>
    /// <param name="theta">The values of the free parameters of the new table; added ones are 0.</param>
    /// <param name="candidates">The rows that are free in the new table only, in order.</param>
    public static ParameterTable Extend(ParameterTable table, double[] values, out double[] theta, out IReadOnlyList<ParameterRow> candidates)
    {
        List<ParameterRow> rows = [], candidate = [];
        List<double> at = [];
        var known = new HashSet<(int, SemOperator, string, string)>();
        for (var r = 0; r < table.Rows.Count; r++)
        {
            var row = table.Rows[r];
            if (!row.Operator.IsParameter()) continue;
            known.Add((row.Group, row.Operator, row.Left, row.Right));
            if (row.Operator == SemOperator.Covariance) known.Add((row.Group, row.Operator, row.Right, row.Left));
            if (row.IsExogenous)
            {
                rows.Add(row);
                continue;
            }

            at.Add(values[r]);
            rows.Add(row with { Free = at.Count, User = row.Free > 0 ? row.User : Added, UserValue = null });
            if (row.Free == 0) candidate.Add(rows[^1]);
        }

        for (var g = 1; g <= table.GroupCount; g++)
        {
            foreach (var (left, op, right) in Possible(table, g))
            {
                if (!known.Add((g, op, left, right)) || (op == SemOperator.Covariance && left != right && !known.Add((g, op, right, left)))) continue;
                at.Add(0);
                rows.Add(new(table.Rows.Count + rows.Count + 1, left, op, right) { Group = g, Free = at.Count, User = Added });
                candidate.Add(rows[^1]);
            }
        }

        theta = [.. at];
        candidates = candidate;
        return new(rows, table.Observed, table.Latent, table.GroupCount);
    }

    private static IEnumerable<(string Left, SemOperator Operator, string Right)> Possible(ParameterTable table, int group)
    {
        var own = table.Rows.Where(r => r.Group == group).ToArray();
        var exogenous = own.Where(r => r.IsExogenous && r.Operator == SemOperator.Covariance).SelectMany(r => new[] { r.Left, r.Right }).ToHashSet(StringComparer.Ordinal);
        var indicators = own.Where(r => r.Operator == SemOperator.Measurement).Select(r => r.Right).ToHashSet(StringComparer.Ordinal);
        string[] structural = [.. own.Where(r => r.Operator == SemOperator.Regression).Select(r => r.Left).Concat(own.Where(r => r.Operator == SemOperator.Regression).Select(r => r.Right)).Distinct()];
        string[] dependent = [.. table.Observed.Where(v => !exogenous.Contains(v))];

        foreach (var latent in table.Latent)
        {
            foreach (var variable in dependent.Except(structural)) yield return (latent, SemOperator.Measurement, variable);
        }

        foreach (var pair in Pairs([.. dependent.Where(indicators.Contains)])) yield return pair;
        foreach (var pair in Pairs(table.Latent)) yield return pair;
        foreach (var left in structural)
        {
            foreach (var right in structural)
            {
                if (left != right && !(indicators.Contains(left) && table.Latent.Contains(right))) yield return (left, SemOperator.Regression, right);
            }
        }

        if (!table.HasMeans) yield break;
        foreach (var variable in table.Observed.Concat(table.Latent)) yield return (variable, SemOperator.Intercept, "");
    }

    private static IEnumerable<(string, SemOperator, string)> Pairs(IReadOnlyList<string> variables)
    {
        for (var j = 0; j < variables.Count; j++)
        {
            for (var i = j; i < variables.Count; i++) yield return (variables[j], SemOperator.Covariance, variables[i]);
        }
    }
}
