namespace Ansatz.StructuralEquations;

/// <summary>
/// Starting values for further attempts, with guarded steps: the same once more, then others. A loading of the wrong sign is what mostly leads a fit nowhere: from 0 the first step finds the sign. Where the model implies no covariances at all at
/// the start, nothing but variances, means and loadings does.
/// </summary>
internal static class OtherStarts
{
    /// <summary>Values of the free parameters to try, one after the other.</summary>
    /// <param name="table">The parameters.</param>
    /// <param name="start">The values from which a fit ended nowhere.</param>
    public static IEnumerable<double[]> Of(ParameterTable table, double[] start)
    {
        yield return start;
        var latent = table.Latent.ToHashSet(StringComparer.Ordinal);
        var first = (double[])start.Clone();
        var scaled = new HashSet<(string, int)>();
        var any = false;
        foreach (var row in table.Rows)
        {
            if (row.Operator != SemOperator.Measurement || !latent.Contains(row.Right)) continue;

            // One loading of each keeps its value, or nothing would tell where to go.
            if (scaled.Add((row.Left, row.Group)) || row.Free == 0 || row.UserValue is not null) continue;
            first[row.Free - 1] = 0;
            any = true;
        }

        if (any) yield return first;
        var second = (double[])first.Clone();
        foreach (var row in table.Rows)
        {
            if (row.Free == 0 || row.UserValue is not null) continue;
            if (row.Operator == SemOperator.Regression || row.Operator == SemOperator.Covariance && row.Left != row.Right) second[row.Free - 1] = 0;
        }

        if (!second.AsSpan().SequenceEqual(first)) yield return second;
    }
}
