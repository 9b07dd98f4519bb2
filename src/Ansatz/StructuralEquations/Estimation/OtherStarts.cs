namespace Ansatz.StructuralEquations;

/// <summary>
/// Starting values for further attempts, with guarded steps: the same but for variances of latent variables, which take the units of the data, then others. A loading of the wrong sign is what mostly leads a fit nowhere: from 0 the first step finds the sign. Where the model implies no covariances at all at
/// the start, nothing but variances, means and loadings does.
/// </summary>
internal static class OtherStarts
{
    /// <summary>Values of the free parameters to try, one after the other.</summary>
    /// <param name="table">The parameters.</param>
    /// <param name="start">The values from which a fit ended nowhere.</param>
    public static IEnumerable<double[]> Of(ParameterTable table, double[] start)
    {
        var latent = table.Latent.ToHashSet(StringComparer.Ordinal);
        start = (double[])start.Clone();
        ScaleLatentVariances(table, latent, start);
        yield return start;
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

    /// <summary>Variances of latent variables in the units of what measures them: as much as is left of the first indicator's.</summary>
    private static void ScaleLatentVariances(ParameterTable table, HashSet<string> latent, double[] start)
    {
        foreach (var row in table.Rows)
        {
            if (row is not { Operator: SemOperator.Covariance, Free: > 0, UserValue: null } || row.Left != row.Right || !latent.Contains(row.Left)) continue;
            foreach (var loading in table.Rows)
            {
                if (loading.Operator != SemOperator.Measurement || loading.Group != row.Group || loading.Left != row.Left || latent.Contains(loading.Right)) continue;
                var weight = loading.Free > 0 ? start[loading.Free - 1] : loading.UserValue ?? 0;
                var residual = table.Rows.FirstOrDefault(r => r is { Operator: SemOperator.Covariance, Free: > 0 } && r.Group == row.Group && r.Left == loading.Right && r.Right == loading.Right);
                if (weight == 0 || residual is null || !(start[residual.Free - 1] > 0)) continue;
                start[row.Free - 1] = start[residual.Free - 1] / (weight * weight);
                break;
            }
        }
    }
}
