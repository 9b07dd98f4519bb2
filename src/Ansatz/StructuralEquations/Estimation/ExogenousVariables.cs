namespace Ansatz.StructuralEquations;

/// <summary>Observed variables that only explain others and whose moments the model text does not mention (lavaan's <c>ov.x</c>).</summary>
internal static class ExogenousVariables
{
    /// <summary>Their names.</summary>
    /// <param name="rows">The rows of one group.</param>
    /// <param name="isObserved">Whether a variable is observed.</param>
    public static HashSet<string> Of(IEnumerable<ParameterRow> rows, Func<string, bool> isObserved)
    {
        var all = rows as IReadOnlyCollection<ParameterRow> ?? [.. rows];
        var names = new HashSet<string>(all.Where(r => r.Operator == SemOperator.Regression).Select(r => r.Right).Where(isObserved), StringComparer.Ordinal);
        foreach (var row in all)
        {
            if (row.Operator == SemOperator.Regression) names.Remove(row.Left);
            if (row.Operator == SemOperator.Measurement) names.Remove(row.Right);
            if (row.User != 1 || row.Operator is not (SemOperator.Covariance or SemOperator.Intercept)) continue;
            names.Remove(row.Left);
            names.Remove(row.Right);
        }

        return names;
    }
}
